/**
 * A platform whose accounts are prepared by stack sets of management: proved as it stands, and told or refuted as soon as a set, a
 * template or the role that stack sets act as reaches further.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { platformProps } from '../../bin/app/platform-props';
import { GuardedPlatform } from '../../constructs/platform';
import { renderHere } from '../../constructs/platform/render-here';
import { parsePlatform } from '../../lib/config';
import { STACK_SETS_SERVICE } from '../../lib/contract/stack-sets';
import { describeAssembly, prove, readAssembly, THEOREM_IDS } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';

const root = join(__dirname, '../..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const DEV = '333333333333';
const text = readFileSync(join(root, 'platform.yaml'), 'utf8');
const on = text.replace(/^organization:\n/m, 'organization:\n  stackSets: true\n');
const folder = mkdtempSync(join(tmpdir(), 'stack-sets-'));
const app = new App({ context, outdir: join(folder, 'out') });
new GuardedPlatform(app, 'platform', platformProps(parsePlatform(on, 'platform.yaml')));
const assembly = app.synth();
const world = readAssembly(assembly.directory, undefined, renderHere);

test('all theorems hold, machinery made again included', () => {
  const { theorems } = prove(world);
  expect(world.unknowns).toEqual([]);
  expect(theorems.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(THEOREM_IDS.map((id) => `${id} proved`));
});

test('a person deploys stacks of management alone for what prepares accounts', () => {
  const byHand = assembly.stacks.filter(({ assumeRoleArn, stackName }) => !assumeRoleArn && !/sandbox/.test(stackName));
  expect(byHand.map(({ stackName, environment }) => `${stackName} ${environment.account}`).sort()).toEqual([
    'guarded-accounts-orders 100000000000',
    'guarded-accounts-platform 100000000000',
    'guarded-organization 100000000000',
    'guarded-templates 100000000000',
  ]);
});

test('every account is prepared in every region as by hand, under the names that stack sets give', () => {
  const brought = (world.stacks ?? []).filter(({ name }) => name.startsWith('StackSet-'));
  expect(brought).toHaveLength(22);
  expect(brought.filter(({ account }) => account === '555555555555').map(({ name }) => name)).toEqual([
    'StackSet-guarded-baseline-orders-one-box-*',
    'StackSet-guarded-bootstrap-orders-one-box-eu-west-2-*',
    'StackSet-guarded-monitor-orders-one-box-eu-west-2-*',
    'StackSet-guarded-monitor-orders-one-box-us-east-1-*',
  ]);
});

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
type Set = Record<string, unknown> & { StackInstancesGroup: { DeploymentTargets: Record<string, unknown> }[] };

let copies = 0;

/** The assembly with some of its templates changed, read anew. */
function changed(file: RegExp, change: (template: Template) => void, read = describeAssembly) {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(assembly.directory, copy, { recursive: true });
  const found = readdirSync(copy).filter((name) => name.endsWith('.template.json') && file.test(name));
  expect(found.length).toBeGreaterThan(0);
  for (const name of found) {
    const template = JSON.parse(readFileSync(join(copy, name), 'utf8')) as Template;
    change(template);
    writeFileSync(join(copy, name), JSON.stringify(template));
  }
  return read(copy);
}

const CARRIER = /^platformaccountsorders[0-9A-F]{8}\./;
const SET = 'setbootstrapordersprodeuwest2';
const setIn = ({ Resources }: Template): Set => Resources[SET].Properties as Set;
const setChanged = (change: (set: Set) => void) => changed(CARRIER, (template) => change(setIn(template)));

test.each<[string, (set: Set) => void, RegExp]>([
  [
    'with all of a unit',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets = { OrganizationalUnitIds: ['r-ab12'] }),
    /AccountFilterType/,
  ],
  [
    'with all but its account',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets.AccountFilterType = 'DIFFERENCE'),
    /AccountFilterType/,
  ],
  [
    'with a list of accounts from elsewhere',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets.AccountsUrl = 's3://b/k'),
    /AccountsUrl/,
  ],
  ['that follows accounts into units', (set) => void (set.AutoDeployment = { Enabled: true }), /AutoDeployment/],
  ['with permissions of its own', (set) => void (set.PermissionModel = 'SELF_MANAGED'), /PermissionModel/],
  ['of a delegated administrator', (set) => void (set.CallAs = 'DELEGATED_ADMIN'), /CallAs/],
  ['that acts as another role', (set) => void (set.ExecutionRoleName = 'admin'), /ExecutionRoleName/],
  [
    'with parameters',
    (set) => void (set.Parameters = [{ ParameterKey: 'Qualifier', ParameterValue: 'x' }]),
    /Parameters/,
  ],
  ['with another template inline', (set) => void (set.TemplateBody = '{}'), /TemplateBody/],
  ['with tags', (set) => void (set.Tags = [{ Key: 'a', Value: 'b' }]), /Tags/],
  [
    'with a template from another bucket',
    (set) => void (set.TemplateURL = 'https://s3.eu-west-2.amazonaws.com/else/x.json'),
    /TemplateURL .* is no template/,
  ],
  [
    'with a template that is chosen later',
    (set) => void (set.TemplateURL = { 'Fn::ImportValue': 'url' }),
    /TemplateURL is not exact/,
  ],
  [
    'for an account that is chosen later',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets.Accounts = [{ Ref: 'Account' }]),
    /Accounts\.0 is not exact/,
  ],
  [
    'for management',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets.Accounts = ['100000000000']),
    /do not reach the management account/,
  ],
  [
    'in a unit that its account is not in',
    ({ StackInstancesGroup: [one] }) => void (one.DeploymentTargets.OrganizationalUnitIds = ['ou-ab12-dev00000']),
    /is in none of ou-ab12-dev00000/,
  ],
])('a set %s is unknown, with its place', (_what, change, why) => {
  const found = setChanged(change).unknowns.filter(
    ({ where }) => where === 'platform/accounts-orders/set-bootstrap-orders-prod-eu-west-2',
  );
  expect(found.map((unknown) => unknown.why).join('; ')).toMatch(why);
});

test('a set that stands in an account of developers is unknown', () => {
  const copy = join(folder, 'of-dev');
  cpSync(assembly.directory, copy, { recursive: true });
  const manifest = join(copy, 'manifest.json');
  const listed = readFileSync(manifest, 'utf8');
  const artifacts = JSON.parse(listed) as { artifacts: Record<string, { environment?: string }> };
  const [id] = Object.keys(artifacts.artifacts).filter((one) => /^platformaccountsorders[0-9A-F]{8}$/.test(one));
  artifacts.artifacts[id].environment = `aws://${DEV}/eu-west-2`;
  writeFileSync(manifest, JSON.stringify(artifacts));
  const whys = describeAssembly(copy).unknowns.map(({ why }) => why);
  expect(whys).toContain(`the stack set stands in account ${DEV}, expected management: nobody knows whom it reaches`);
});

const refuted = (of: ReturnType<typeof describeAssembly>, theorem: TheoremId) => proveOnly(of, theorem).verdict;

/** Lets whoever may assume roles in dev act as the roles that deploy to prod. */
function trustDev({ Resources }: Template): void {
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${DEV}:root` }, Action: 'sts:AssumeRole' };
  Resources.DeploymentActionRole.Properties.AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [trust] };
}

const BOOTSTRAP = /^platformaccountsordersbootstrapordersprodeuwest2/;

test('a template that trusts dev is refuted, and is not what the package makes', () => {
  const trusting = changed(BOOTSTRAP, trustDev, (dir) => readAssembly(dir, undefined, renderHere));
  expect(trusting.unknowns.map(({ why }) => why).join()).toMatch(/assets\..*contents/);
  expect(refuted({ ...trusting, unknowns: [] }, 'environments-are-isolated')).toBe('refuted');
  // Held by the resource control policies besides.
  const policies = trusting.policies.filter(({ type }) => type !== 'RESOURCE_CONTROL_POLICY');
  expect(refuted({ ...trusting, policies, unknowns: [] }, 'only-the-pipeline-deploys')).toBe('refuted');
});

test("the template of dev's bootstrap in prod is refuted or told", () => {
  const other = changed(
    CARRIER,
    (template) => {
      setIn(template).TemplateURL = template.Resources.setbootstrapordersdeveuwest2.Properties.TemplateURL;
    },
    (dir) => readAssembly(dir, undefined, renderHere),
  );
  expect(other.unknowns.map(({ where, why }) => `${where} ${why}`).join()).toMatch(
    /set-bootstrap-orders-prod-eu-west-2 .*TemplateURL/,
  );
  expect(refuted(other, 'only-the-pipeline-deploys')).not.toBe('proved');
});

test('control policies that spare any role in the place of the one of stack sets are refuted', () => {
  const wide = changed(/^platformorganization/, (template) => {
    for (const one of Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Organizations::Policy'))
      one.Properties = JSON.parse(JSON.stringify(one.Properties).replaceAll('role/stacksets-exec-*', 'role/*')) as Set;
  });
  expect(refuted(wide, 'ceiling-holds-for-any-role')).not.toBe('proved');
});

test('a delegated administrator whom developers act in is refuted: they would act as the role of stack sets in prod', () => {
  const delegatedAdministrators = [{ servicePrincipal: STACK_SETS_SERVICE, accountId: DEV }];
  const { verdict, counterexamples } = proveOnly({ ...world, delegatedAdministrators }, 'no-human-write-to-prod');
  expect(verdict).toBe('refuted');
  expect(counterexamples[0].steps.at(-1)?.edge).toBe('service-managed-stack-sets');
});
