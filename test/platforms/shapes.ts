/** Platforms of several applications: what each is like, what must hold on it, and what must not go unseen. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse, stringify } from 'yaml';
import { platformProps } from '../../bin/app/platform-props';
import { GuardedPlatform } from '../../constructs/platform';
import { parsePlatform } from '../../lib/config';
import { parsePolicy } from '../../lib/iam';
import { describeAssembly } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import type { PolicySource, Principal, World } from '../../lib/world/model';
import { applicationName, platformFile, teamName, toolingAccount } from '../../scripts/platform-file';
import type { PlatformShape } from '../../scripts/platform-file';

const root = join(__dirname, '../..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

/** What a platform is like, and which of its teams and applications a right goes across. */
export interface Shape extends PlatformShape {
  readonly units: number;
  readonly wavesTogether: boolean;
  readonly draw: number;
}

interface File {
  organization: { units: Record<string, unknown> };
  applications: {
    environments: { kind: string; account: string; unit?: string }[];
    waves: { name: string; environment: string }[];
  }[];
}

/** Prod accounts lie in several units, by their numbers; regions of prod deploy in turn or together. */
function textOf(shape: Shape): string {
  const file = parse(platformFile(shape)) as File;
  const units = Array.from({ length: shape.units }, (_, index) => `ou-ab12-prod000${index}`);
  file.organization.units['prod'] = units;
  for (const { environments } of file.applications)
    for (const one of environments.filter(({ kind }) => kind === 'prod'))
      one.unit = units[Number(one.account) % units.length];
  if (shape.wavesTogether)
    for (const application of file.applications)
      application.waves = [application.waves[0]!, { name: 'prod', environment: 'prod' }];
  return stringify(file);
}

function worldOf(shape: Shape): World {
  const outdir = mkdtempSync(join(tmpdir(), 'generated-'));
  const app = new App({ context, outdir });
  new GuardedPlatform(app, 'platform', platformProps(parsePlatform(textOf(shape), 'platform.yaml')));
  const world = describeAssembly(app.synth().directory);
  rmSync(outdir, { recursive: true });
  return world;
}

/** A policy of one right, as one that a principal holds. */
function holding(action: string, resource: string): PolicySource {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'identity', 'planted');
  return { name: 'planted', where: 'planted', policy };
}

/** A right in the hands of some principals, whatever denies of their own stood in its way. */
export function granted(world: World, to: (one: Principal) => boolean, action: string, resource: string): World {
  const more = (one: Principal): Principal => ({ ...one, identityPolicies: [holding(action, resource)] });
  const accounts = world.accounts.map((each) => ({
    ...each,
    principals: each.principals.map((one) => (to(one) ? more(one) : one)),
  }));
  return { ...world, accounts };
}

/** A permission set of one account assigned in another as well, with one right. */
export function across(world: World, from: string, to: string, set: string, action: string, resource: string): World {
  const held = world.accounts.find(({ id }) => id === from)!.principals.filter(({ arn }) => arn.includes(set));
  const there = held.map((one) => ({ ...one, account: to, arn: one.arn.replace(`::${from}:`, `::${to}:`) }));
  const accounts = world.accounts.map((each) =>
    each.id === to ? { ...each, principals: [...each.principals, ...there] } : each,
  );
  return granted({ ...world, accounts }, (one) => one.account === to && one.arn.includes(set), action, resource);
}

/** What the control policies leave open, and on what of an application in its tooling account. */
const OPEN: readonly (readonly [
  persona: string,
  action: string,
  service: string,
  rest: (application: string) => string,
])[] = [
  ['ReleaseManager', 'codepipeline:PutApprovalResult', 'codepipeline', (one) => `${one}/Approve/ReleaseManager`],
  ['BusinessOwner', 'codepipeline:PutApprovalResult', 'codepipeline', (one) => `${one}/Approve/BusinessOwner`],
  ['OnCall', 'lambda:InvokeFunctionUrl', 'lambda', (one) => `function:${one}-freeze`],
];

/** The tooling account of a team's applications; teams have them in turn. */
function toolingOf(index: number, shape: Shape): string {
  const { teams = 0, toolings = 1 } = shape;
  return toolingAccount(ofTeam(index, shape) === undefined ? 0 : (index % teams) % toolings);
}

const ofTeam = (index: number, { teams = 0, oneOfNoTeam }: Shape): string | undefined =>
  oneOfNoTeam && index === 0 ? undefined : teamName(index % teams);

/** A right of a team's people on an application that is not the team's. */
export function acrossTeams(world: World, shape: Shape): World | undefined {
  const all = Array.from({ length: shape.applications }, (_, index) => index);
  const held = [...new Set(all.flatMap((index) => ofTeam(index, shape) ?? []))];
  const pairs = held.flatMap((team) =>
    all.filter((index) => ofTeam(index, shape) !== team).map((index) => ({ team, index })),
  );
  if (pairs.length === 0) return undefined;
  const { team, index } = pairs[shape.draw % pairs.length]!;
  const [persona, action, service, rest] = OPEN[shape.draw % OPEN.length]!;
  const set = `AWSReservedSSO_${team}-${persona}_`;
  const [from, to] = [all.find((each) => ofTeam(each, shape) === team)!, index].map((each) => toolingOf(each, shape));
  const resource = `arn:aws:${service}:eu-west-2:${to}:${rest(applicationName(index))}`;
  if (from !== to) return across(world, from!, to!, set, action, resource);
  return granted(world, ({ arn, account }) => account === to && arn.includes(set), action, resource);
}

/** A right of one application's deployment on the stacks of its account; none where nobody shares one. */
export function acrossApplications(world: World, shape: Shape): World | undefined {
  const roles = world.accounts
    .filter(({ environment }) => environment === 'prod')
    .map(({ principals }) => principals.filter(({ arn }) => /\/cdk-guarded-deploy-application-/.test(arn)))
    .filter((all) => new Set(all.map(({ arn }) => /deploy-(.*)\./.exec(arn)![1])).size > 1)
    .flat();
  if (roles.length === 0) return undefined;
  const { arn, account } = roles[shape.draw % roles.length]!;
  const stacks = `arn:aws:cloudformation:*:${account}:stack/*`;
  return granted(world, (one) => one.arn === arn, 'cloudformation:UpdateStack', stacks);
}

/** Another statement in a trust policy: a role may be assumed by one more. */
function admitting(one: Principal, by: string): Principal {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: by } };
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'trust', 'planted');
  const statements = [...one.trust!.policy.statements, ...policy.statements];
  return { ...one, trust: { ...one.trust!, policy: { ...one.trust!.policy, statements } } };
}

/** A pipeline of one tooling account in a prod account that another serves: trusted there, and with the right to come. */
export function acrossToolings(world: World, shape: Shape): World | undefined {
  const all = Array.from({ length: shape.applications }, (_, index) => index);
  const pairs = all.flatMap((ours) =>
    all.filter((one) => toolingOf(one, shape) !== toolingOf(ours, shape)).map((theirs) => ({ ours, theirs })),
  );
  if (pairs.length === 0) return undefined;
  const { ours, theirs } = pairs[shape.draw % pairs.length]!;
  const own = (index: number): string =>
    `arn:aws:iam::${toolingOf(index, shape)}:role/guarded/pipeline/${applicationName(index)}-deploy-prod`;
  const trusts = (one: Principal): boolean =>
    one.arn.includes('/cdk-guarded-deploy-') && JSON.stringify(one.trust?.policy ?? null).includes(own(theirs));
  const coming = holding('sts:AssumeRole', 'arn:aws:iam::*:role/guarded/pipeline/cdk-guarded-deploy-*');
  const planted = (one: Principal): Principal => {
    if (one.arn === own(ours)) return { ...one, identityPolicies: [...one.identityPolicies, coming] };
    return trusts(one) ? admitting(one, own(ours)) : one;
  };
  const accounts = world.accounts.map((each) => ({ ...each, principals: each.principals.map(planted) }));
  return { ...world, accounts };
}

const THEOREMS: readonly TheoremId[] = [
  'no-human-write-to-prod',
  'ceiling-holds-for-any-role',
  'only-the-pipeline-deploys',
  'duties-are-separate',
  'environments-are-isolated',
];

/** All is proved of a platform of that shape, and one right across its teams or applications is refuted. */
export function expectGuarded(shape: Shape): void {
  const world = worldOf(shape);
  const verdicts = THEOREMS.map((theorem) => [theorem, proveOnly(world, theorem).verdict]);
  expect(verdicts).toEqual(THEOREMS.map((theorem) => [theorem, 'proved']));
  const people = acrossTeams(world, shape);
  if (people) expect(proveOnly(people, 'no-human-write-to-prod').verdict).toBe('refuted');
  const machines = acrossApplications(world, shape);
  if (machines) expect(proveOnly(machines, 'only-the-pipeline-deploys').verdict).toBe('refuted');
  const elsewhere = acrossToolings(world, shape);
  if (elsewhere) expect(proveOnly(elsewhere, 'only-the-pipeline-deploys').verdict).toBe('refuted');
}
