import { IAMClient } from '@aws-sdk/client-iam';
import { PATIENCE } from '../../patience';

/** Client for roles. */
export function roles(): IAMClient {
  return new IAMClient(PATIENCE);
}
