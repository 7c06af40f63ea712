import type { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { BootstrapOptions, PolicyStatement } from '../../lib/guardrail';
import { deployRoleDocument, deploymentBoundaryDocument, lookupDocument } from '../../lib/guardrail';
import { ALLOWS_BY_LEAVING_OUT, acknowledge, wildcardFindings } from './acknowledge';

interface Reason {
  readonly on: string;
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Acknowledges each finding on the one resource it is about. */
export function acknowledgeBootstrap(template: CfnInclude, options: BootstrapOptions): void {
  acknowledge(template.stack, 'The CDK command line reads it to tell one bootstrap from another', [
    'CloudFormation-Validate::W2001',
  ]);
  for (const { on, ids, reason } of [...policyReasons(options), ...officialReasons()])
    acknowledge(template.getResource(on), reason, ids);
}

function policyReasons({ place, region, kind }: BootstrapOptions): readonly Reason[] {
  const deploy = deployRoleDocument(place, region, kind).Statement;
  return [
    wildcards('DeploymentActionRole', deploy, 'Deploys any stack but the guardrails'),
    wildcards('LookupRole', lookupDocument().Statement, 'Looks up what templates may ask; reads no data'),
    wildcards(
      'DeploymentBoundary',
      deploymentBoundaryDocument(place, kind).Statement,
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
function officialReasons(): readonly Reason[] {
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
      ids: publishing(),
      reason: 'Publishes assets of any name to the one staging bucket, with its one key',
    },
    {
      on: 'ImagePublishingRoleDefaultPolicy',
      ids: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
      reason: 'ecr:GetAuthorizationToken acts on no resource',
    },
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

function publishing(): readonly string[] {
  const actions = [
    'kms:GenerateDataKey*',
    'kms:ReEncrypt*',
    's3:Abort*',
    's3:DeleteObject*',
    's3:GetBucket*',
    's3:GetObject*',
  ];
  const findings = [...actions, 's3:List*', 's3:PutObject*'].map((action) => `Action::${action}`);
  return [...findings, 'Resource::<StagingBucket.Arn>/*'].map((each) => `AwsSolutions::AwsSolutions-IAM5[${each}]`);
}
