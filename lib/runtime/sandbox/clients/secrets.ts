import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PATIENCE } from '../../patience';

/** Client for secrets. */
export function secrets(): SecretsManagerClient {
  return new SecretsManagerClient(PATIENCE);
}
