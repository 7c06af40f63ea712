import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { platformProps } from '../../bin/app/platform-props';
import { GuardedPlatform } from '../../constructs/platform';
import { parsePlatform } from '../../lib/config';
import { parsePolicy } from '../../lib/iam';
import { describeAssembly } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import type { World } from '../../lib/world/model';
import { platformFile } from '../../scripts/platform-file';

const root = join(__dirname, '../..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

// application-000 is of no team, application-001 of team-001, application-002 of team-000.
const text = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true, prodRegions: ['eu-west-2'] });
const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'teams-')) });
new GuardedPlatform(app, 'platform', platformProps(parsePlatform(text, 'platform.yaml')));
const { directory } = app.synth();
const world = describeAssembly(directory);

/** Ids of what the template of a stack says is sanctioned. */
function sanctionedIn(stackName: string): string[] {
  const file = app.synth().stacks.find((stack) => stack.stackName === stackName)!.templateFullPath;
  const { Metadata } = JSON.parse(readFileSync(file, 'utf8')) as {
    Metadata: Record<string, { readonly id: string }[]>;
  };
  return Metadata['GuardedEnvironments::Exceptions']!.map(({ id }) => id);
}

test('what is sanctioned for a team stands in its own stack: one template of all would outgrow CloudFormation', () => {
  const [own, theirs] = [sanctionedIn('guarded-access-team-001'), sanctionedIn('guarded-organization')];
  expect(own).toContain('approve-application-001-ReleaseManager');
  expect(own.filter((id) => theirs.includes(id))).toEqual([]);
  expect(theirs.filter((id) => id.includes('application-001'))).toEqual([]);
  const elsewhere = sanctionedIn('guarded-access-team-000');
  expect(world.exceptions.map(({ id }) => id).sort()).toEqual([...own, ...theirs, ...elsewhere].sort());
});

const TOOLING = '111111111111';

/** A right on what is another team's, and in whose hands it would be. */
interface Grant {
  readonly set: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
}

const here = (service: string, rest: string): string => `arn:aws:${service}:eu-west-2:${TOOLING}:${rest}`;

/** What the control policies leave to personas by name; which applications, permission sets alone say. */
const LEFT_OPEN: readonly (readonly [persona: string, action: string, resource: (application: string) => string])[] = [
  ['ReleaseManager', 'codepipeline:PutApprovalResult', (one) => here('codepipeline', `${one}/Approve/ReleaseManager`)],
  ['BusinessOwner', 'codepipeline:PutApprovalResult', (one) => here('codepipeline', `${one}/Approve/BusinessOwner`)],
  ['ReleaseManager', 'lambda:InvokeFunctionUrl', (one) => here('lambda', `function:${one}-freeze`)],
  ['OnCall', 'lambda:InvokeFunctionUrl', (one) => here('lambda', `function:${one}-freeze`)],
];

/** What they leave to nobody. */
const SHUT: typeof LEFT_OPEN = [
  ['ReleaseManager', 'codepipeline:StartPipelineExecution', (one) => here('codepipeline', one)],
  ['DeveloperInProd', 'codepipeline:PutApprovalResult', (one) => here('codepipeline', `${one}/Approve/ReleaseManager`)],
  ['BusinessOwner', 'codepipeline:PutApprovalResult', (one) => here('codepipeline', `${one}/Approve/ReleaseManager`)],
  ['OnCall', 'dynamodb:PutItem', (one) => here('dynamodb', `table/${one}-changes`)],
];

const ANOTHERS = [
  { team: 'team-000', application: 'application-001' },
  { team: 'team-001', application: 'application-002' },
  { team: 'team-001', application: 'application-000' },
];

const across = (rights: typeof LEFT_OPEN): fc.Arbitrary<Grant> =>
  fc
    .tuple(fc.constantFrom(...ANOTHERS), fc.constantFrom(...rights))
    .map(([{ team, application }, [persona, action, resource]]) => ({
      set: `${team}-${persona}`,
      account: TOOLING,
      action,
      resource: resource(application),
    }));

/** The world in which somebody holds a right more, whatever denies stood in its way. */
function granted({ set, account, action, resource }: Grant): World {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'identity', 'planted');
  const planted = { name: 'planted', where: 'planted', policy: policy! };
  return {
    ...world,
    accounts: world.accounts.map((each) =>
      each.id === account
        ? {
            ...each,
            principals: each.principals.map((one) =>
              one.arn.includes(`AWSReservedSSO_${set}_`) ? { ...one, identityPolicies: [planted] } : one,
            ),
          }
        : each,
    ),
  };
}

test.each<TheoremId>([
  'no-human-write-to-prod',
  'ceiling-holds-for-any-role',
  'duties-are-separate',
  'environments-are-isolated',
  'only-the-pipeline-deploys',
])('a platform of teams: %s holds', (theorem) => {
  expect(proveOnly(world, theorem).verdict).toBe('proved');
});

test('one grant across teams, any that the control policies leave open, is refuted', () => {
  const property = fc.property(across(LEFT_OPEN), (grant) => {
    const { verdict, counterexamples } = proveOnly(granted(grant), 'no-human-write-to-prod');
    expect(verdict).toBe('refuted');
    expect(counterexamples.map(({ request }) => request.action)).toContain(grant.action);
  });
  fc.assert(property, { numRuns: 5, endOnFailure: true });
});

test('any other grant comes to nothing at the fence', () => {
  const property = fc.property(across(SHUT), (grant) => {
    expect(proveOnly(granted(grant), 'no-human-write-to-prod').verdict).toBe('proved');
  });
  fc.assert(property, { numRuns: 2, endOnFailure: true });
});

test('the same right on what is of the team is none across', () => {
  const [persona, action, resource] = LEFT_OPEN[0]!;
  const own = { set: `team-001-${persona}`, account: TOOLING, action, resource: resource('application-001') };
  expect(proveOnly(granted(own), 'no-human-write-to-prod').verdict).toBe('proved');
});
