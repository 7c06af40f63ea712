/**
 * A generated organization behind the fence: management, tooling, audit, and applications in dev, test and prod. Every
 * account has 40 roles under the workload boundary; prod is deployed from one pipeline an application in tooling.
 */
import { organizationPolicies, workloadBoundaryDocument } from '../lib/guardrail';

type Json = Record<string, unknown>;

const PARTITION = 'aws';
const REGION = 'eu-west-2';
const ENVIRONMENTS = ['dev', 'test', 'prod'] as const;
const ROLES = 40;
const SETS = 30;

const id = (index: number): string => String(100_000_000_000 + index);
const MANAGEMENT = id(0);
const TOOLING = id(1);
const AUDIT = id(2);

const arn = (account: string, rest: string): string => `arn:${PARTITION}:iam::${account}:${rest}`;
const of = (service: string, account: string, rest: string): string =>
  `arn:${PARTITION}:${service}:${REGION}:${account}:${rest}`;
const doc = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[] = '*', more: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const trust = (Principal: Json): Json => doc({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const service = (name: string): Json => trust({ Service: `${name}.amazonaws.com` });
const pipelineName = (application: number): string => `guarded/pipeline/deploy-${application}`;
const boundaryArn = (account: string): string => arn(account, 'policy/guarded/guardrail/workload-boundary');

interface Account {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly ous: string[];
  readonly application: number;
}

function listed(size: number): Account[] {
  const fixed = ['management', 'tooling', 'audit'];
  return Array.from({ length: size }, (_, index) => {
    const environment = fixed[index] ?? ENVIRONMENTS[index % 3];
    const application = Math.floor((index - 3) / 3);
    return { id: id(index), name: `a${index}`, environment, ous: ['r-root', `ou-${environment}`], application };
  });
}

function role(account: string, path: string, trusted: Json, statements: Json[], bounded = false): Json {
  return {
    Path: `/${path.slice(0, path.lastIndexOf('/') + 1)}`,
    RoleName: path.slice(path.lastIndexOf('/') + 1),
    Arn: arn(account, `role/${path}`),
    AssumeRolePolicyDocument: trusted,
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: doc(...statements) }],
    ...(bounded ? { PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn(account) } } : {}),
  };
}

const HOSTS = ['lambda', 'ecs-tasks', 'ec2', 'states', 'events', 'glue', 'codebuild'];

/** What one workload does with its table, bucket, queue, key and log. */
function workload(account: string, index: number): Json {
  const statements = [
    allow(['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:Query'], of('dynamodb', account, `table/t${index}`)),
    allow(['s3:GetObject', 's3:PutObject'], `arn:${PARTITION}:s3:::data-${account}-${index}/*`),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], of('sqs', account, `q${index}`)),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], '*', {
      Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
    }),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents']),
    ...(index % 5 === 0 ? [allow('sns:Publish', of('sns', account, `topic-${index}`))] : []),
  ];
  return role(account, `guarded/workload/app-${index}`, service(HOSTS[index % HOSTS.length]), statements, true);
}

function deployRole({ id: account, application }: Account): Json {
  return role(account, 'guarded/pipeline/deploy', trust({ AWS: arn(TOOLING, `role/${pipelineName(application)}`) }), [
    allow('cloudformation:*', of('cloudformation', account, 'stack/*')),
    allow('iam:PassRole', arn(account, 'role/guarded/workload/*')),
  ]);
}

/** A pipeline an application: it assumes the deploy roles of its own accounts. */
function pipelineRole(application: number, accounts: readonly Account[]): Json {
  const own = accounts.filter((one) => one.application === application).map((one) => one.id);
  const statements = [
    allow(
      'sts:AssumeRole',
      own.map((account) => arn(account, 'role/guarded/pipeline/deploy')),
    ),
    allow(['s3:GetObject', 's3:PutObject'], `arn:${PARTITION}:s3:::artifacts-${application}/*`),
  ];
  return role(TOOLING, pipelineName(application), service('codepipeline'), statements);
}

function pipelineResources(application: number): Json[] {
  const bucket = `arn:${PARTITION}:s3:::artifacts-${application}`;
  const project = of('codebuild', TOOLING, `project/build-${application}`);
  const owner = arn(TOOLING, `role/${pipelineName(application)}`);
  const builder = arn(TOOLING, `role/guarded/workload/app-${HOSTS.indexOf('codebuild')}`);
  return [
    {
      arn: of('codepipeline', TOOLING, `p-${application}`),
      type: 'AWS::CodePipeline::Pipeline',
      role: owner,
      dependsOn: [bucket, project],
    },
    { arn: project, type: 'AWS::CodeBuild::Project', role: builder, dependsOn: [bucket] },
    { arn: bucket, type: 'AWS::S3::Bucket' },
  ];
}

function resources(account: string): Json[] {
  return Array.from({ length: 10 }, (_, index) => ({
    arn: of('lambda', account, `function:f${index}`),
    type: 'AWS::Lambda::Function',
    role: arn(account, `role/guarded/workload/app-${index * HOSTS.length > ROLES - 2 ? 0 : index * HOSTS.length}`),
  })).concat([
    {
      arn: `arn:${PARTITION}:s3:::data-${account}-0`,
      type: 'AWS::S3::Bucket',
      policy: doc({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:${PARTITION}:s3:::data-${account}-0`, `arn:${PARTITION}:s3:::data-${account}-0/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    } as never,
  ]);
}

function boundary({ id: account, environment }: Account): Json {
  const place = { partition: PARTITION, account };
  const open = ['dev', 'test'].includes(environment);
  return {
    PolicyName: 'workload-boundary',
    Arn: boundaryArn(account),
    Path: '/guarded/guardrail/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [
      {
        VersionId: 'v1',
        IsDefaultVersion: true,
        Document: workloadBoundaryDocument(place, { open, assumableRoleArns: [] }),
      },
    ],
  };
}

function described(account: Account, all: readonly Account[]): Json {
  const applications = [...new Set(all.filter((one) => one.application >= 0).map((one) => one.application))];
  const isTooling = account.id === TOOLING;
  const special = isTooling ? applications.map((one) => pipelineRole(one, all)) : [deployRole(account)];
  const workloads = Array.from({ length: ROLES - 1 }, (_, index) => workload(account.id, index));
  const roles = account.id === MANAGEMENT ? [] : [...(account.id === AUDIT ? [] : special), ...workloads];
  return {
    authorizationDetails: {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: roles,
      Policies: account.id === MANAGEMENT ? [] : [boundary(account)],
    },
    resources:
      account.id === MANAGEMENT
        ? []
        : [...resources(account.id), ...(isTooling ? applications.flatMap(pipelineResources) : [])],
  };
}

const READS = ['ec2:Describe*', 's3:List*', 'cloudwatch:Get*', 'logs:FilterLogEvents', 'dynamodb:DescribeTable'];

/** Ten sets that look around, ten for developers, ten for teams that act on what carries their name. */
function permissionSet(index: number): Json {
  const name = `Set${index}`;
  const managed = (path: string): string => `arn:${PARTITION}:iam::aws:policy/${path}`;
  const jobs = ['job-function/ViewOnlyAccess', 'SecurityAudit', 'ReadOnlyAccess', 'AmazonS3ReadOnlyAccess'];
  if (index < 10)
    return {
      name,
      awsManagedPolicies: [managed(jobs[index % jobs.length])],
      inlinePolicy: doc(allow([...READS, 'sqs:GetQueueAttributes'])),
    };
  if (index < 20) return { name, awsManagedPolicies: [managed('PowerUserAccess')] };
  const team = doc(
    allow(['lambda:*', 'dynamodb:*'], `arn:${PARTITION}:*:*:*:*team-${index}-*`),
    allow('iam:PassRole', arn('*', `role/guarded/workload/app-${index}`)),
  );
  return { name, inlinePolicy: team };
}

function policies(accounts: readonly Account[]): Json[] {
  const units = [...new Set(accounts.flatMap((one) => one.ous))];
  const targets = ['ou-prod', 'ou-tooling', 'ou-audit'];
  const fence = organizationPolicies({
    units: [{ name: 'prod', targets, exceptions: [] }],
    protectedTargets: ['r-root'],
    pipelineRoleArns: [arn(TOOLING, 'role/guarded/pipeline/deploy-*')],
    administrators: [],
  });
  return [
    { type: 'SERVICE_CONTROL_POLICY', name: 'FullAWSAccess', document: doc(allow('*')), targets: units },
    ...fence.map(({ type, name, document, targets: at }) => ({ type, name, document, targets: at })),
  ];
}

/** The snapshot of an organization of so many accounts. */
export function organization(size: number): Json {
  const accounts = listed(size);
  const assignments = accounts.flatMap(({ id: accountId, environment }) =>
    environment === 'management'
      ? []
      : Array.from({ length: SETS }, (_, index) => ({
          permissionSet: `Set${index}`,
          accountId,
          group: `group-${index}`,
        })),
  );
  return {
    version: 1,
    organization: {
      id: 'o-bench12345',
      managementAccountId: MANAGEMENT,
      accounts: accounts.map(({ application: _, ...one }) => one),
      policies: policies(accounts),
    },
    identityCenter: { permissionSets: Array.from({ length: SETS }, (_, index) => permissionSet(index)), assignments },
    accounts: Object.fromEntries(accounts.map((one) => [one.id, described(one, accounts)])),
  };
}
