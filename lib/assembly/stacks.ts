import { join } from 'node:path';
import { SKIP_IN_ROLLBACK_METADATA } from '../names';
import { readRollbackAlarms } from '../rollback/metadata';
import { type Artifact, artifactsOf, inFolder, readJson, selectorOf } from './manifest';
import { SAFE_NAME } from './names';

/** A stack as the manifest of an assembly describes it. */
export interface AssemblyStack {
  /** Id of the artifact. */
  readonly id: string;
  /** What the CDK command line knows it by: its path in the app. */
  readonly selector: string;
  /** Name that it is deployed under. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Ids of stacks of the same assembly that go first. */
  readonly dependencies: readonly string[];
  /** Names of its rollback alarms. */
  readonly alarms: readonly string[];
  /** Logical ids that a rollback which failed once leaves as they are. */
  readonly skippedInRollback?: readonly string[];
}

/** The stacks of one assembly, nested ones not counted. */
export function stacksOf(folder: string): AssemblyStack[] {
  const stacks = Object.entries(artifactsOf(join(folder, 'manifest.json'))).filter(isStack);
  const ids = stacks.map(([id]) => id);
  return stacks.map(([id, artifact]) => ({
    id,
    selector: selectorOf(id, artifact),
    name: artifact.properties?.stackName ?? id,
    ...environmentOf(artifact),
    dependencies: (artifact.dependencies ?? []).filter((other) => ids.includes(other)),
    alarms: alarmsOf(folder, artifact),
    skippedInRollback: skippedOf(folder, artifact),
  }));
}

function isStack([, { type }]: readonly [string, Artifact]): boolean {
  return type === 'aws:cloudformation:stack';
}

function environmentOf({ environment }: Artifact): { account: string; region: string } {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
  return { account, region };
}

function alarmsOf(folder: string, artifact: Artifact): string[] {
  const template = readJson(inFolder(folder, artifact));
  const [problem] = alarmNameProblems(template);
  if (problem !== undefined) throw new Error(`${selectorOf('', artifact)} ${problem}`.trim());
  return alarmNames(template);
}

function alarmNames(template: unknown): string[] {
  return readRollbackAlarms(template)?.alarms.map(({ name }) => name) ?? [];
}

/** Names of rollback alarms are handed to a command line, which must not take them for an option or for several. */
export function alarmNameProblems(template: unknown): string[] {
  const wrong = alarmNames(template).filter((name) => !SAFE_NAME.test(name));
  if (wrong.length === 0) return [];
  return [
    `${JSON.stringify(wrong)} are no names of rollback alarms: use letters a-z, digits, '.', '_', '/' and '-', no spaces`,
  ];
}

function skippedOf(folder: string, artifact: Artifact): string[] {
  const { Metadata = {} } = readJson(inFolder(folder, artifact)) as { Metadata?: Readonly<Record<string, unknown>> };
  const ids = Metadata[SKIP_IN_ROLLBACK_METADATA] ?? [];
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string' && /^[A-Za-z0-9]+$/.test(id)))
    return ids as string[];
  throw new Error(`${SKIP_IN_ROLLBACK_METADATA} is ${JSON.stringify(ids)}, expected a list of logical ids.`);
}

/** Stacks in an order in which each comes after those that it depends on. */
export function inOrder(stacks: readonly AssemblyStack[]): AssemblyStack[] {
  const sorted: AssemblyStack[] = [];
  const visit = (stack: AssemblyStack, path: readonly string[]): void => {
    if (path.includes(stack.id)) throw new Error(`stacks depend on each other: ${[...path, stack.id].join(' → ')}`);
    if (sorted.includes(stack)) return;
    for (const other of stacks) if (stack.dependencies.includes(other.id)) visit(other, [...path, stack.id]);
    sorted.push(stack);
  };
  for (const stack of stacks) visit(stack, []);
  return sorted;
}
