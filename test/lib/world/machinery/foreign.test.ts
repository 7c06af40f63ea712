import { proveOnly } from '../../../../lib/prover/prove';
import type { World } from '../../../../lib/world/model';
import { synthesizePlatform, worldOf, type Copy, type Json } from './_planted';

const platform = synthesizePlatform();
const ORDERS = 'pipeline-orders';
const TOOLING = '111111111111';
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-2:${TOOLING}:${rest}`;
const role = (name: string): string => `arn:aws:iam::${TOOLING}:role/guarded/pipeline/${name}`;

function logicalId(copy: Copy, type: string, part: string): string {
  const all = Object.entries(copy.template(ORDERS).Resources as Record<string, Json>);
  return all.find(([id, each]) => each.Type === type && `${id} ${JSON.stringify(each)}`.includes(part))![0];
}

const resource = (Type: string, Properties: Json): Json => ({ Type, Properties });
const allow = (Action: unknown, Resource: unknown, more: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const trust = (Principal: Json): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
});

/** A resource that somebody adds, and where; each has to do with the machinery in a way that is no looking. */
const REACHING: Readonly<Record<string, readonly [stack: string, make: (copy: Copy) => Json]>> = {
  'a project as the role that deploys': [
    ORDERS,
    () => resource('AWS::CodeBuild::Project', { Name: 'preview', ServiceRole: role('orders-deploy-prod') }),
  ],
  'a function as a role of the gate': [
    ORDERS,
    (copy) => {
      const id = logicalId(copy, 'AWS::IAM::Role', '"RoleName":"orders-gate-function"');
      return resource('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': [id, 'Arn'] }, Code: { ZipFile: 'x' } });
    },
  ],
  'a policy on the role of the build': [
    'baseline-tooling',
    () =>
      resource('AWS::IAM::RolePolicy', {
        RoleName: 'orders-build',
        PolicyName: 'x',
        PolicyDocument: allow('dynamodb:PutItem', '*'),
      }),
  ],
  'a managed policy on the role that deploys': [
    'baseline-orders-prod',
    () =>
      resource('AWS::IAM::ManagedPolicy', {
        Roles: ['cdk-guarded-deploy-role-666666666666-eu-west-2'],
        PolicyDocument: allow('s3:*', '*'),
      }),
  ],
  'a policy on the index': [
    ORDERS,
    (copy) => {
      const id = logicalId(copy, 'AWS::S3::Bucket', '"ObjectLockEnabled"');
      return resource('AWS::S3::BucketPolicy', {
        Bucket: { Ref: id },
        PolicyDocument: allow('s3:*', '*', { Principal: '*' }),
      });
    },
  ],
  'a permission of the admission': [
    'audit',
    () =>
      resource('AWS::Lambda::Permission', {
        FunctionName: arn('lambda', 'function:orders-admit'),
        Action: 'lambda:InvokeFunction',
        Principal: '*',
      }),
  ],
  'a webhook on the pipeline': [ORDERS, () => resource('AWS::CodePipeline::Webhook', { TargetPipeline: 'orders' })],
  'a schedule': [
    'monitor-tooling-eu-west-2',
    () =>
      resource('AWS::Scheduler::Schedule', {
        Target: { Arn: arn('codebuild', 'project/orders-deploy-prod'), RoleArn: role('other') },
      }),
  ],
  'a rule that starts the bake': [
    ORDERS,
    () =>
      resource('AWS::Events::Rule', {
        EventPattern: { source: ['x'] },
        Targets: [{ Id: 'x', Arn: arn('states', 'stateMachine:orders-bake') }],
      }),
  ],
  'a state machine that names the project': [
    ORDERS,
    () => resource('AWS::StepFunctions::StateMachine', { DefinitionString: '{"ProjectName":"orders-deploy-prod"}' }),
  ],
  'a trust in the role that deploys': [
    'organization',
    () =>
      resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: trust({ AWS: role('orders-deploy-prod') }),
      }),
  ],
  'a URL that asks nobody who they are': [
    'baseline-tooling',
    () => resource('AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: arn('lambda', 'function:votes') }),
  ],
  'an interface with a route for everybody': [
    ORDERS,
    () => resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Target: arn('lambda', 'function:votes') }),
  ],
  'a method without authorization': [
    'audit',
    () => resource('AWS::ApiGateway::Method', { HttpMethod: 'GET', ResourceId: 'x', RestApiId: 'y' }),
  ],
  'a bus that lets dev in': [
    ORDERS,
    () =>
      resource('AWS::Events::EventBusPolicy', {
        StatementId: 'dev',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::333333333333:root' },
          Action: 'events:PutEvents',
          Resource: arn('events', 'event-bus/default'),
        },
      }),
  ],
  'a bus that lets others in': [
    ORDERS,
    () => resource('AWS::Events::EventBusPolicy', { StatementId: 'x', Principal: '*', Action: 'events:PutEvents' }),
  ],
};

/** What may stand beside the machinery: it looks, or has nothing to do with it. */
const LOOKING: Readonly<Record<string, readonly [stack: string, make: (copy: Copy) => Json]>> = {
  'an alarm on the gate': [
    ORDERS,
    () => resource('AWS::CloudWatch::Alarm', { Dimensions: [{ Name: 'FunctionName', Value: 'orders-gate' }] }),
  ],
  'a subscription to what is told': [
    ORDERS,
    (copy) => {
      const TopicArn = { Ref: logicalId(copy, 'AWS::SNS::Topic', '') };
      return resource('AWS::SNS::Subscription', { TopicArn, Protocol: 'email', Endpoint: 'x@example.com' });
    },
  ],
  'a role that reads': [
    ORDERS,
    () =>
      resource('AWS::IAM::Role', {
        RoleName: 'reader',
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
        Policies: [
          { PolicyName: 'x', PolicyDocument: allow('codepipeline:GetPipelineState', arn('codepipeline', 'orders')) },
        ],
      }),
  ],
  'a URL for those who sign': [
    ORDERS,
    () => resource('AWS::Lambda::Url', { AuthType: 'AWS_IAM', TargetFunctionArn: arn('lambda', 'function:votes') }),
  ],
  'a role that logs': [
    ORDERS,
    () =>
      resource('AWS::IAM::Role', {
        RoleName: 'logger',
        Path: '/guarded/workload/',
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
        Policies: [
          {
            PolicyName: 'x',
            PolicyDocument: allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], '*'),
          },
        ],
      }),
  ],
  'a queue of its own': [ORDERS, () => resource('AWS::SQS::Queue', { QueueName: 'orders-deploy-prods' })],
};

/** Changes to the organization that no description knows of. */
const ORGANIZATION: Readonly<Record<string, Json>> = {
  'an account moved': resource('AWS::Organizations::Account', {
    AccountName: 'orders-prod',
    ParentIds: ['ou-ab12-dev00000'],
  }),
  'an account moved nobody knows where': resource('AWS::Organizations::Account', { AccountName: 'tooling' }),
  'an account that nobody describes': resource('AWS::Organizations::Account', {
    AccountName: 'new',
    ParentIds: ['ou-ab12-dev00000'],
  }),
  'members that edit guardrails': resource('AWS::Organizations::ResourcePolicy', {
    Content: JSON.stringify(allow(['organizations:UpdatePolicy'], '*', { Principal: { AWS: '444444444444' } })),
  }),
  'members that do anything': resource('AWS::Organizations::ResourcePolicy', {
    Content: allow('organizations:*', '*', { Principal: { AWS: '444444444444' } }),
  }),
  'an organization without policies': resource('AWS::Organizations::Organization', {
    FeatureSet: 'CONSOLIDATED_BILLING',
  }),
};

const KNOWN: Readonly<Record<string, Json>> = {
  'an account where it is': resource('AWS::Organizations::Account', {
    AccountName: 'orders-prod',
    ParentIds: ['ou-ab12-prod0000'],
  }),
  'members that read': resource('AWS::Organizations::ResourcePolicy', {
    Content: allow(['organizations:Describe*', 'organizations:ListAccounts'], '*', {
      Principal: { AWS: '444444444444' },
    }),
  }),
};

/** Rights of a machine of somebody's own in tooling. */
const RIGHTS: Readonly<Record<string, Json>> = {
  'starts the deploy project': allow('codebuild:StartBuild', arn('codebuild', 'project/orders-*')),
  'edits the pipeline': allow('codepipeline:UpdatePipeline', '*'),
  'answers for a job': allow('codepipeline:PutJobSuccessResult', '*'),
  'writes the index': allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], arn('dynamodb', 'table/orders-changes')),
  'updates the gate': allow('lambda:UpdateFunctionCode', arn('lambda', 'function:orders-*')),
  'starts the bake': allow('states:StartExecution', arn('states', 'stateMachine:*')),
  'writes records': allow('s3:PutObject', 'arn:aws:s3:::orders-*/*'),
  'tells people something': allow('sns:Publish', '*'),
  'feeds a function': allow('sqs:SendMessage', '*'),
  'takes what a function waits for': allow('sqs:PurgeQueue', '*'),
  'stops what feeds a function': allow('lambda:DeleteEventSourceMapping', '*'),
  'removes logs': allow('logs:DeleteLogGroup', '*'),
  'silences an alarm of the pipeline': allow('cloudwatch:DisableAlarmActions', '*'),
  'passes the role that deploys': allow('iam:PassRole', role('orders-deploy-prod')),
};

const foreign = (name: string): string => `Foreign${name.replace(/\W/g, '')}`;
const whys = (world: World, name: string): string[] =>
  world.unknowns.filter(({ where }) => where.endsWith(`: Resources.${foreign(name)}`)).map(({ why }) => why);

function roleWith(name: string, document: Json): Json {
  return resource('AWS::IAM::Role', {
    RoleName: foreign(name),
    Path: '/guarded/pipeline/',
    AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
    Policies: [{ PolicyName: 'own', PolicyDocument: document }],
  });
}

describe('what stands beside the machinery', () => {
  let world: World;
  let refuted: string;

  beforeAll(() => {
    world = worldOf(platform, (copy) => {
      for (const [name, [stack, make]] of Object.entries({ ...REACHING, ...LOOKING }))
        copy.add(stack, foreign(name), make(copy));
      for (const [name, each] of Object.entries({ ...ORGANIZATION, ...KNOWN }))
        copy.add('organization', foreign(name), each);
    });
    // Apart: a store that one of the others opens to everybody would refute whoever is there.
    const machines = worldOf(platform, (copy) => {
      for (const [name, [stack, make]] of Object.entries(LOOKING)) copy.add(stack, foreign(name), make(copy));
      for (const [name, document] of Object.entries(RIGHTS)) copy.add(ORDERS, foreign(name), roleWith(name, document));
    });
    refuted = JSON.stringify(proveOnly(machines, 'approval-dominates-prod').counterexamples);
  });

  it.each(Object.keys(REACHING))('is told where it reaches into it: %s', (name) => {
    expect(whys(world, name)).toContainEqual(expect.stringMatching(/has to do with|lets others in/));
  });

  it.each(Object.keys(REACHING))('is told with who comes in, how, and what to change: %s', (name) => {
    const [told] = world.unknowns.filter(
      ({ where, why }) => where.endsWith(`: Resources.${foreign(name)}`) && /has to do with|lets others in/.test(why),
    );
    expect(told.who).toMatch(/^(whoever|anybody) /);
    expect(told.way!.length).toBeGreaterThan(1);
    expect(told.change).toContain(`: Resources.${foreign(name)}`);
  });

  it.each([
    ['a URL that asks nobody who they are', /^anybody who reaches it/, /, AuthType$/],
    ['an interface with a route for everybody', /^anybody who reaches it/, /, Target$/],
    ['a method without authorization', /^anybody who reaches it/, /, AuthorizationType$/],
    ['a bus that lets others in', /^whoever acts in any account that the policy admits/, /, Principal$/],
    ['a bus that lets dev in', /^whoever acts in .*3{12}.*; people who sign in there: /, /, Statement$/],
  ])('names the people and the property of %s', (name, who, change) => {
    const [told] = world.unknowns.filter(
      ({ where, why }) => where.endsWith(`: Resources.${foreign(name)}`) && /lets others in/.test(why),
    );
    expect(told.who).toMatch(who);
    expect(told.change).toMatch(change);
  });

  it.each(Object.keys(LOOKING))('may look at it: %s', (name) => expect(whys(world, name)).toEqual([]));

  it.each(Object.keys(ORGANIZATION))('changes no organization: %s', (name) =>
    expect(whys(world, name)).toHaveLength(1),
  );

  it('tells which people edit the guardrails then, and how', () => {
    const [told] = world.unknowns.filter((one) => /lets members do more/.test(one.why));
    expect(told.who).toMatch(/^whoever acts in .*4{12}.*; people who sign in there: /);
    expect(told.way!.join('\n')).toMatch(/call organizations:UpdatePolicy from there\n|call organizations:/);
    expect(told.change).toMatch(/, Content$/);
  });

  it.each(Object.keys(KNOWN))('may say what is so: %s', (name) => expect(whys(world, name)).toEqual([]));

  it.each(Object.keys(RIGHTS))('is a way around the approvals: a machine that %s', (name) => {
    expect(refuted).toContain(`role/guarded/pipeline/${foreign(name)}`);
  });

  it('is no way around them where a machine only reads or writes logs', () => {
    expect(refuted).not.toContain('role/reader');
    expect(refuted).not.toContain('role/guarded/workload/logger');
  });
});
