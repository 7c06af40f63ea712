import { certify, checkedActions } from '../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../lib/prover/checker/check';
import { explore } from '../../../lib/prover/closure/explore';
import { readAssembly } from '../../../lib/prover';
import { MACHINE_SERVICES, PEOPLE_SERVICES, serviceOf } from '../../../lib/world/people-services';
import { prove, proveOnly } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../_helpers/assembly-folder';
import type { Json } from './_org';
import { DEV, PROD, allow, answerTo, doc, managed, role, roleArn, service, snapshot, trust, user } from './_org';

const write = [allow('dynamodb:PutItem')];
const inProd = (trusts: Json[], resources: Json[] = [], more: Json = {}) =>
  snapshot({ prod: { roles: [role(PROD, 'served', trusts, write, more)], resources } });
const running = (type: string, arn = `arn:aws:x:eu-west-2:${PROD}:y/z`) => ({
  arn,
  type,
  role: roleArn(PROD, 'served'),
});
const hosts = PEOPLE_SERVICES.flatMap((one) => one.hosts.map((host) => [host, one.edge] as const));

describe('a service that people come through', () => {
  it.each(hosts)('%s: its people act as the role, by the edge %s', (host, edge) => {
    const { verdict, counterexamples } = answerTo(inProd([service(host)]));
    expect(verdict).toBe('refuted');
    expect(counterexamples[0].steps).toMatchObject([{ edge, to: roleArn(PROD, 'served'), by: 'sts:AssumeRole' }]);
    expect(counterexamples[0].request.principal).toBe(roleArn(PROD, 'served'));
    expect(counterexamples[0].where[0]).toMatch(/RoleDetailList\[0\]\.AssumeRolePolicyDocument\.Statement\[0\]$/);
  });

  it.each(hosts)('%s: a role that only reads is no way to write', (host) => {
    const reads = role(PROD, 'served', [service(host)], [allow('dynamodb:GetItem')]);
    expect(answerTo(snapshot({ prod: { roles: [reads] } })).verdict).toBe('proved');
  });

  it.each(Object.keys(MACHINE_SERVICES))('%s is none: its roles are machines', (host) => {
    expect(answerTo(inProd([service(host)])).verdict).toBe('proved');
  });

  it('is told by its row: who, why and where that is documented', () => {
    const rows = PEOPLE_SERVICES.map(({ people, reason, source }) => [people, reason, source]);
    expect(rows.flat().filter((text) => text.length < 10)).toEqual([]);
    expect(hosts.map(([host]) => host).filter((host) => host in MACHINE_SERVICES)).toEqual([]);
  });

  it.each([
    ['transfer.amazonaws.com', 'transfer'],
    ['chatbot.eu-west-2.amazonaws.com', 'chatbot'],
    ['DS.amazonaws.com', 'ds'],
    ['ds.amazonaws.com.cn', 'ds'],
    ['application.qbusiness.us-gov-west-1.amazonaws.com', 'application.qbusiness'],
    ['states.amazonaws.com', 'states'],
  ])('%s is %s', (host, name) => expect(serviceOf(host)).toBe(name));

  it('lets nobody in where the statement denies or admits another action', () => {
    expect(answerTo(inProd([{ ...service('chatbot'), Effect: 'Deny' }])).verdict).toBe('proved');
    expect(answerTo(inProd([service('chatbot', { Action: 'sts:TagSession' })])).verdict).toBe('proved');
  });

  it('lets people in under conditions on the source, which is theirs', () => {
    const Condition = { StringEquals: { 'aws:SourceAccount': PROD } };
    expect(answerTo(inProd([service('chatbot', { Condition })])).verdict).toBe('refuted');
  });

  it('lets people of dev cross into prod', () => {
    const bridge = (host: string) =>
      snapshot({
        dev: { roles: [role(DEV, 'ops', [service(host)], [allow('sts:AssumeRole', roleArn(PROD, 'writer'))])] },
        prod: { roles: [role(PROD, 'writer', [trust({ AWS: roleArn(DEV, 'ops') })], write)] },
      });
    const { verdict, counterexamples } = answerTo(bridge('chatbot'));
    expect(verdict).toBe('refuted');
    expect(counterexamples[0].steps.map((one) => one.edge)).toEqual(['chat', 'assume-role']);
    expect(answerTo(bridge('lambda')).verdict).toBe('proved');
  });
});

describe('roles of such services that serve the service itself', () => {
  it.each([
    ['AWS::Transfer::Server', 'proved'],
    ['AWS::Transfer::User', 'refuted'],
    ['AWS::S3::Bucket', 'refuted'],
  ])('transfer: what runs as the role is of type %s', (type, verdict) => {
    expect(answerTo(inProd([service('transfer')], [running(type)])).verdict).toBe(verdict);
  });

  it('transfer: a user shares the role of the log', () => {
    const both = [running('AWS::Transfer::Server', 'arn:aws:x:::a'), running('AWS::Transfer::User', 'arn:aws:x:::b')];
    expect(answerTo(inProd([service('transfer')], both)).verdict).toBe('refuted');
  });

  it('appstream: the role that the service made', () => {
    const own = role(PROD, 'service-role/AmazonAppStreamServiceAccess', [service('appstream')], write);
    expect(answerTo(snapshot({ prod: { roles: [own] } })).verdict).toBe('proved');
  });

  it('a service-linked role', () => {
    const own = role(
      PROD,
      'aws-service-role/ds.amazonaws.com/AWSServiceRoleForDirectoryService',
      [service('ds')],
      write,
    );
    expect(answerTo(snapshot({ prod: { roles: [own] } })).verdict).toBe('proved');
  });
});

describe('certificates of Roles Anywhere', () => {
  const anchor = { 'aws:SourceArn': `arn:aws:rolesanywhere:eu-west-2:${PROD}:trust-anchor/1` };
  const subject = { 'aws:PrincipalTag/x509Subject/CN': 'orders-batch.example.com' };
  const held = (Condition: Json) => answerTo(inProd([service('rolesanywhere', { Condition })])).verdict;

  it('of one subject under one trust anchor are a machine’s, by assumption', () => {
    const input = inProd([service('rolesanywhere', { Condition: { ArnEquals: anchor, StringEquals: subject } })]);
    const result = prove(parseSnapshot(JSON.stringify(input), 's.json'));
    expect(result.theorems[0].verdict).toBe('proved');
    expect(result.assumptions.map((one) => one.id)).toContain('certificate-machines');
  });

  it.each([
    ['any subject', { ArnEquals: anchor }],
    ['any trust anchor', { StringEquals: subject }],
    [
      'subjects by a pattern',
      { ArnEquals: anchor, StringLike: { 'aws:PrincipalTag/x509Subject/CN': '*.example.com' } },
    ],
    ['a subject only where there is one', { ArnEquals: anchor, StringEqualsIfExists: subject }],
  ])('of %s are people’s', (_what, condition) => expect(held(condition)).toBe('refuted'));
});

describe('a channel that is listed', () => {
  const channel = running(
    'AWS::Chatbot::SlackChannelConfiguration',
    `arn:aws:chatbot::${PROD}:chat-configuration/slack-channel/ops`,
  );

  it('names the people', () => {
    const { counterexamples } = answerTo(inProd([service('chatbot')], [channel]));
    expect(counterexamples[0].human).toBe(channel.arn);
  });

  it('lets nobody but its own people in: a bucket open to the account is no request of theirs', () => {
    const bucket = {
      arn: 'arn:aws:s3:::prod-open',
      type: 'AWS::S3::Bucket',
      policy: doc({ ...allow('s3:PutObject', 'arn:aws:s3:::prod-open/*'), Principal: { AWS: roleArn(PROD, 'other') } }),
    };
    const input = snapshot({
      prod: { roles: [role(PROD, 'served', [service('chatbot')])], resources: [channel, bucket] },
    });
    expect(answerTo(input).verdict).toBe('proved');
  });
});

describe('guardrails of a channel in an assembly', () => {
  const { management, prod, dev } = ACCOUNTS;
  const chatbot = { Effect: 'Allow', Principal: { Service: 'chatbot.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const READ = 'arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess';
  const FULL = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const own = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: doc(allow('dynamodb:GetItem')), ManagedPolicyName: 'guard' },
  };

  function assembly(channel: Json, more: { role?: Json; trusts?: Json[]; prod?: Json; dev?: Json } = {}) {
    const ops = {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'ops',
        AssumeRolePolicyDocument: doc(chatbot, ...(more.trusts ?? [])),
        Policies: [{ PolicyName: 'p', PolicyDocument: doc(...write) }],
        ...more.role,
      },
    };
    const Properties = { ConfigurationName: 'line', IamRoleArn: { 'Fn::GetAtt': ['Ops', 'Arn'] }, ...channel };
    const slack = { Type: 'AWS::Chatbot::SlackChannelConfiguration', Properties };
    const metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
    return readAssembly(
      assemblyFolder([
        { name: 'Organization', account: management, template: { Metadata: metadata, Resources: {} } },
        { name: 'Prod', account: prod, template: { Resources: { Guard: own, Ops: ops, Slack: slack, ...more.prod } } },
        { name: 'Dev', account: dev, template: { Resources: { ...more.dev } } },
      ]),
    );
  }
  const verdict = (...args: Parameters<typeof assembly>) =>
    proveOnly(assembly(...args), 'no-human-write-to-prod').verdict;

  it.each([
    ['none: AdministratorAccess', {}, 'refuted'],
    ['an empty list', { GuardrailPolicies: [] }, 'refuted'],
    ['AdministratorAccess', { GuardrailPolicies: [FULL] }, 'refuted'],
    ['a policy that only reads', { GuardrailPolicies: [READ] }, 'proved'],
    ['a policy of the template', { GuardrailPolicies: [{ Ref: 'Guard' }] }, 'proved'],
    ['two policies, of which one allows', { GuardrailPolicies: [READ, FULL] }, 'refuted'],
    ['a policy that nobody knows', { GuardrailPolicies: [{ 'Fn::ImportValue': 'x' }] }, 'refuted'],
    ['a policy that stands nowhere', { GuardrailPolicies: ['arn:aws:iam::aws:policy/NoSuchPolicy'] }, 'refuted'],
    ['user roles, but a channel role besides', { UserRoleRequired: true }, 'refuted'],
  ])('%s: %s', (_what, channel, expected) => expect(verdict(channel)).toBe(expected));

  const limited = { GuardrailPolicies: [READ] };

  it('limit nobody who comes to the role by another way', () => {
    const alice = { Type: 'AWS::IAM::User', Properties: { UserName: 'alice' } };
    const trusts = [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${prod}:user/alice` }, Action: 'sts:AssumeRole' },
    ];
    expect(verdict(limited, { trusts, prod: { Alice: alice } })).toBe('refuted');
  });

  it('are not counted besides a boundary, which holds alone', () => {
    expect(verdict(limited, { role: { PermissionsBoundary: FULL } })).toBe('refuted');
    expect(verdict({}, { role: { PermissionsBoundary: READ } })).toBe('proved');
  });

  it('are part of what the checker verifies', () => {
    const world = assembly(limited);
    const certificate = certify(explore(world), prove(world));
    expect(checkCertificate(certificate, world, checkedActions()).problems).toEqual([]);
    const reachable = certificate.reachable.filter((arn) => !arn.includes('assumed-role'));
    const forged = { ...certificate, reachable };
    expect(checkCertificate(forged, world, checkedActions()).problems.join()).toMatch(
      /slack-channel\/line is a person/,
    );
  });
});

it('counts such people once, whether the platform or the assembly describes the role', () => {
  const platform = parseSnapshot(
    JSON.stringify(
      snapshot({
        prod: { roles: [role(PROD, 'served', [service('chatbot')], write)], policies: [managed(PROD, 'm', write)] },
        dev: { users: [user(DEV, 'dana')] },
      }),
    ),
    's.json',
  );
  const folder = assemblyFolder([{ name: 'Product', account: PROD, template: { Resources: {} } }]);
  const arns = readAssembly(folder, platform).accounts.flatMap((one) => one.principals.map((each) => each.arn));
  expect(arns.filter((arn) => arn.includes(':people/'))).toHaveLength(1);
});
