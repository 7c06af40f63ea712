import { KMSClient } from '@aws-sdk/client-kms';
import { PATIENCE } from '../../patience';

/** Client for keys. */
export function keys(): KMSClient {
  return new KMSClient(PATIENCE);
}
