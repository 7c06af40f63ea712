import { SNSClient } from '@aws-sdk/client-sns';
import { PATIENCE } from '../../patience';

/** Client for the topic that tells people. */
export function topic(): SNSClient {
  return new SNSClient(PATIENCE);
}
