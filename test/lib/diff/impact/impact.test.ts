/** Whom a fence would stop that nobody has attached yet. */
import { impactOf, tellImpact } from '../../../../lib/diff';
import { InputError } from '../../../../lib/errors';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { DEV, MGMT, PROD, allow, deny, doc, role, scp, service, snapshot, trust, user } from '../../prover/_org';
import type { Content, Json } from '../../prover/_org';

const MACHINES = { ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/guarded/workload/*'] } };

/** Everybody but machines reads, in prod. */
const CEILING = scp(
  doc({ Effect: 'Deny', NotAction: ['ec2:Describe*'], Resource: '*', Condition: MACHINES }),
  ['ou-prod'],
  'ceiling',
);

/** Off the guardrails everywhere; nobody stops the trail. */
const PROTECTION = scp(
  doc(deny('iam:DeletePolicy', 'arn:*:iam::*:policy/guarded/*'), deny('cloudtrail:StopLogging')),
  ['ou-prod', 'ou-dev'],
  'protection',
);

const worldOf = (input: Json) => parseSnapshot(JSON.stringify(input), 'snapshot.json');
const PLANNED = worldOf(snapshot({}, {}, [CEILING, PROTECTION]));

interface Draft {
  readonly organization: { id: string; readonly accounts: { readonly id: string }[]; readonly policies: Json[] };
  readonly accounts: Record<string, Json>;
}

/** The organization as it is: no policy, and prod still elsewhere. */
function live(contents: { dev?: Content; prod?: Content }, changed: (input: Draft) => void = () => undefined) {
  const input = snapshot(contents) as unknown as Draft;
  const prod = input.organization.accounts.find(({ id }) => id === PROD)!;
  Object.assign(prod, { ous: ['r-root', 'ou-old'], environment: 'other' });
  changed(input);
  return worldOf(input as unknown as Json);
}

const table = `arn:aws:dynamodb:eu-west-2:${PROD}:table/orders`;
const api = role(PROD, 'orders-api', [service('lambda')], [allow('dynamodb:PutItem', table)]);
const running = {
  arn: `arn:aws:lambda:eu-west-2:${PROD}:function:orders`,
  type: 'AWS::Lambda::Function',
  role: `arn:aws:iam::${PROD}:role/orders-api`,
};
const vendor = role(PROD, 'vendor', [trust({ AWS: 'arn:aws:iam::464622532012:root' })], [allow('s3:PutObject')]);
const machine = role(PROD, 'guarded/workload/fine', [service('lambda')], [allow('dynamodb:PutItem')]);
const reader = role(PROD, 'reader', [service('lambda')], [allow('ec2:DescribeInstances')]);
const PEOPLE = [user(PROD, 'dana', [allow('s3:PutObject')])];
const PROD_CONTENT = { users: PEOPLE, roles: [vendor, reader, machine, api], resources: [running] };

const prodOf = (found: ReturnType<typeof impactOf>) => found.accounts.find(({ id }) => id === PROD)!;

test('machines come first, then roles of others, then people; who reads or is a machine already is left alone', () => {
  const found = impactOf(live({ prod: PROD_CONTENT }), PLANNED);
  expect(found.verdict).toBe('stopped');
  expect(prodOf(found)).toMatchObject({ guarded: true, environment: 'prod', unchanged: 2, guardrailsAlone: 0 });
  expect(prodOf(found).stopped.map(({ part, arn }) => [part, arn.split(':').pop()])).toEqual([
    ['machine', 'role/orders-api'],
    ['foreign', 'role/vendor'],
    ['person', 'user/dana'],
  ]);
});

test('what is stopped is told with a request that was allowed, and with what runs as it', () => {
  const [first] = prodOf(impactOf(live({ prod: PROD_CONTENT }), PLANNED)).stopped;
  expect(first).toMatchObject({
    actions: ['dynamodb:PutItem'],
    writes: 1,
    example: { action: 'dynamodb:PutItem', resource: table },
    runs: [running.arn],
  });
});

test('what was denied before is no loss', () => {
  const before = live({ prod: PROD_CONTENT }, (input) => {
    input.organization.policies.push(scp(doc(allow('*')), ['r-root', 'ou-old', 'ou-dev', 'ou-tooling']));
    input.organization.policies.push(scp(doc(deny('dynamodb:*'), deny('s3:*')), ['ou-old'], 'theirs'));
  });
  expect(impactOf(before, PLANNED).verdict).toBe('free');
});

test('a role that leaves the machine paths by one letter is stopped', () => {
  const near = role(PROD, 'guarded/workloads/fine', [service('lambda')], [allow('dynamodb:PutItem')]);
  expect(prodOf(impactOf(live({ prod: { roles: [near] } }), PLANNED)).stopped).toHaveLength(1);
  expect(impactOf(live({ prod: { roles: [machine] } }), PLANNED).verdict).toBe('free');
});

test('who loses the guardrails themselves alone is counted and not stopped; who loses the trail is', () => {
  const policies = role(DEV, 'policies', [service('lambda')], [allow('iam:DeletePolicy')]);
  const trail = role(DEV, 'trail', [service('lambda')], [allow('cloudtrail:StopLogging')]);
  const found = impactOf(live({ dev: { roles: [policies, trail] } }), PLANNED);
  const dev = found.accounts.find(({ id }) => id === DEV)!;
  expect(dev).toMatchObject({ guarded: false, guardrailsAlone: 1, policies: ['protection'] });
  expect(dev.stopped.map(({ arn }) => arn)).toEqual([`arn:aws:iam::${DEV}:role/trail`]);
  const told = tellImpact(found);
  expect(told).toMatch(/dev \(111111111111; dev, not guarded\): protection\n {2}machines\n/);
  expect(told).not.toMatch(/a service would break|runbooks/);
});

test('management is under no policy', () => {
  const admin = user(MGMT, 'root-like', [allow('*')]);
  const found = impactOf(worldOf(snapshot({ mgmt: { users: [admin] } })), PLANNED);
  expect([found.verdict, found.untouched]).toEqual(['free', [MGMT, '222222222222']]);
});

test('attached to one account, it binds that account where it is, and no other', () => {
  const both = live({ prod: PROD_CONTENT, dev: { users: [user(DEV, 'dana', [allow('cloudtrail:StopLogging')])] } });
  const found = impactOf(both, PLANNED, [PROD]);
  expect(found.accounts.map(({ id, guarded, policies }) => [id, guarded, policies])).toEqual([
    [PROD, true, ['ceiling', 'protection']],
  ]);
  expect(prodOf(found).stopped).toHaveLength(3);
  expect(impactOf(both, PLANNED, ['ou-dev']).accounts.map(({ id }) => id)).toEqual([DEV]);
});

test('an allow list of the unit where an account was does not come along, and one that stays is no loss', () => {
  const listed = live({ prod: PROD_CONTENT }, (input) => {
    input.organization.policies.push(scp(doc(allow('*')), ['r-root', 'ou-dev', 'ou-tooling', PROD]));
    input.organization.policies.push(scp(doc(allow('dynamodb:*')), ['ou-old'], 'theirs'));
  });
  const parts = prodOf(impactOf(listed, PLANNED)).stopped.map(({ part }) => part);
  expect(parts).toEqual(['machine']);
});

test('an account that the snapshot does not describe makes it unknown', () => {
  const silent = live({ prod: {} }, (input) => delete input.accounts[PROD]);
  const found = impactOf(silent, PLANNED);
  expect(found.verdict).toBe('unknown');
  expect(found.unknowns.map(({ where }) => where)).toContain(`accounts.${PROD}`);
  expect(tellImpact(found)).toMatch(/^Unknown: not everything could be read/);
});

test('another organization, and ids of none, are told', () => {
  const other = live({}, (input) => (input.organization.id = 'o-zzzzzzzzzz'));
  expect(() => impactOf(other, PLANNED)).toThrow(/is of the organization o-zzzzzzzzzz, and the assembly is of o-abc/);
  expect(() => impactOf(live({}), PLANNED, ['ou-nowhere'])).toThrow(InputError);
});
