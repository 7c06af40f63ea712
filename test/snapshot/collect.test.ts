import { CloudControlClient, GetResourceCommand, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient, GetPipelineCommand, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as sso from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { SurroundingsError } from '../../lib/errors';
import { parseSnapshot } from '../../lib/prover';
import { collect } from '../../lib/snapshot';

const [management, prod] = ['100000000000', '333333333333'];
const sts = mockClient(STSClient);
const iam = mockClient(IAMClient);
const orgs = mockClient(organizations.OrganizationsClient);
const center = mockClient(sso.SSOAdminClient);
const s3 = mockClient(S3Client);
const lambda = mockClient(LambdaClient);
const pipelines = mockClient(CodePipelineClient);
const sqs = mockClient(SQSClient);
const control = mockClient(CloudControlClient);
const formation = mockClient(CloudFormationClient);
const empty = [
  KMSClient,
  SecretsManagerClient,
  ECRClient,
  DynamoDBClient,
  SNSClient,
  EventBridgeClient,
  SFNClient,
  CodeBuildClient,
  CloudWatchClient,
].map((client) => mockClient(client as typeof S3Client));

function denied(what = 'no'): Error {
  return Object.assign(new Error(what), { name: 'AccessDeniedException' });
}

beforeEach(() => {
  sts.reset();
  iam.reset();
  orgs.reset();
  center.reset();
  for (const mock of [lambda, pipelines, sqs, s3, control, formation, ...empty] as unknown as (typeof s3)[]) {
    mock.reset();
    mock.onAnyCommand().resolves({});
  }
  sts.on(GetCallerIdentityCommand).resolves({ Arn: `arn:aws:iam::${management}:user/auditor` });
  orgs.onAnyCommand().resolves({});
  orgs
    .on(organizations.DescribeOrganizationCommand)
    .resolves({ Organization: { Id: 'o-abc123defg', MasterAccountId: management } });
  orgs.on(organizations.ListRootsCommand).resolves({ Roots: [{ Id: 'r-root' }] });
  orgs
    .on(organizations.ListAccountsForParentCommand, { ParentId: 'r-root' })
    .resolves({ Accounts: [{ Id: management, Name: 'management' }] });
  orgs
    .on(organizations.ListOrganizationalUnitsForParentCommand, { ParentId: 'r-root' })
    .resolves({ OrganizationalUnits: [{ Id: 'ou-prod' }] });
  orgs
    .on(organizations.ListAccountsForParentCommand, { ParentId: 'ou-prod' })
    .resolves({ Accounts: [{ Id: prod, Name: 'orders' }] });
  orgs.on(organizations.ListTagsForResourceCommand).resolves({ Tags: [{ Key: 'guarded:environment', Value: 'prod' }] });
  platformSays({ 'GuardedEnvironments::Organization': { accounts: [{ id: prod, environment: 'prod' }] } });
  center.onAnyCommand().resolves({});
  center.on(sso.ListInstancesCommand).resolves({ Instances: [{ InstanceArn: 'i' }] });
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({ IsTruncated: false });
});

/** The platform's own stacks in the management account, by their metadata. */
function platformSays(...metadata: Record<string, unknown>[]): void {
  formation.on(DescribeStacksCommand).resolves({ Stacks: metadata.map((_, i) => ({ StackId: `s${i}` }) as never) });
  metadata.forEach((Metadata, i) =>
    formation
      .on(GetTemplateCommand, { StackName: `s${i}` })
      .resolves({ TemplateBody: JSON.stringify({ Metadata, Resources: {} }) }),
  );
}

const run = (options = {}) => collect({ roleName: 'Reader', regions: ['eu-west-2'], ...options });
const read = async (options = {}) => {
  const { snapshot, unread } = await run(options);
  return { snapshot, unread, world: parseSnapshot(JSON.stringify(snapshot), 'snapshot.json') };
};

describe('a collected snapshot', () => {
  test('is of the format, with the tree of accounts and what they are for', async () => {
    const { world, unread } = await read();
    expect(unread).toEqual([]);
    expect(world.accounts).toMatchObject([
      { id: management, environment: 'management', ous: ['r-root'] },
      { id: prod, environment: 'prod', ous: ['r-root', 'ou-prod'] },
    ]);
    expect(world.unknowns).toEqual([]);
  });

  test('reads every page', async () => {
    const role = (name: string) => ({
      Arn: `arn:aws:iam::${prod}:role/${name}`,
      RoleName: name,
      AssumeRolePolicyDocument: '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D',
      CreateDate: new Date(0),
    });
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves({ RoleDetailList: [role('a')], IsTruncated: true, Marker: 'm' });
    iam
      .on(GetAccountAuthorizationDetailsCommand, { Marker: 'm' })
      .resolves({ RoleDetailList: [role('b')], IsTruncated: false });
    const { snapshot } = await run();
    expect(
      snapshot.accounts[prod].authorizationDetails.RoleDetailList.map((one) => (one as { RoleName: string }).RoleName),
    ).toEqual(['a', 'b']);
  });

  test('holds control policies, permission sets and assignments', async () => {
    orgs
      .on(organizations.ListPoliciesCommand, { Filter: 'SERVICE_CONTROL_POLICY' })
      .resolves({ Policies: [{ Id: 'p-1', Name: 'fence' }] });
    orgs
      .on(organizations.DescribePolicyCommand)
      .resolves({ Policy: { Content: '{"Version":"2012-10-17","Statement":[]}' } });
    orgs.on(organizations.ListTargetsForPolicyCommand).resolves({ Targets: [{ TargetId: 'ou-prod' }] });
    center.on(sso.ListInstancesCommand).resolves({ Instances: [{ InstanceArn: 'i' }] });
    center.on(sso.ListPermissionSetsCommand).resolves({ PermissionSets: ['ps'] });
    center.on(sso.DescribePermissionSetCommand).resolves({ PermissionSet: { Name: 'Developer' } });
    center.on(sso.ListAccountsForProvisionedPermissionSetCommand).resolves({ AccountIds: [prod] });
    center.on(sso.ListAccountAssignmentsCommand).resolves({ AccountAssignments: [{ PrincipalId: 'g' }] });
    center
      .on(sso.GetPermissionsBoundaryForPermissionSetCommand)
      .rejects(Object.assign(new Error(), { name: 'ResourceNotFoundException' }));
    const { world } = await read();
    expect(world.policies).toMatchObject([{ name: 'fence', targets: ['ou-prod'] }]);
    expect(world.accounts[1].principals).toMatchObject([{ person: { permissionSet: 'Developer' } }]);
  });

  test('holds what runs as a role and what it runs', async () => {
    lambda.on(ListFunctionsCommand).resolves({
      Functions: [
        {
          FunctionArn: `arn:aws:lambda:eu-west-2:${prod}:function:f`,
          FunctionName: 'f',
          Role: `arn:aws:iam::${prod}:role/r`,
        },
      ],
    });
    pipelines.on(ListPipelinesCommand).resolves({ pipelines: [{ name: 'p' }] });
    pipelines.on(GetPipelineCommand).resolves({
      pipeline: {
        name: 'p',
        roleArn: `arn:aws:iam::${prod}:role/p`,
        artifactStore: { type: 'S3', location: 'store' },
        stages: [{ name: 's', actions: [{ name: 'a', actionTypeId: undefined, configuration: { ProjectName: 'b' } }] }],
      },
    });
    const { snapshot } = await run();
    expect(snapshot.accounts[prod].resources).toContainEqual({
      arn: `arn:aws:lambda:eu-west-2:${prod}:function:f`,
      type: 'AWS::Lambda::Function',
      roles: [`arn:aws:iam::${prod}:role/r`],
    });
    expect(snapshot.accounts[prod].resources).toContainEqual(
      expect.objectContaining({
        type: 'AWS::CodePipeline::Pipeline',
        dependsOn: ['arn:aws:s3:::store', `arn:aws:codebuild:eu-west-2:${prod}:project/b`],
      }),
    );
  });
});

describe('what the platform says in the management account', () => {
  const exception = { id: 'approve', statement: 'x', principals: ['*'], actions: ['a:B'], resources: ['*'] };
  const organizationSays = (environment: string) => ({
    'GuardedEnvironments::Organization': { accounts: [{ id: prod, environment }] },
  });

  test('its exceptions and what its accounts are for are in the snapshot', async () => {
    orgs.on(organizations.ListTagsForResourceCommand).resolves({ Tags: [] });
    platformSays({ ...organizationSays('test'), 'GuardedEnvironments::Exceptions': [exception] }, { Other: 1 });
    const { world, unread } = await read();
    expect(unread).toEqual([]);
    expect(world.exceptions).toEqual([exception]);
    expect(world.accounts[1].environment).toBe('test');
    expect((await read({ environments: { [prod]: 'dev' } })).world.accounts[1].environment).toBe('dev');
  });

  test.each([
    ['no stack describes the organization', () => platformSays({ Other: 1 }), /no stack with the metadata/],
    ['two describe it', () => platformSays(organizationSays('dev'), organizationSays('dev')), /2 stacks describe/],
    ['they may not be read', () => formation.on(GetTemplateCommand).rejects(denied()), /no/],
    [
      'the template is no JSON',
      () => formation.on(GetTemplateCommand).resolves({ TemplateBody: 'Metadata: {}' }),
      /no stack with/,
    ],
  ])('%s: nothing is sanctioned, an account without tag is judged as prod, and that is told', async (_, given, why) => {
    orgs.on(organizations.ListTagsForResourceCommand).resolves({ Tags: [] });
    platformSays({ ...organizationSays('dev'), 'GuardedEnvironments::Exceptions': [exception] });
    given();
    const { world, unread } = await read();
    expect(world.exceptions).toEqual([]);
    expect(world.accounts[1].environment).toBe('prod');
    expect(unread).toContainEqual(expect.objectContaining({ account: management, why: expect.stringMatching(why) }));
  });

  test('no other account is heard', async () => {
    const into = (id: string, region = 'eu-west-2') => ({
      region,
      retryMode: 'adaptive' as const,
      maxAttempts: 1,
      credentials: { accessKeyId: id, secretAccessKey: 'x' },
    });
    const asked: string[] = [];
    formation.on(GetTemplateCommand).callsFake(async (_input, client: () => CloudFormationClient) => {
      asked.push((await client().config.credentials()).accessKeyId);
      return {};
    });
    await run({ connection: { account: management, partition: 'aws', home: 'eu-west-2', into } });
    expect([...new Set(asked)]).toEqual([management]);
  });
});

describe('kinds without a collector of their own', () => {
  const list = (type: string, Identifier: string, properties: object) => {
    control.on(ListResourcesCommand, { TypeName: type }).resolves({ ResourceDescriptions: [], NextToken: 'more' });
    control
      .on(ListResourcesCommand, { TypeName: type, NextToken: 'more' })
      .resolves({ ResourceDescriptions: [{ Identifier }] });
    control
      .on(GetResourceCommand, { TypeName: type, Identifier })
      .resolves({ ResourceDescription: { Properties: JSON.stringify(properties) } });
  };

  test('are listed page by page with their roles and policies', async () => {
    const role = `arn:aws:iam::${prod}:role/task`;
    const task = `arn:aws:ecs:eu-west-2:${prod}:task-definition/t:1`;
    list('AWS::ECS::TaskDefinition', task, { TaskRoleArn: role });
    list('AWS::EFS::FileSystem', 'fs-1', { FileSystemPolicy: { Version: '2012-10-17', Statement: [] } });
    const { resources } = (await run()).snapshot.accounts[prod];
    expect(resources).toContainEqual({ arn: task, type: 'AWS::ECS::TaskDefinition', roles: [role] });
    expect(resources).toContainEqual(
      expect.objectContaining({ type: 'AWS::EFS::FileSystem', policy: { Version: '2012-10-17', Statement: [] } }),
    );
  });

  test('an instance runs as the role in its profile; an account with an unread one stays without details', async () => {
    list('AWS::EC2::Instance', 'i-1', { IamInstanceProfile: 'web' });
    expect((await run()).snapshot.accounts).toEqual({});
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      RoleDetailList: [{ Arn: 'arn:role', InstanceProfileList: [{ InstanceProfileName: 'web' } as never] }],
    });
    expect((await run()).snapshot.accounts[prod].resources).toContainEqual(
      expect.objectContaining({ type: 'AWS::EC2::Instance', roles: ['arn:role'] }),
    );
  });

  test.each(['AccessDeniedException', 'UnsupportedActionException'])(
    '%s: the account stays without details',
    async (name) => {
      control
        .on(ListResourcesCommand, { TypeName: 'AWS::Glue::Job' })
        .rejects(Object.assign(new Error('no'), { name }));
      const { snapshot, unread } = await run();
      expect(snapshot.accounts).toEqual({});
      expect(unread).toContainEqual(expect.objectContaining({ what: 'cloudformation:ListResources AWS::Glue::Job' }));
    },
  );

  test('one that a region does not know is not there', async () => {
    control.on(ListResourcesCommand).rejects(Object.assign(new Error('no'), { name: 'TypeNotFoundException' }));
    expect(Object.keys((await run()).snapshot.accounts)).toContain(prod);
  });

  test('throttling beyond all retries stops the collection', async () => {
    control.on(ListResourcesCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
    await expect(run()).rejects.toThrow(SurroundingsError);
  });
});

describe('what may not be read is unknown, never absent', () => {
  test('identities: the account stays without details', async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).rejects(denied());
    const { world, unread } = await read();
    expect(unread).toContainEqual(
      expect.objectContaining({ account: prod, what: 'iam:GetAccountAuthorizationDetails' }),
    );
    expect(world.unknowns).toContainEqual(expect.objectContaining({ why: expect.stringContaining('not described') }));
  });

  test('a list of what runs as a role: the account stays without details', async () => {
    lambda.on(ListFunctionsCommand).rejects(denied());
    const { snapshot } = await run();
    expect(snapshot.accounts).toEqual({});
  });

  test('one policy, or a list of what only carries policies: they may allow anybody anything', async () => {
    s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'b' }] });
    s3.on(GetBucketPolicyCommand).rejects(denied());
    sqs.on(ListQueuesCommand).rejects(denied());
    const { world, unread } = await read();
    const [bucket, queues] = ['AWS::S3::Bucket', 'AWS::SQS::Queue'].map((type) =>
      world.accounts[1].resources.find((one) => one.type === type),
    );
    expect(bucket).toMatchObject({
      arn: 'arn:aws:s3:::b',
      policy: { policy: { statements: [{ unreadable: [{ why: expect.stringContaining('denied') }] }] } },
    });
    expect(queues).toMatchObject({ arn: `arn:aws:sqs:eu-west-2:${prod}:*` });
    expect(unread.map((one) => one.what)).toEqual(expect.arrayContaining(['s3:GetBucketPolicy b', 'sqs:ListQueues']));
  });

  test('a bucket without a policy has none', async () => {
    s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'b' }] });
    s3.on(GetBucketPolicyCommand).rejects(Object.assign(new Error(), { name: 'NoSuchBucketPolicy' }));
    expect((await run()).snapshot.accounts[prod].resources).toContainEqual({
      arn: 'arn:aws:s3:::b',
      type: 'AWS::S3::Bucket',
    });
  });

  test('what an account is for, where neither tag nor platform say: it is judged as prod, or by the option', async () => {
    platformSays({ 'GuardedEnvironments::Organization': { accounts: [] } });
    orgs.on(organizations.ListTagsForResourceCommand).resolves({ Tags: [] });
    expect((await read()).unread).toContainEqual(expect.objectContaining({ what: 'environment' }));
    expect((await read({ environments: { [prod]: 'dev' } })).world.accounts[1].environment).toBe('dev');
  });
});

describe('a closed account', () => {
  const old = '444444444444';
  const into = (account: string, region = 'eu-west-2') => ({
    ...{ region, retryMode: 'adaptive' as const, maxAttempts: 1 },
    credentials: { accessKeyId: account, secretAccessKey: 'secret' },
  });
  const connection = { account: management, partition: 'aws', home: 'us-east-1', into };
  const holding = (state: { State?: string; Status?: string }): void => {
    orgs.on(organizations.ListAccountsForParentCommand, { ParentId: 'ou-prod' }).resolves({
      Accounts: [{ Id: prod, Name: 'orders' }, { Id: old, Name: 'old', ...state } as never],
    });
    orgs.on(organizations.ListTagsForResourceCommand).resolves({ Tags: [] });
    iam.on(GetAccountAuthorizationDetailsCommand).callsFake(async (_input, getClient: () => IAMClient) => {
      const { accessKeyId } = await getClient().config.credentials();
      if (accessKeyId === old) throw denied();
      return { IsTruncated: false };
    });
  };

  test.each([
    { State: 'SUSPENDED', Status: 'SUSPENDED' },
    { Status: 'PENDING_CLOSURE' },
    { State: 'CLOSED', Status: 'SUSPENDED' },
  ])('%j is named with its state, and nothing about it is unknown', async (state) => {
    holding(state);
    const { snapshot, unread, world } = await read({ connection });
    expect(unread).toEqual([]);
    expect(snapshot.organization.accounts).toContainEqual({
      ...{ id: old, name: 'old', environment: 'other', ous: ['r-root', 'ou-prod'] },
      state: state.State ?? state.Status,
    });
    expect(snapshot.accounts).not.toHaveProperty(old);
    expect(world.unknowns).toEqual([]);
    expect(world.assumptions).toMatchObject([{ id: 'closed-accounts', statement: expect.stringContaining(old) }]);
  });

  test.each([{ State: 'ACTIVE' }, { State: 'PENDING_ACTIVATION' }, { State: 'SOMETHING_NEW' }])(
    '%j is none',
    async (state) => {
      holding(state);
      const { world, unread } = await read({ connection });
      expect(unread.map((one) => one.account)).toContain(old);
      expect(world.unknowns).toContainEqual(expect.objectContaining({ why: expect.stringContaining('not described') }));
    },
  );
});

describe('regions that a control policy denies', () => {
  const why =
    'User is not authorized to perform: lambda:ListFunctions with an explicit deny in a service control policy';

  test('are told as such, all of them, and the account stays without details', async () => {
    lambda.on(ListFunctionsCommand).callsFake(async (_input, getClient: () => LambdaClient) => {
      const region = await getClient().config.region();
      if (region !== 'eu-west-2') throw Object.assign(new Error(why), { name: 'AccessDeniedException' });
      return {};
    });
    const { snapshot, unread } = await run({ regions: ['eu-west-2', 'us-west-2', 'ap-south-1'] });
    const told = unread.filter((one) => one.account === prod);
    expect(told.map((one) => one.region)).toEqual(['us-west-2', 'ap-south-1']);
    expect(told[0].why).toMatch(/control policy denies this region to the reader; leave the region out with --regions/);
    expect(snapshot.accounts).not.toHaveProperty(prod);
    expect((await run({ regions: ['eu-west-2'] })).snapshot.accounts).toHaveProperty(prod);
  });
});

describe('failing surroundings', () => {
  test('no credentials', async () => {
    sts
      .on(GetCallerIdentityCommand)
      .rejects(
        Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' }),
      );
    await expect(run()).rejects.toThrow(/No usable AWS credentials: Could not load/);
  });

  test('an organization that is closed to the caller', async () => {
    orgs.on(organizations.DescribeOrganizationCommand).rejects(denied('not yours'));
    await expect(run()).rejects.toThrow(/management account or a delegated administrator/);
  });

  test('a service that fails for another reason', async () => {
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .rejects(Object.assign(new Error('slow down'), { name: 'Throttling' }));
    await expect(run()).rejects.toThrow(SurroundingsError);
  });
});
