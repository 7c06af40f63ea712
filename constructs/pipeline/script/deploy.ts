/** Deploys one target, as the deploy action tells it. Runs in the deploy project, never with anything of the source. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../../../lib/assembly/folders';
import { ROLLBACK_LIMITS } from '../../../lib/rollback/metadata';
import { askAdmission } from './admission';
import { type ExistingAlarm, existingAlarms, triggerOptions, watched } from './alarms';
import { type AssemblyStack, assemblyProblems, inOrder, stacksOf } from './assembly';
import { digestOf } from './digest';
import { pushImages } from './images';
import { leaseOptions } from './lease';
import { recover } from './recover';
import { type Credentials, type Target, aws, main, show, variable } from './shell';
import { assumeIn } from './target-role';

/** One call of the CDK command line. */
interface Step {
  readonly stacks: readonly AssemblyStack[];
  readonly alarms: readonly ExistingAlarm[];
  readonly exclusively: boolean;
}

/**
 * What is deployed is the template with its own defaults, never a value of the deployment before, and the assets as they
 * are here, never an object that stands in the bucket already.
 */
const AS_APPROVED = ['--previous-parameters=false', '--force'];

/** Region of support stacks that may stand beside those of the target. */
const GLOBAL_REGION = process.env.GLOBAL_REGION;

main(() => {
  let admitted = askAdmission();
  const root = variable('CODEBUILD_SRC_DIR');
  checkDigest(root, variable('DIGEST'));
  const target = { account: variable('TARGET_ACCOUNT'), region: variable('TARGET_REGION') };
  const folder = assemblyFolder(root, variable('ASSEMBLY'));
  const all = selected(folder, target, JSON.parse(variable('STACKS')) as string[]);
  const stacks = within(all, target);
  const lease = leaseOptions(folder, target, all);
  const reader = lease ? {} : readThrough(target);
  const deployed = deployedStacks(target, reader);
  const first = !stacks.some(({ name }) => deployed.includes(name));
  if (!lease) pushImages(root, folder, all);
  recover(stacks, target, reader, lease && variable('LEASE_ROLE'));
  recoverBeside(all, target);
  const handOver = variable('ROLLBACK_ALARMS') === 'hand over';
  const alarms = handOver ? existingAlarms(stacks, target, reader) : [];
  for (const [index, step] of runsOf(all)
    .flatMap((run) => stepsOf(run, watching(run, target, alarms)))
    .entries()) {
    if (index > 0) admitted = askAdmission(); // hours may lie between two steps: each watches its alarms
    deploy(folder, step, [...(lease ?? []), ...(handOver ? triggerOptions(watched(step.alarms, admitted)) : [])]);
  }
  // The way back is watched by nobody, and the credentials of before may have run out.
  const now = handOver && !admitted.rollback ? existingAlarms(stacks, target, readThrough(target)) : [];
  report(first, now);
});

/** What is deployed is what was approved, or nothing is. */
function checkDigest(root: string, approved: string): void {
  const found = digestOf(root);
  if (found !== approved)
    throw new Error(`The artifact has digest ${found}, approved was ${approved}: it was changed on its way. Stopped.`);
}

function assemblyFolder(root: string, assembly: string): string {
  if (!/^(\.|[\w-][\w.-]*)$/.test(assembly))
    throw new Error(`ASSEMBLY is ${assembly}, expected a folder's name or "."`);
  const problems = assemblyProblems(root);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const named = foldersOf(root).manifests.map(({ folder }) => folder || '.');
  if (!named.includes(assembly))
    throw new Error(`ASSEMBLY is ${assembly}, which the manifest does not name; it names ${named.join(', ')}.`);
  return join(root, assembly);
}

/**
 * Stacks for anywhere else would slip past the waves, so one of them stops it all. Where only some of a stage are named, too:
 * the others would be somebody else's to deploy, and what stands beside a target is watched by nobody but the target.
 */
function selected(folder: string, { account, region }: Target, patterns: readonly string[]): AssemblyStack[] {
  const all = stacksOf(folder);
  const stacks =
    patterns.length === 0 ? all : all.filter((stack) => patterns.some((pattern) => matches(pattern, stack)));
  const regions = [region, GLOBAL_REGION];
  const judged = variable('ASSEMBLY') === '.' ? stacks : all;
  const astray = judged.filter((stack) => stack.account !== account || !regions.includes(stack.region));
  if (stacks.length === 0) throw new Error(`No stack of ${folder} matches ${JSON.stringify(patterns)}.`);
  if (astray.length > 0)
    throw new Error(
      `Not for ${account} ${region}: ${astray.map((s) => `${s.name} (${s.account} ${s.region})`).join(', ')}`,
    );
  // Support stacks first: what they make is there before it is used, whether or not the order is written down.
  return inOrder([
    ...stacks.filter((stack) => stack.region !== region),
    ...stacks.filter((stack) => stack.region === region),
  ]);
}

function within(stacks: readonly AssemblyStack[], { region }: Target): AssemblyStack[] {
  return stacks.filter((stack) => stack.region === region);
}

/** Support stacks are looked at, and mended, where they are. */
function recoverBeside(all: readonly AssemblyStack[], { account, region }: Target): void {
  if (GLOBAL_REGION === undefined || GLOBAL_REGION === region) return;
  const beside = { account, region: GLOBAL_REGION };
  const stacks = within(all, beside);
  if (stacks.length > 0) recover(stacks, beside, readThrough(beside));
}

/** Stacks in a row that lie in one region: CloudFormation watches no alarm of another. */
function runsOf(stacks: readonly AssemblyStack[]): AssemblyStack[][] {
  const runs: AssemblyStack[][] = [];
  for (const stack of stacks) {
    const last = runs.at(-1);
    if (last?.[0]?.region === stack.region) last.push(stack);
    else runs.push([stack]);
  }
  return runs;
}

/** The alarms of the target watch its own stacks. */
function watching(
  [first]: readonly AssemblyStack[],
  { region }: Target,
  alarms: readonly ExistingAlarm[],
): readonly ExistingAlarm[] {
  return first?.region === region ? alarms : [];
}

function matches(pattern: string, { selector, name }: AssemblyStack): boolean {
  const expression = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`);
  return expression.test(selector) || expression.test(name);
}

/** The target is looked at through its lookup role, which can only read. */
function readThrough(target: Target): Credentials {
  return assumeIn(target, 'lookup', 900);
}

/** Stacks of the target that something was deployed to; one that only failed to be created has nothing to return to. */
function deployedStacks({ region }: Target, reader: Credentials): string[] {
  const states = [
    ...['CREATE_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_FAILED'],
    ...['UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_FAILED', 'UPDATE_IN_PROGRESS'],
    ...['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
    'UPDATE_ROLLBACK_IN_PROGRESS',
  ];
  const { StackSummaries } = aws<{ StackSummaries?: { StackName: string }[] }>(
    [...['cloudformation', 'list-stacks', '--region', region], '--stack-status-filter', ...states],
    reader,
  );
  return (StackSummaries ?? []).map(({ StackName }) => StackName);
}

/** All stacks at once with all alarms; one by one with their own where that would be more than CloudFormation takes. */
function stepsOf(stacks: readonly AssemblyStack[], alarms: readonly ExistingAlarm[]): Step[] {
  if (alarms.length <= ROLLBACK_LIMITS.alarms) return [{ stacks, alarms, exclusively: false }];
  const own = ({ alarms: names }: AssemblyStack) =>
    alarms.filter(({ arn }) => names.includes(arn.split(':alarm:')[1] ?? ''));
  return stacks.map((stack) => ({ stacks: [stack], alarms: own(stack), exclusively: true }));
}

function deploy(folder: string, { stacks, exclusively }: Step, options: readonly string[]): void {
  const ids = stacks.map(({ selector }) => selector);
  const everything = ids.length === stacksOf(folder).length && !exclusively;
  show('cdk', [
    ...['deploy', ...(everything ? ['--all'] : ids), '--app', folder],
    ...['--require-approval', 'never', '--progress', 'events', '--ci', '--lookups=false', '--notices=false'],
    ...AS_APPROVED,
    ...(everything ? [] : ['--exclusively']),
    ...options,
  ]);
}

function report(first: boolean, alarms: readonly ExistingAlarm[]): void {
  const lines = [`ALARMS=${alarms.map(({ arn }) => arn).join(',') || 'none'}`, `FIRST_DEPLOYMENT=${first}`];
  writeFileSync(variable('EXPORTS'), `${lines.join('\n')}\n`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
