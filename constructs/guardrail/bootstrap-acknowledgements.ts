import type { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { BootstrapOptions, PolicyStatement, TenantOptions } from '../../lib/guardrail';
import {
  assetPrefix,
  deployRoleDocument,
  deploymentBoundaryDocument,
  lookupDocument,
  tenantId,
} from '../../lib/guardrail';
import { ALLOWS_BY_LEAVING_OUT, acknowledge, wildcardFindings } from './acknowledge';

interface Reason {
  readonly on: string;
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Acknowledges each finding on the one resource it is about. */
export function acknowledgeBootstrap(template: CfnInclude, options: BootstrapOptions): void {
  acknowledgeParameter(template);
  for (const { on, ids, reason } of [...policyReasons(options), ...officialReasons(), ...storeReasons()])
    acknowledge(template.getResource(on), reason, ids);
}

/** The same where several applications share the account: what each has of its own stands there for each. */
export function acknowledgeSharedBootstrap(template: CfnInclude, tenants: readonly TenantOptions[]): void {
  acknowledgeParameter(template);
  for (const { on, ids, reason } of storeReasons()) acknowledge(template.getResource(on), reason, ids);
  for (const options of tenants)
    for (const { on, ids, reason } of [...policyReasons(options), ...officialReasons(assetPrefix(options.tenant))])
      acknowledge(template.getResource(tenantId(on, options.tenant)), reason, ids);
}

function acknowledgeParameter(template: CfnInclude): void {
  acknowledge(template.stack, 'The CDK command line reads it to tell one bootstrap from another', [
    'CloudFormation-Validate::W2001',
  ]);
}

function policyReasons({ place, region, kind, tenant }: BootstrapOptions): readonly Reason[] {
  const deploy = deployRoleDocument(place, region, kind, tenant).Statement;
  return [
    wildcards('DeploymentActionRole', deploy, 'Deploys any stack but the guardrails'),
    wildcards('LookupRole', lookupDocument().Statement, 'Looks up what templates may ask; reads no data'),
    wildcards(
      'DeploymentBoundary',
      deploymentBoundaryDocument(place, kind, tenant).Statement,
      'A boundary allows all and then denies; by itself it grants nothing',
    ),
    {
      on: 'DeploymentPolicy',
      ids: ALLOWS_BY_LEAVING_OUT,
      reason:
        'Stacks hold any kind of resource; identities and control planes are left out, and the boundary denies them',
    },
  ];
}

function wildcards(on: string, statements: readonly PolicyStatement[], reason: string): Reason {
  return { on, ids: wildcardFindings(statements), reason };
}

const NIST = 'NIST.800.53.R5::NIST.800.53.R5';
const INLINE = `${NIST}-IAMNoInlinePolicy`;

/** What the official template has, and why it may. */
function officialReasons(prefix = ''): readonly Reason[] {
  const inline = [
    'DeploymentActionRole',
    'LookupRole',
    'FilePublishingRoleDefaultPolicy',
    'ImagePublishingRoleDefaultPolicy',
  ];
  return [
    ...inline.map((on) => ({
      on,
      ids: [INLINE],
      reason: 'Belongs to this one role and is deployed and removed with it',
    })),
    {
      on: 'FilePublishingRoleDefaultPolicy',
      ids: publishing(prefix),
      reason: 'Publishes assets of any name to the one staging bucket, with its one key',
    },
    {
      on: 'ImagePublishingRoleDefaultPolicy',
      ids: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
      reason: 'ecr:GetAuthorizationToken acts on no resource',
    },
  ];
}

function storeReasons(): readonly Reason[] {
  return [
    {
      on: 'StagingBucket',
      ids: ['AwsSolutions::AwsSolutions-S1', `${NIST}-S3BucketLoggingEnabled`],
      reason: "The organization's trail records who writes assets; a log bucket would need a bootstrap of its own",
    },
    {
      on: 'StagingBucket',
      ids: [`${NIST}-S3BucketReplicationEnabled`],
      reason: 'Assets are made again from the source; nothing is lost with the bucket',
    },
  ];
}

function publishing(prefix: string): readonly string[] {
  const actions = [
    'kms:GenerateDataKey*',
    'kms:ReEncrypt*',
    's3:Abort*',
    's3:DeleteObject*',
    's3:GetBucket*',
    's3:GetObject*',
  ];
  const findings = [...actions, 's3:List*', 's3:PutObject*'].map((action) => `Action::${action}`);
  return [...findings, `Resource::<StagingBucket.Arn>/${prefix}*`].map(
    (each) => `AwsSolutions::AwsSolutions-IAM5[${each}]`,
  );
}
