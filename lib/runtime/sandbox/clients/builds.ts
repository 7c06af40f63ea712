import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { PATIENCE } from '../../patience';

/** Client for builds. */
export function builds(): CodeBuildClient {
  return new CodeBuildClient(PATIENCE);
}
