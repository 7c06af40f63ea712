import { BOOTSTRAP_QUALIFIER } from '../../lib/names';
import type { Environment } from '../environment/environment';
import type { OrganizationProps } from './platform-props';

/** Name of the organization trail. */
export const TRAIL_NAME = 'guarded-trail';

/** Alias of the key that encrypts what the trail writes; known before the key is. */
export const EVIDENCE_KEY_ALIAS = 'alias/guarded-evidence';

/** Name under which the platform deploys itself. */
export const PLATFORM = 'platform';

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

/** Name of the bucket of the management account that the template of its stack goes through. */
export function templateBucketName({
  managementAccount,
  region,
}: Pick<OrganizationProps, 'managementAccount' | 'region'>): string {
  return `guarded-templates-${managementAccount}-${region}`;
}

/**
 * Name of the bucket that the template of a bootstrap goes through which applications share; it begins as those of the bootstrap's
 * stores, which the guardrails keep everybody out of.
 */
export function bootstrapTemplatesName(account: string, region: string): string {
  return `cdk-${BOOTSTRAP_QUALIFIER}-assets-templates-${account}-${region}`;
}

/** ARN of the alias of the key that encrypts it. */
export function evidenceKeyArn({ auditAccount, region }: OrganizationProps, partition: string): string {
  return `arn:${partition}:kms:${region}:${auditAccount}:${EVIDENCE_KEY_ALIAS}`;
}

/** The audit account's stack. */
export const AUDIT_STACK = 'guarded-audit';

/** The stack of the change control that pipelines share. */
export const CONTROL_STACK = 'guarded-control';

/** The stack of an application's pipeline, or of the platform's own. */
export function pipelineStackName(application: string): string {
  return `guarded-pipeline-${application}`;
}
