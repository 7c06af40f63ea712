/** A generated organization: management, tooling, audit, and applications in dev, test and prod; 40 roles an account. */

type Json = Record<string, unknown>;

const doc = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[] = '*', more: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const partition = 'aws';
const arn = (account: string, rest: string): string => `arn:${partition}:iam::${account}:${rest}`;
const id = (index: number): string => String(100_000_000_000 + index);
const MANAGEMENT = id(0);
const TOOLING = id(1);

function workload(account: string, index: number): Json[] {
  const region = 'eu-west-2';
  return [
    allow(
      ['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      `arn:${partition}:dynamodb:${region}:${account}:table/t${index}`,
    ),
    allow(['s3:GetObject', 's3:PutObject'], `arn:${partition}:s3:::data-${account}-${index}/*`),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], `arn:${partition}:sqs:${region}:${account}:q${index}`),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents']),
  ];
}

const HOSTS = ['lambda', 'ecs-tasks', 'ec2', 'states', 'events', 'glue', 'codebuild'];

function role(account: string, index: number): Json {
  const name = `app-${index}`;
  const trust = {
    Effect: 'Allow',
    Principal: { Service: `${HOSTS[index % HOSTS.length]}.amazonaws.com` },
    Action: 'sts:AssumeRole',
  };
  return {
    RoleName: name,
    Arn: arn(account, `role/${name}`),
    AssumeRolePolicyDocument: doc(trust),
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: doc(...workload(account, index)) }],
  };
}

function deployRole(account: string): Json {
  const trust = { Effect: 'Allow', Principal: { AWS: arn(TOOLING, 'role/pipeline') }, Action: 'sts:AssumeRole' };
  return {
    RoleName: 'deploy',
    Arn: arn(account, 'role/deploy'),
    AssumeRolePolicyDocument: doc(trust),
    RolePolicyList: [
      {
        PolicyName: 'own',
        PolicyDocument: doc(allow('cloudformation:*'), allow('iam:PassRole', arn(account, 'role/app-*'))),
      },
    ],
  };
}

function pipelineRole(): Json {
  const trust = { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    RoleName: 'pipeline',
    Arn: arn(TOOLING, 'role/pipeline'),
    AssumeRolePolicyDocument: doc(trust),
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: doc(allow('sts:AssumeRole', arn('*', 'role/deploy'))) }],
  };
}

function account(account: string): Json {
  const special = account === TOOLING ? [pipelineRole()] : [deployRole(account)];
  const roles =
    account === MANAGEMENT ? [] : [...special, ...Array.from({ length: 39 }, (_, index) => role(account, index))];
  const resources =
    account === MANAGEMENT
      ? []
      : Array.from({ length: 10 }, (_, index) => ({
          arn: `arn:${partition}:lambda:eu-west-2:${account}:function:f${index}`,
          type: 'AWS::Lambda::Function',
          role: arn(account, `role/app-${index * 3}`),
        }));
  return {
    authorizationDetails: { UserDetailList: [], GroupDetailList: [], RoleDetailList: roles, Policies: [] },
    resources,
  };
}

const READS = [
  'ec2:Describe*',
  's3:List*',
  'cloudwatch:Get*',
  'logs:FilterLogEvents',
  'dynamodb:DescribeTable',
  'lambda:GetFunction',
];

/** Ten sets that only read, ten for developers, ten that act on what carries a tag or has a prefix. */
function permissionSets(): Json[] {
  return Array.from({ length: 30 }, (_, index) => {
    const name = `Set${index}`;
    if (index < 10)
      return {
        name,
        awsManagedPolicies: [`arn:${partition}:iam::aws:policy/AmazonS3ReadOnlyAccess`],
        inlinePolicy: doc(allow([...READS, `sqs:GetQueueAttributes`])),
      };
    if (index < 20) return { name, awsManagedPolicies: [`arn:${partition}:iam::aws:policy/PowerUserAccess`] };
    return {
      name,
      inlinePolicy: doc(
        allow(['lambda:*', 'dynamodb:*'], `arn:${partition}:*:*:*:*team${index}*`),
        allow('iam:PassRole', arn('*', `role/app-${index}`)),
      ),
    };
  });
}

const ENVIRONMENTS = ['dev', 'test', 'prod'] as const;

function listed(size: number): { id: string; name: string; environment: string; ous: string[] }[] {
  return Array.from({ length: size }, (_, index) => {
    const environment =
      index === 0 ? 'management' : index === 1 ? 'tooling' : index === 2 ? 'audit' : ENVIRONMENTS[index % 3];
    return { id: id(index), name: `a${index}`, environment, ous: ['r-root', `ou-${environment}`] };
  });
}

/** The snapshot of an organization of so many accounts. */
export function organization(size: number): Json {
  const accounts = listed(size);
  const assignments = accounts.flatMap(({ id: accountId, environment }) => {
    if (environment === 'management') return [];
    const sets = ['dev', 'test'].includes(environment)
      ? Array.from({ length: 30 }, (_, index) => index)
      : Array.from({ length: 10 }, (_, index) => index);
    return sets.map((index) => ({ permissionSet: `Set${index}`, accountId, group: `group-${index}` }));
  });
  const units = [...new Set(accounts.flatMap((one) => one.ous))];
  const full = { type: 'SERVICE_CONTROL_POLICY', name: 'FullAWSAccess', document: doc(allow('*')), targets: units };
  const regions = {
    type: 'SERVICE_CONTROL_POLICY',
    name: 'regions',
    document: doc({
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*', 's3:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-2'] } },
    }),
    targets: ['r-root'],
  };
  return {
    version: 1,
    organization: { id: 'o-bench12345', managementAccountId: MANAGEMENT, accounts, policies: [full, regions] },
    identityCenter: { permissionSets: permissionSets(), assignments },
    accounts: Object.fromEntries(accounts.map((one) => [one.id, account(one.id)])),
  };
}
