/** Applications that share accounts: proved, and refuted as soon as one could deploy or become what another one has. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { platformProps } from '../../bin/app/platform-props';
import { GuardedPlatform } from '../../constructs/platform';
import { parsePlatform } from '../../lib/config';
import { parsePolicy } from '../../lib/iam';
import type { PolicyKind, Statement } from '../../lib/iam/model';
import { describeAssembly } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import type { PolicySource, Principal, World } from '../../lib/world/model';
import { platformFile } from '../../scripts/platform-file';

const root = join(__dirname, '../..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

// application-000 and application-002 are of team-000 and share its accounts, application-001 is alone in team-001's.
const text = platformFile({ applications: 3, teams: 2, sharing: 2, prodRegions: ['eu-west-2'] });
const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'shared-')) });
const platform = new GuardedPlatform(app, 'platform', platformProps(parsePlatform(text, 'platform.yaml')));
const world = describeAssembly(app.synth().directory);

const ONE = 'application-000';
const OTHER = 'application-002';
const PROD = world.accounts.find(({ name, environment }) => environment === 'prod' && name.startsWith('shared-'))!;

test('an account of several has one baseline, one bootstrap and one monitor a region', () => {
  const ids = platform.node.children.map(({ node }) => node.id).filter((id) => id.includes(PROD.id));
  expect(ids.sort()).toEqual([
    `baseline-shared-${PROD.id}`,
    `bootstrap-shared-${PROD.id}-eu-west-2`,
    `bootstrap-shared-${PROD.id}-eu-west-2-templates`,
    `monitor-shared-${PROD.id}-eu-west-2`,
    `monitor-shared-${PROD.id}-us-east-1`,
  ]);
});

test.each<TheoremId>([
  'no-human-write-to-prod',
  'ceiling-holds-for-any-role',
  'only-the-pipeline-deploys',
  'approval-dominates-prod',
  'guardrails-are-immutable',
  'environments-are-isolated',
])('applications that share accounts: %s holds', (theorem) => {
  const { verdict, unknowns } = proveOnly(world, theorem);
  expect({ verdict, unknowns }).toEqual({ verdict: 'proved', unknowns: [] });
});

/** The world with some principals of the shared prod account changed. */
function changed(change: (one: Principal) => Principal): World {
  const accounts = world.accounts.map((each) =>
    each.id === PROD.id ? { ...each, principals: each.principals.map(change) } : each,
  );
  return { ...world, accounts };
}

const isRole = ({ arn }: Principal, role: string, application = ONE): boolean =>
  arn.includes(`/cdk-guarded-${role}-${application}.`);

function policyOf(kind: PolicyKind, action: string, resource: string): PolicySource {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement: [statement] }, kind, 'planted');
  return { name: 'planted', where: 'planted', policy: policy! };
}

/** A role with one more right. */
const granted = (role: string, action: string, resource: string): World =>
  changed((one) =>
    isRole(one, role)
      ? { ...one, identityPolicies: [...one.identityPolicies, policyOf('identity', action, resource)] }
      : one,
  );

const told = (changedWorld: World): string => {
  const { verdict, counterexamples } = proveOnly(changedWorld, 'only-the-pipeline-deploys');
  return `${verdict} ${counterexamples[0]?.steps[0]?.because.join() ?? ''}`;
};

const STACKS = `arn:aws:cloudformation:eu-west-2:${PROD.id}:stack`;
const OF_OTHER = fc.constantFrom(
  `${STACKS}/${OTHER}-one-box-eu-west-2-api/*`,
  `${STACKS}/${OTHER}-*`,
  `${STACKS}/*`,
  '*',
);
const WRITES = fc.constantFrom('cloudformation:ExecuteChangeSet', 'cloudformation:RollbackStack', 'cloudformation:*');

test('one more right of a deploy role on stacks of another application is refuted, any of them', () => {
  const property = fc.property(WRITES, OF_OTHER, (action, resource) => {
    expect(told(granted('deploy', action, resource))).toMatch(
      new RegExp(`^refuted .*${ONE}.* may change stacks that pipeline ${OTHER} deploys in the same account`),
    );
  });
  fc.assert(property, { numRuns: 6, endOnFailure: true });
});

test('the same right on stacks of its own is none', () => {
  const own = `${STACKS}/${ONE}-one-box-eu-west-2-api/*`;
  expect(told(granted('deploy', 'cloudformation:ExecuteChangeSet', own))).toBe('proved ');
});

test('a deploy role that may hand over the role of another one is refuted', () => {
  const theirs = PROD.principals.find((one) => isRole(one, 'cfn-exec', OTHER))!;
  expect(told(granted('deploy', 'iam:PassRole', theirs.arn))).toMatch(/^refuted/);
});

test.each([
  ['the folder of another one', `/${OTHER}/*`, /^refuted .* may write assets that pipeline application-002 deploys/],
  ['a name in any folder', '/*/x.json', /^refuted .* may write assets/],
  ['the folder of its own', `/${ONE}/*`, /^proved $/],
])('a role that publishes into %s', (_what, folder, verdict) => {
  const bucket = `arn:aws:s3:::cdk-guarded-assets-${PROD.id}-eu-west-2`;
  expect(told(granted('file-publishing', 's3:PutObject', `${bucket}${folder}`))).toMatch(verdict);
});

/** A layer of what CloudFormation acts as, without what holds it to its own. */
function withoutGuard(layers: readonly ('policy' | 'boundary')[], sids: readonly string[]): World {
  const open = (source: PolicySource): PolicySource => ({
    ...source,
    policy: { ...source.policy, statements: source.policy.statements.flatMap((one) => opened(one, sids)) },
  });
  return changed((one) => {
    if (!isRole(one, 'cfn-exec')) return one;
    return {
      ...one,
      identityPolicies: layers.includes('policy') ? one.identityPolicies.map(open) : one.identityPolicies,
      ...(layers.includes('boundary') && one.boundary ? { boundary: open(one.boundary) } : {}),
    };
  });
}

function opened(one: Statement, sids: readonly string[]): Statement[] {
  if (one.sid === undefined || !sids.includes(one.sid)) return [one];
  return one.effect === 'Deny' ? [] : [{ ...one, resources: { patterns: ['*'], negated: false } }];
}

test.each([
  ['stacks', ['NestedStacks', 'OwnStacksAlone'], 'may change stacks'],
  ['roles', ['BoundedRoles', 'PassOnlyWorkloadRoles', 'RolesOnMachinePaths'], 'may change or hand over roles'],
])('CloudFormation keeps to its own %s by two layers, and without both it is refuted', (_what, sids, why) => {
  expect(told(withoutGuard(['policy'], sids))).toBe('proved ');
  expect(told(withoutGuard(['boundary'], sids))).toBe('proved ');
  expect(told(withoutGuard(['policy', 'boundary'], sids))).toMatch(
    new RegExp(`^refuted .*${why} that pipeline ${OTHER} deploys`),
  );
});
