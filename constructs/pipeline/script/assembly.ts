import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readRollbackAlarms } from '../../../lib/rollback/metadata';
import { filesOf } from './digest';

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
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly properties?: { readonly stackName?: string; readonly templateFile?: string };
}

/** The stacks of one assembly, nested ones not counted. */
export function stacksOf(folder: string): AssemblyStack[] {
  const manifest = readJson(join(folder, 'manifest.json')) as { artifacts?: Record<string, Artifact> };
  const stacks = Object.entries(manifest.artifacts ?? {}).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const ids = stacks.map(([id]) => id);
  return stacks.map(([id, artifact]) => ({
    id,
    selector: artifact.displayName ?? id,
    name: artifact.properties?.stackName ?? id,
    ...environmentOf(artifact),
    dependencies: (artifact.dependencies ?? []).filter((other) => ids.includes(other)),
    alarms: alarmsOf(folder, artifact),
  }));
}

function environmentOf({ environment }: Artifact): { account: string; region: string } {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
  return { account, region };
}

function alarmsOf(folder: string, { properties }: Artifact): string[] {
  const template = readJson(join(folder, properties?.templateFile ?? ''));
  return readRollbackAlarms(template)?.alarms.map(({ name }) => name) ?? [];
}

/**
 * What must not be in an assembly that somebody else built: assets that run a command or build an image when they are
 * published, since they would run with the rights of the deployment and make something that was never tested.
 */
export function assemblyProblems(folder: string): string[] {
  const files = filesOf(folder);
  const manifests = files.filter((path) => path.endsWith('.assets.json'));
  const none = files.some((path) => basename(path) === 'manifest.json')
    ? []
    : ['there is no manifest.json: no cloud assembly'];
  return [...none, ...manifests.flatMap((path) => assetProblems(path, readJson(join(folder, path))))];
}

interface AssetManifest {
  readonly files?: Record<string, { readonly source?: Record<string, unknown> }>;
  readonly dockerImages?: Record<string, unknown>;
}

function assetProblems(path: string, { files = {}, dockerImages = {} }: AssetManifest): string[] {
  const running = Object.entries(files).filter(([, { source }]) => source?.executable !== undefined);
  return [
    ...running.map(
      ([id]) => `${path}: file asset ${id} runs a command when it is published; put the file itself there`,
    ),
    ...Object.keys(dockerImages).map(
      (id) => `${path}: image asset ${id} would be built again in each environment; name an image by its digest`,
    ),
    ...Object.entries(files)
      .filter(([, { source }]) => /(^|\/)\.\.(\/|$)|^\//.test(String(source?.path ?? '')))
      .map(([id]) => `${path}: file asset ${id} lies outside of the assembly, where the digest does not reach`),
  ];
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

/** @throws naming the file, when it is missing or no JSON. */
function readJson(file: string): Record<string, never> {
  if (!existsSync(file)) throw new Error(`${file} is missing from the assembly.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, never>;
  } catch {
    throw new Error(`${file} is no JSON.`);
  }
}
