import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { PATIENCE } from '../../patience';

/** Client for stacks. */
export function stacks(): CloudFormationClient {
  return new CloudFormationClient(PATIENCE);
}
