import { assetBucketName } from '../assembly/names';
import { BOOTSTRAP_QUALIFIER, PIPELINE_PATH, bootstrapRoleName } from '../names';
import type { ConditionBlock, Place, PolicyDocument, PolicyStatement } from './document';
import { bucketArn, document, iamArn } from './document';
import type { DeploymentKind } from './deployment-policy';
import { guardrailStacks } from './names';
import { ownStacks } from './tenant';
import type { Tenant } from './tenant';

/** Who may take a role of the bootstrap. */
export interface Trusted {
  /** Exact role ARNs. */
  readonly roleArns: readonly string[];
  /** Patterns of the developers' role ARNs, off prod. */
  readonly developerPatterns: readonly string[];
}

/**
 * Trusts the exact roles and nobody else. The accounts stand in Principal and the roles in a condition, so a role that
 * does not exist yet can be trusted, and one that was made anew under its name still is. The names are safe because only
 * the platform makes roles under the pipeline path.
 */
export function trustDocument(trusted: Trusted): PolicyDocument {
  return document([
    ...trust('ExactRoles', trusted.roleArns, 'ArnEquals'),
    ...trust('Developers', trusted.developerPatterns, 'ArnLike'),
  ]);
}

function trust(sid: string, roles: readonly string[], operator: string): readonly PolicyStatement[] {
  if (roles.length === 0) return [];
  const principal = { AWS: [...new Set(roles.map(accountRoot))] };
  // An external id marks a call on somebody else's behalf; these roles serve nobody but ours.
  const noDeputy: ConditionBlock = { Null: { 'sts:ExternalId': 'true' } };
  const from: ConditionBlock = { [operator]: { 'aws:PrincipalArn': roles } };
  return [
    {
      Sid: sid,
      Effect: 'Allow',
      Principal: principal,
      Action: ['sts:AssumeRole'],
      Condition: { ...from, ...noDeputy },
    },
    { Sid: `${sid}Tags`, Effect: 'Allow', Principal: principal, Action: ['sts:TagSession'], Condition: from },
  ];
}

function accountRoot(roleArn: string): string {
  const [, partition = '', , , account = ''] = roleArn.split(':');
  return iamArn({ partition, account }, 'root');
}

/** CloudFormation's role is taken by CloudFormation; who may hand it over is iam:PassRole's to say. */
export function cloudFormationTrust(): PolicyDocument {
  return document([
    {
      Sid: 'CloudFormation',
      Effect: 'Allow',
      Principal: { Service: 'cloudformation.amazonaws.com' },
      Action: ['sts:AssumeRole'],
    },
  ]);
}

/** Bucket that holds the assets and templates of one account and region. */
export function stagingBucketArn(place: Place, region: string): string {
  return bucketArn(place, assetBucketName(place.account, region));
}

const STACK_WRITES = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:CreateStack',
  'cloudformation:DeleteStack',
  'cloudformation:RollbackStack',
  'cloudformation:UpdateStack',
];

/** Calls of `cdk deploy` that take no role of their own. */
const STACK_CALLS = [
  'cloudformation:DeleteChangeSet',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:UpdateTerminationProtection',
];

const STACK_READS = [
  'cloudformation:Describe*',
  'cloudformation:Get*',
  'cloudformation:List*',
  'cloudformation:ValidateTemplate',
];

/**
 * What the deploy role may do: drive CloudFormation, through the one execution role. Of the official rights it lacks
 * the buckets and keys of every other account (assemblies travel with the deploying build) and, on guarded accounts,
 * stack refactoring, which moves resources from one stack to another.
 */
export function deployRoleDocument(
  place: Place,
  region: string,
  kind: DeploymentKind,
  tenant?: Tenant,
): PolicyDocument {
  const bucket = stagingBucketArn(place, region);
  const name = bootstrapRoleName('cfn-exec', place.account, region, tenant?.application);
  const execution = iamArn(place, `role${PIPELINE_PATH}${name}`);
  const stacks = ownStacks(place, tenant);
  return document([
    {
      Sid: 'DeployThroughCloudFormationsRole',
      Effect: 'Allow',
      Action: STACK_WRITES,
      Resource: stacks,
      // Without a role the stack would be changed with the caller's rights; with another one, with somebody else's.
      Condition: { ArnEquals: { 'cloudformation:RoleArn': execution } },
    },
    { Sid: 'ChangeSets', Effect: 'Allow', Action: STACK_CALLS, Resource: stacks },
    {
      Sid: 'PassCloudFormationsRole',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [execution],
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    },
    // In place of the AWS managed policy AWSCloudFormationReadOnlyAccess, which may grow.
    { Sid: 'ReadStacks', Effect: 'Allow', Action: STACK_READS, Resource: ['*'] },
    {
      Sid: 'ReadTemplates',
      Effect: 'Allow',
      Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
      Resource: [bucket, `${bucket}/${assetPrefix(tenant)}*`],
    },
    {
      Sid: 'ReadVersion',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:GetParameters'],
      Resource: [
        `arn:${place.partition}:ssm:${region}:${place.account}:parameter/cdk-bootstrap/${BOOTSTRAP_QUALIFIER}/version`,
      ],
    },
    ...(kind === 'open' && !tenant ? [refactor()] : []),
    {
      Sid: 'LeaveGuardrailStacks',
      Effect: 'Deny',
      Action: [...STACK_WRITES, ...STACK_CALLS],
      Resource: guardrailStacks(place),
    },
  ]);
}

/** Assets of one application in the bucket that several share. */
export function assetPrefix(tenant: Tenant | undefined): string {
  return tenant ? `${tenant.application}/` : '';
}

function refactor(): PolicyStatement {
  return {
    Sid: 'Refactor',
    Effect: 'Allow',
    Action: ['cloudformation:CreateStackRefactor', 'cloudformation:ExecuteStackRefactor'],
    Resource: ['*'],
  };
}

/**
 * What the CDK's context lookups and the gate ask, in place of ReadOnlyAccess, which can read data and hand out
 * credentials. Source of the first list: the context providers of the CDK command line.
 */
export function lookupDocument(): PolicyDocument {
  return document([
    {
      Sid: 'ContextLookups',
      Effect: 'Allow',
      Action: [
        'cloudformation:Describe*',
        'cloudformation:GetTemplate',
        'cloudformation:GetTemplateSummary',
        'cloudformation:List*',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeImages',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpointServices',
        'ec2:DescribeVpcs',
        'ec2:DescribeVpnGateways',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeTags',
        'kms:ListAliases',
        'route53:GetHostedZone',
        'route53:ListHostedZones',
        'route53:ListHostedZonesByName',
        'ssm:GetParameter',
      ],
      Resource: ['*'],
    },
    {
      // The gate and the bake read the alarms and the error budget of what they let in, through this role.
      Sid: 'HealthForTheGate',
      Effect: 'Allow',
      Action: [
        'application-signals:BatchGetServiceLevelObjectiveBudgetReport',
        'application-signals:GetServiceLevelObjective',
        'cloudwatch:DescribeAlarms',
      ],
      Resource: ['*'],
    },
    { Sid: 'NoSecrets', Effect: 'Deny', Action: ['kms:Decrypt'], Resource: ['*'] },
  ]);
}
