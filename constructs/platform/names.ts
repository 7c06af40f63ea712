import { PIPELINE_PATH, pipelineRoleName, roleArn } from '../../lib/names';
import type { PipelinePurpose } from '../../lib/names';
import type { Environment } from '../environment/environment';
import type { ApplicationProps, OrganizationProps } from './platform-props';

/** Name of the organization trail. */
export const TRAIL_NAME = 'guarded-trail';

/** Id of the stage that holds an environment in one region: `orders-prod-eu-west-2`. */
export function stageId(environment: Environment, region: string): string {
  return `${environment.qualifiedName}-${region}`;
}

/** Folder of that stage in the cloud assembly. */
export function assemblyName(environment: Environment, region: string): string {
  return `assembly-${stageId(environment, region)}`;
}

/** Name of the bucket that the organization trail writes to. */
export function evidenceBucketName(organization: OrganizationProps): string {
  return `guarded-evidence-${organization.auditAccount}-${organization.region}`;
}

/** Exact ARN of one of an application's pipeline roles. */
export function pipelineRoleArn(
  organization: OrganizationProps,
  application: ApplicationProps,
  purpose: PipelinePurpose,
  partition: string,
): string {
  return roleArn(partition, organization.toolingAccount, PIPELINE_PATH, pipelineRoleName(application.name, purpose));
}
