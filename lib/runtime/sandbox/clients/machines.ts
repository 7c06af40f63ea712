import { SFNClient } from '@aws-sdk/client-sfn';
import { PATIENCE } from '../../patience';

/** Client for state machines. */
export function machines(): SFNClient {
  return new SFNClient(PATIENCE);
}
