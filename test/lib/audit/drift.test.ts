import { driftBetween } from '../../../lib/audit';
import { describeAssembly, type Principal, type World } from '../../../lib/prover';
import { shippedExample } from '../../_helpers/shipped-example';

const synthesized = describeAssembly(shippedExample());

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
type Deployed = Mutable<World>;

/** What would be deployed: names that CloudFormation makes up are there, and something may have been changed since. */
function deployed(change: (world: Deployed) => void = () => undefined): World {
  const text = JSON.stringify(synthesized)
    .replace(/\*-\*(?=["/])/g, 'leX-1A2B3C4D5E6F')
    .replace(/([0-9A-F]{8})-\*(?=["/])/g, '$1-1A2B3C4D5E6F')
    .replace(/([a-z])\*-(?=[A-Z])/g, '$1ers-');
  const world = JSON.parse(text) as Deployed;
  change(world);
  return world as unknown as World;
}

const drift = (change?: (world: Deployed) => void) => driftBetween(synthesized, deployed(change)).drift;

const account = (world: Deployed, name: string) => world.accounts.find((one) => one.name === name)!;
const principal = (world: Deployed, name: RegExp) =>
  account(world, 'orders-prod').principals.find((one) => name.test(one.arn))!;
const resource = (world: Deployed, where: string, type: string) =>
  account(world, where).resources.find((one) => one.type === type && one.policy)!;

test('what is deployed as it was synthesized is no drift, whatever names CloudFormation made up', () => {
  expect(drift()).toEqual([]);
  expect(driftBetween(synthesized, synthesized).drift).toEqual([]);
});

test('a deny that is deployed for less than was synthesized is told; only names that are made up may differ', () => {
  const found = drift((world) => {
    const denies = world.policies.flatMap((one) => one.policy.statements);
    const deny = denies.find((one) => one.resources?.patterns.some((arn) => arn.endsWith('cdk-guarded-assets-*')))!;
    deny.resources!.patterns = deny.resources!.patterns.map((arn) => arn.replace(/assets-\*$/, 'assets-1'));
  });
  expect(found.map((one) => one.kind)).toContain('control policy');
});

test('what the snapshot cannot show is said not to be compared', () => {
  expect(driftBetween(synthesized, deployed()).notCompared).toEqual([
    'stages of pipelines: the snapshot lists none',
    'alarms: the snapshot lists none',
  ]);
});

const EVERYBODY = [{ type: 'AWS' as const, value: '*' }];

const CASES: readonly (readonly [what: string, kind: string, change: (world: Deployed) => void])[] = [
  [
    'a trust policy that admits everybody',
    'trust',
    (world) => {
      principal(world, /deploy-role/).trust!.policy.statements[0].principals!.entries = EVERYBODY;
    },
  ],
  [
    'a deny that is gone',
    'boundary',
    (world) => {
      const { boundary } = principal(world, /workload/);
      boundary!.policy.statements.pop();
    },
  ],
  [
    'a policy that allows more',
    'policy',
    (world) => {
      principal(world, /lookup-role/).identityPolicies[0].policy.statements[0].actions.patterns.push('s3:PutObject');
    },
  ],
  [
    'a permission set that allows more',
    'permission set',
    (world) => {
      const { statements } = principal(world, /AWSReservedSSO_OnCall/).identityPolicies.find((one) =>
        /inline/.test(one.where),
      )!.policy;
      statements.find((one) => !one.resources!.patterns.includes('*'))!.resources!.patterns = ['*'];
    },
  ],
  [
    'a role that is not there',
    'role',
    (world) => {
      const own = account(world, 'orders-prod');
      own.principals = own.principals.filter((one) => !/lookup-role.*eu-west-1/.test(one.arn));
    },
  ],
  [
    'a role that nobody synthesized',
    'role',
    (world) => {
      const made = { ...principal(world, /lookup-role/), arn: 'arn:aws:iam::666666666666:role/Backdoor' };
      account(world, 'orders-prod').principals.push(made as Mutable<Principal>);
    },
  ],
  [
    'a control policy that is detached',
    'control policy',
    (world) => {
      world.policies.find((one) => /ceiling/.test(one.name))!.targets = [];
    },
  ],
  [
    'a control policy that is gone',
    'control policy',
    (world) => {
      world.policies = world.policies.filter((one) => !/ceiling/.test(one.name));
    },
  ],
  [
    'a key policy with a statement more',
    'key policy',
    (world) => {
      const { statements } = resource(world, 'tooling', 'AWS::KMS::Key').policy!.policy;
      statements.push({ ...statements[0], principals: { entries: EVERYBODY, negated: false } });
    },
  ],
  [
    'a bucket policy without a statement',
    'bucket policy',
    (world) => {
      resource(world, 'audit', 'AWS::S3::Bucket').policy!.policy.statements.shift();
    },
  ],
  [
    'a pipeline that runs as another role',
    'pipeline',
    (world) => {
      const pipeline = account(world, 'tooling').resources.find((one) => one.type === 'AWS::CodePipeline::Pipeline')!;
      pipeline.roles = ['arn:aws:iam::111111111111:role/Other'];
    },
  ],
  [
    'an account that the snapshot does not describe',
    'account',
    (world) => {
      account(world, 'orders-prod').described = false;
    },
  ],
];

test.each(CASES)('%s is told', (_, kind, change) => {
  const found = drift(change);
  expect(found.map((one) => one.kind)).toContain(kind);
  for (const { where, expected, found: there } of found) {
    expect(where).not.toBe('');
    expect(expected).not.toBe(there);
  }
});
