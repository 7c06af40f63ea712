import { ECRClient } from '@aws-sdk/client-ecr';
import { PATIENCE } from '../../patience';

/** Client for image repositories. */
export function images(): ECRClient {
  return new ECRClient(PATIENCE);
}
