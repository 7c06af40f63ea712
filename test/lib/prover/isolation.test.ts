import { proveOnly } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { World } from '../../../lib/world/model';
import { DEV, MGMT, PROD, allow, deny, doc, rcp, role, roleArn, scp, snapshot, trust, user, userArn } from './_org';

const fence = rcp(
  doc({
    ...deny('sts:AssumeRole', '*', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': PROD } } }),
    Principal: '*',
  }),
  ['ou-prod'],
);
const careless = role(PROD, 'orders', [trust({ AWS: `arn:aws:iam::${DEV}:root` })], [allow('dynamodb:PutItem')]);
const described = (roles: Record<string, unknown>[]) =>
  parseSnapshot(
    JSON.stringify(snapshot({ dev: { users: [user(DEV, 'dora', [allow('*')])] }, prod: { roles } }, {}, [fence])),
    'snapshot.json',
  );
const synthesized = (world: World): World => ({ ...world, subject: { ...world.subject, source: 'assembly' } });

describe('a trust policy of prod that lets dev in, behind a resource control policy that does not', () => {
  it('is no way in for what is deployed', () => {
    expect(proveOnly(described([careless]), 'environments-are-isolated').verdict).toBe('proved');
  });

  it('is told at synthesis: who would come in, by which line, to write what', () => {
    const { verdict, counterexamples } = proveOnly(synthesized(described([careless])), 'environments-are-isolated');
    expect(verdict).toBe('refuted');
    expect(counterexamples[0]).toMatchObject({
      human: userArn(DEV, 'dora'),
      steps: [{ edge: 'assume-role', to: roleArn(PROD, 'orders'), by: 'sts:AssumeRole' }],
      request: { principal: roleArn(PROD, 'orders'), action: 'dynamodb:PutItem' },
    });
    expect(counterexamples[0].where[0]).toMatch(/RoleDetailList\[0\]\.AssumeRolePolicyDocument\.Statement\[0\]$/);
    expect(counterexamples[0].steps[0].because[1]).toMatch(/resource control policy denies it as long as that stands/);
    const open = { ...described([careless]), policies: [] };
    const [first] = proveOnly(synthesized(open), 'environments-are-isolated').counterexamples;
    expect(first.steps[0].because).toHaveLength(1);
  });

  it('is proved once the line is gone', () => {
    const mended = role(PROD, 'orders', [trust({ Service: 'lambda.amazonaws.com' })], [allow('dynamodb:PutItem')]);
    expect(proveOnly(synthesized(described([mended])), 'environments-are-isolated').verdict).toBe('proved');
  });
});

describe('the role by which the management account comes into an account of its organization', () => {
  const access = role(
    PROD,
    'OrganizationAccountAccessRole',
    [trust({ AWS: `arn:aws:iam::${MGMT}:root` })],
    [allow(['s3:GetObject', 's3:PutObject', 'sts:AssumeRole'])],
  );
  const ceiling = (...reads: string[]) =>
    scp(doc(allow('*'), { Effect: 'Deny', NotAction: reads, Resource: '*' }), ['r-root', 'ou-prod', PROD]);
  const isolated = (...policies: Record<string, unknown>[]) =>
    proveOnly(
      parseSnapshot(JSON.stringify(snapshot({ prod: { roles: [access] } }, {}, policies)), 'snapshot.json'),
      'environments-are-isolated',
    ).verdict;

  it('opens nothing behind a ceiling under which it only reads', () => {
    expect(isolated(ceiling('s3:GetObject'))).toBe('proved');
  });

  it.each([
    ['without a ceiling', []],
    ['with a write under the ceiling', [ceiling('s3:GetObject', 's3:PutObject')]],
    ['with another role to come to', [ceiling('s3:GetObject', 'sts:AssumeRole')]],
  ])('is a way in %s', (_, policies) => {
    expect(isolated(...policies)).toBe('refuted');
  });
});

/** The verdict on one resource of prod with a policy. */
function withPolicy(arn: string, type: string, ...statements: Record<string, unknown>[]): string {
  const resources = [{ arn, type, policy: doc(...statements) }];
  const world = parseSnapshot(JSON.stringify(snapshot({ prod: { resources } })), 'snapshot.json');
  return proveOnly(world, 'environments-are-isolated').verdict;
}
const topic = `arn:aws:sns:eu-west-2:${PROD}:orders`;
const bucket = 'arn:aws:s3:::orders-documents';
const admit = (Principal: unknown, Action: string, Resource: string, Condition?: Record<string, unknown>) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const service = (name: string) => ({ Service: `${name}.amazonaws.com` });

it('tells who sends a service that a policy admits, how, and what to change', () => {
  const resources = [{ arn: topic, type: 'AWS::SNS::Topic', policy: doc(admit(service('s3'), 'sns:Publish', '*')) }];
  const world = parseSnapshot(JSON.stringify(snapshot({ prod: { resources } })), 'snapshot.json');
  const [one] = proveOnly(world, 'environments-are-isolated').unknowns;
  expect(one.who).toBe('whoever has an AWS account');
  expect(one.way!.join('\n')).toMatch(/set s3\.amazonaws\.com up .*\n.*sns:/);
  expect(one.change).toMatch(/, Condition$/);
});

describe('a service that a policy admits', () => {
  it.each([
    ['for whoever sends it', undefined, 'unknown'],
    ['for its own account', { StringEquals: { 'aws:SourceAccount': PROD } }, 'proved'],
    [
      'for one resource of its own account',
      { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${PROD}:rule/x` } },
      'proved',
    ],
    [
      'for what CloudFormation will name',
      { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-2:${PROD}:orders-*` } },
      'proved',
    ],
    ['for a bucket that CloudFormation will name', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders-*' } }, 'proved'],
    ['for one bucket', { ArnLike: { 'aws:SourceArn': bucket } }, 'proved'],
    ['for any bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }, 'unknown'],
    ['for any topic of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:orders*' } }, 'unknown'],
    ['for a topic of dev', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-2:${DEV}:orders` } }, 'unknown'],
    ['for a topic of a foreign account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:999900001111:x' } }, 'unknown'],
    ['for dev', { StringEquals: { 'aws:SourceAccount': DEV } }, 'unknown'],
    ['for all of the organization', { StringEquals: { 'aws:SourceOrgID': 'o-abc123defg' } }, 'unknown'],
  ])('%s', (_, condition, verdict) => {
    expect(withPolicy(topic, 'AWS::SNS::Topic', admit(service('s3'), 'sns:Publish', topic, condition))).toBe(verdict);
  });

  it.each([
    [`arn:aws:execute-api:eu-west-2:${DEV}:abcdefghij/*`, 'unknown'],
    [`arn:aws:execute-api:eu-west-2:${PROD}:abcdefghij/*`, 'proved'],
  ])('calls a resource that nobody can name, such as an alias: for %s', (source, verdict) => {
    const condition = { ArnLike: { 'aws:SourceArn': source } };
    const invoked = `arn:aws:lambda:eu-west-2:${PROD}:function:*`;
    const policy = admit(service('apigateway'), 'lambda:InvokeFunction', invoked, condition);
    expect(withPolicy(`arn:aws:*:*:${PROD}:*`, 'AWS::Lambda::Alias', policy)).toBe(verdict);
  });

  it('that nobody else can send needs no condition', () => {
    expect(withPolicy(topic, 'AWS::SNS::Topic', admit(service('events'), 'sns:Publish', topic))).toBe('proved');
  });

  it('may read for others', () => {
    const policy = admit(service('cloudtrail'), 's3:GetBucketAcl', bucket);
    expect(withPolicy(bucket, 'AWS::S3::Bucket', policy)).toBe('proved');
  });

  it.each([
    [`${bucket}/AWSLogs/${PROD}/*`, 'proved'],
    [`${bucket}/*`, 'unknown'],
  ])('writes what is about its own account alone: %s', (resource, verdict) => {
    const acl = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
    const policy = admit(service('cloudtrail'), 's3:PutObject', resource, acl);
    expect(withPolicy(bucket, 'AWS::S3::Bucket', policy)).toBe(verdict);
  });
});

describe('who comes in by a name that is no role', () => {
  it('one session of a role of dev', () => {
    const session = trust({ AWS: `arn:aws:sts::${DEV}:assumed-role/importer/nightly` });
    const world = described([role(PROD, 'orders', [session], [allow('dynamodb:PutItem')])]);
    expect(proveOnly(synthesized(world), 'environments-are-isolated').verdict).toBe('refuted');
  });

  it.each([
    ['a canonical user', { CanonicalUser: 'f'.repeat(64) }, 'unknown'],
    ['the identity of a distribution', { CanonicalUser: 'cloudfront-origin-access-identity/*' }, 'proved'],
  ])('%s', (_, principal, verdict) => {
    expect(withPolicy(bucket, 'AWS::S3::Bucket', admit(principal, 's3:GetObject', `${bucket}/*`))).toBe(verdict);
  });
});

describe('a policy that leaves access to others that are judged', () => {
  const by = (key: string, value: string, operator = 'StringEquals') =>
    withPolicy(bucket, 'AWS::S3::Bucket', admit({ AWS: '*' }, 's3:*', `${bucket}/*`, { [operator]: { [key]: value } }));

  it('its own access points', () => {
    expect(by('s3:DataAccessPointAccount', PROD)).toBe('proved');
    expect(by('s3:DataAccessPointArn', `arn:aws:s3:*:${PROD}:accesspoint/*`, 'ArnLike')).toBe('proved');
  });

  it('but not those of dev, of anybody, or where the key may be missing', () => {
    expect(by('s3:DataAccessPointAccount', DEV)).toBe('refuted');
    expect(by('s3:DataAccessPointArn', 'arn:aws:s3:*:*:accesspoint/*', 'ArnLike')).toBe('refuted');
    expect(by('s3:DataAccessPointAccount', PROD, 'StringEqualsIfExists')).toBe('refuted');
  });

  it('the address of a function, which is published', () => {
    const arn = `arn:aws:lambda:eu-west-2:${PROD}:function:orders`;
    const verdict = (value: string) =>
      withPolicy(
        arn,
        'AWS::Lambda::Function',
        admit({ AWS: '*' }, 'lambda:InvokeFunction', arn, { Bool: { 'lambda:InvokedViaFunctionUrl': value } }),
      );
    expect(verdict('true')).toBe('proved');
    expect(verdict('false')).toBe('refuted');
  });

  it('the network of a file system, as without a policy', () => {
    const arn = `arn:aws:elasticfilesystem:eu-west-2:${PROD}:file-system/fs-1`;
    const mounted = (value: string) => ({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': value } });
    const verdict = (value: string) =>
      withPolicy(
        arn,
        'AWS::EFS::FileSystem',
        admit({ AWS: '*' }, 'elasticfilesystem:ClientWrite', '*', mounted(value)),
      );
    expect(verdict('true')).toBe('proved');
    expect(verdict('false')).toBe('refuted');
  });
});

describe('a trust that names on whose behalf a service acts', () => {
  const trusting = (Condition: Record<string, unknown>) => {
    const trusted = trust({ Service: 'states.amazonaws.com' }, { Condition });
    const input = snapshot({ dev: {}, prod: { roles: [role(PROD, 'run', [trusted], [allow('dynamodb:PutItem')])] } });
    return proveOnly(parseSnapshot(JSON.stringify(input), 's.json'), 'environments-are-isolated');
  };

  it.each([
    ['dev by its account', { StringEquals: { 'aws:SourceAccount': DEV } }],
    ['dev beside prod', { StringEquals: { 'aws:SourceAccount': [PROD, DEV] } }],
    ['a resource of dev', { ArnLike: { 'aws:SourceArn': `arn:aws:states:eu-west-2:${DEV}:stateMachine:*` } }],
    ['an account that nobody knows', { StringEquals: { 'aws:SourceAccount': '121212121212' } }],
  ])('%s is told, with who and the line', (_what, condition) => {
    const { verdict, unknowns } = trusting(condition);
    expect(verdict).toBe('unknown');
    expect(unknowns[0]).toMatchObject({
      who: expect.stringMatching(/account (\d{12})/),
      change: expect.stringMatching(/Condition$/),
    });
    expect(unknowns[0].why).toMatch(/states\.amazonaws\.com may sts:AssumeRole on behalf of account/);
  });

  it('is harmless where it names prod, or nobody: then who may pass the role decides', () => {
    expect(trusting({ StringEquals: { 'aws:SourceAccount': PROD } }).verdict).toBe('proved');
    expect(trusting({}).verdict).toBe('proved');
  });
});

it('lets in whoever is of another organization that a trust names', () => {
  const of = (id: string) => {
    const trusted = trust({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } });
    const input = snapshot({ prod: { roles: [role(PROD, 'run', [trusted])] } });
    return proveOnly(parseSnapshot(JSON.stringify(input), 's.json'), 'environments-are-isolated').verdict;
  };
  expect(of('o-0123456789')).toBe('refuted');
});

describe('whom a policy of prod names', () => {
  const importer = roleArn(DEV, 'importer');
  const queue = (...statements: Record<string, unknown>[]) => ({
    arn: `arn:aws:sqs:eu-west-2:${PROD}:inbox`,
    type: 'AWS::SQS::Queue',
    policy: doc(...statements),
  });
  const answer = (prod: Parameters<typeof snapshot>[0]['prod']) =>
    proveOnly(parseSnapshot(JSON.stringify(snapshot({ prod })), 'snapshot.json'), 'environments-are-isolated');
  const admitted = { ...allow('sqs:SendMessage'), Principal: { AWS: importer } };
  const at = (operator: string, key: string, value: string) => ({
    ...deny('sqs:*', '*', { Condition: { [operator]: { [key]: value } } }),
    Principal: '*',
  });

  it('is told by the exact name, which the request carries as well', () => {
    const { request } = answer({ resources: [queue(admitted)] }).counterexamples[0];
    expect(request).toMatchObject({ principal: importer, context: { 'aws:PrincipalArn': [importer] } });
  });

  it('is told by some name where a whole account is named', () => {
    const everybody = { ...admitted, Principal: { AWS: DEV } };
    const { request } = answer({ resources: [queue(everybody)] }).counterexamples[0];
    expect(request.principal).toMatch(/:(role|user)\/example$/);
    expect(request.context['aws:PrincipalArn']).toEqual([request.principal]);
  });

  it('is told where a service acts for it, though it would not act for just anybody', () => {
    const rule = (account: string) => ({ ArnLike: { 'aws:SourceArn': `arn:aws:events:eu-west-2:${account}:rule/x` } });
    const sent = (Condition: Record<string, unknown>) =>
      answer({
        resources: [queue({ ...allow('sqs:SendMessage'), Principal: { Service: 'events.amazonaws.com' }, Condition })],
      });
    expect(sent(rule(PROD)).verdict).toBe('proved');
    expect(sent({}).verdict).toBe('proved');
    const { verdict, unknowns } = sent(rule(DEV));
    expect(verdict).toBe('unknown');
    expect(unknowns[0].why).toContain(`on behalf of account ${DEV}`);
  });

  it('is nobody where denies leave no instant, by whatever key they tell it', () => {
    const before = at('DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z');
    const from = (second: string) => at('NumericGreaterThanEquals', 'aws:EpochTime', second);
    expect(answer({ resources: [queue(admitted, before, from('1767225600'))] }).verdict).toBe('proved');
    expect(answer({ resources: [queue(admitted, before, from('1767225601'))] }).verdict).toBe('refuted');
  });
});

describe('a resource of a snapshot', () => {
  const verdicts = (type: string) => {
    const resources = [{ arn: `arn:aws:eks:eu-west-2:${PROD}:thing/x`, type }];
    const world = parseSnapshot(JSON.stringify(snapshot({ prod: { resources } })), 'snapshot.json');
    return [proveOnly(world, 'no-human-write-to-prod').verdict, proveOnly(world, 'environments-are-isolated').verdict];
  };

  it.each([
    ['of a reviewed type', 'AWS::EKS::Cluster', ['proved', 'proved']],
    ['of a type that nobody reviewed', 'AWS::Brand::New', ['unknown', 'unknown']],
    ['by which people come in whom it does not name', 'AWS::EKS::AccessEntry', ['unknown', 'proved']],
  ])('%s', (_, type, expected) => {
    expect(verdicts(type)).toEqual(expected);
  });
});
