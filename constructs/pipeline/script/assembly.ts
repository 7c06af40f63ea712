import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
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
  readonly metadata?: Readonly<Record<string, readonly { readonly type?: string }[]>>;
  readonly properties?: {
    readonly stackName?: string;
    readonly templateFile?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
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
  const names = readRollbackAlarms(template)?.alarms.map(({ name }) => name) ?? [];
  const wrong = names.filter((name) => !SAFE_NAME.test(name));
  if (wrong.length > 0) throw new Error(`${JSON.stringify(wrong)} are no names of rollback alarms.`);
  return names;
}

/**
 * What must not be in an assembly that somebody else built: assets that run a command or build an image when they are
 * published, since they would run with the rights of the deployment and make something that was never tested.
 */
export function assemblyProblems(folder: string): string[] {
  const manifests = filesOf(folder).filter((path) => basename(path) === 'manifest.json');
  if (manifests.length === 0) return ['there is no manifest.json: no cloud assembly'];
  return manifests.flatMap((path) => manifestProblems(folder, path));
}

/** Asset manifests are found as the CDK command line finds them, by the manifest, whatever they are called. */
function manifestProblems(folder: string, path: string): string[] {
  const { artifacts = {} } = readJson(join(folder, path)) as { artifacts?: Record<string, Artifact> };
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    const { file, templateFile, directoryName } = artifact.properties ?? {};
    const outside = [file, templateFile, directoryName].filter((name) => name !== undefined && leavesFolder(name));
    if (outside.length > 0) return [`${path}: artifact ${id} points outside of the assembly: ${outside.join(', ')}`];
    const selector = artifact.displayName ?? id;
    const names = SAFE_NAME.test(selector) ? [] : [`${path}: ${JSON.stringify(selector)} is no name of an artifact`];
    const manifest = artifact.type === 'cdk:asset-manifest' ? join(dirname(path), file ?? '') : undefined;
    const assets = manifest ? assetProblems(manifest, readJson(join(folder, manifest))) : [];
    return [...names, ...legacyProblems(path, id, artifact), ...assets];
  });
}

/** The first form of assets stands in the metadata of stacks; no synthesizer of today writes it. */
function legacyProblems(path: string, id: string, { metadata = {} }: Artifact): string[] {
  const entries = Object.values(metadata).flat();
  return entries.some(({ type }) => type === 'aws:cdk:asset')
    ? [`${path}: artifact ${id} has assets in its metadata, which nothing looks at; synthesize it with CDK 2`]
    : [];
}

/** Names that a command line cannot take for an option. */
const SAFE_NAME = /^\w[\w./-]*$/;

function leavesFolder(path: unknown): boolean {
  return typeof path !== 'string' || /(^|[\\/])\.\.([\\/]|$)|^[\\/]/.test(path);
}

/** The files of a nested assembly lie beside it, at `../asset.…`: still within the assembly, where the digest reaches. */
function leavesAssembly(place: string, path: unknown): boolean {
  return typeof path !== 'string' || isAbsolute(path) || path.includes('\\') || leavesFolder(join(place, path));
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
      .filter(([, { source }]) => source?.path !== undefined && leavesAssembly(dirname(path), source.path))
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
