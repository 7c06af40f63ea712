import { dirname, join } from 'node:path';
import { type ListedArtifact as Listed, dependsOn, filledIn } from '../../assembly';
import { InputError } from '../../errors';
import type { Acknowledgement } from '../model';
import { acknowledgedIn, suppressedIn } from './acknowledgements';
import type { AssemblyFiles } from './files';
import type { StackSetOf } from './stack-sets';
import { isObject, toTemplate, within, type RawTemplate } from './template';

/** Construct paths of a stack's resources, from the metadata beside the manifest. */
export type ConstructPaths = ReadonlyMap<string, readonly string[]>;

/** A stack of the assembly as its manifest describes it. */
export interface StackArtifact {
  /** Nested assembly it belongs to; empty for the root assembly. */
  readonly stage: string;
  /** Absolute path of the template. */
  readonly path: string;
  readonly template: RawTemplate;
  readonly stackName: string;
  readonly constructPath: string;
  readonly account: string;
  readonly region: string;
  readonly deployRole?: string;
  readonly executionRole?: string;
  /** Bucket the template and the assets are published to. */
  readonly assetBuckets: readonly string[];
  readonly paths: ConstructPaths;
  /** What the manifest gives it that means nothing to any command line that is known. */
  readonly strangeProperties: readonly string[];
  /** Absolute paths of the file assets that go with the stack, by `bucket/key`. */
  readonly assets: ReadonlyMap<string, string>;
  /** The stack set that brings it, where no manifest lists it: then its name goes on with an id that AWS makes. */
  readonly bySet?: StackSetOf;
}

/** Name of a stack; a pattern where a stack set brings it, since AWS ends that name. */
export function namePattern({ stackName, bySet }: Pick<StackArtifact, 'stackName' | 'bySet'>): string {
  return bySet ? `${stackName}-*` : stackName;
}

/** Properties of a stack in a manifest (cloud assembly schema, `AwsCloudFormationStackProperties`). */
const STACK_PROPERTIES: ReadonlySet<string> = new Set([
  'additionalDependencies',
  'assumeRoleAdditionalOptions',
  'assumeRoleArn',
  'assumeRoleExternalId',
  'bootstrapStackVersionSsmParameter',
  'cloudFormationExecutionRoleArn',
  'lookupRole',
  'notificationArns',
  'parameters',
  'requiresBootstrapStackVersion',
  'stackName',
  'stackTemplateAssetObjectUrl',
  'tags',
  'templateFile',
  'terminationProtection',
  'validateOnSynth',
]);

/** All that the manifests of an assembly say. */
export interface Manifest {
  readonly stacks: readonly StackArtifact[];
  readonly acknowledgements: readonly Acknowledgement[];
}

type ListedArtifact = Record<string, unknown> & { readonly type?: unknown };

/**
 * Reads the manifest of a folder and those of the assemblies nested in it.
 *
 * @throws InputError when a manifest or a file that it names is missing or unreadable.
 */
export function readManifest(files: AssemblyFiles, folder: string = files.root, stage = '', depth = 0): Manifest {
  const path = join(folder, 'manifest.json');
  const file = files.name(path);
  if (depth > 20) throw InputError.at(file, undefined, 'assemblies are nested more than 20 deep.');
  const artifacts = artifactsOf(files.json(path, 'a cloud assembly has one at its top'), file);
  const assets = artifacts.flatMap(([id, artifact]) => assetsOf(files, folder, id, artifact, file));
  const stacks = artifacts.filter(([, one]) => one.type === 'aws:cloudformation:stack');
  const read = stacks.map(([id, artifact]) => readStack(files, folder, stage, id, artifact, assets, file));
  const nested = artifacts
    .filter(([, one]) => one.type === 'cdk:cloud-assembly')
    .map(([id, artifact]) => {
      const child = within(files.root, folder, property(artifact, 'directoryName', file, id), id, file);
      return readManifest(files, child, files.relative(child), depth + 1);
    });
  return {
    stacks: [...read.map((one) => one.stack), ...nested.flatMap((one) => one.stacks)],
    acknowledgements: [
      ...suppressedIn(
        files.optional(join(folder, 'validation-report.json')),
        files.name(join(folder, 'validation-report.json')),
      ),
      ...read.flatMap((one) => one.acknowledgements),
      ...nested.flatMap((one) => one.acknowledgements),
    ],
  };
}

function artifactsOf(json: unknown, file: string): [string, ListedArtifact][] {
  const artifacts = isObject(json) ? (json.artifacts ?? {}) : undefined;
  if (!isObject(artifacts))
    throw InputError.at(file, 'artifacts', 'is no manifest of a cloud assembly: an object is expected.');
  return Object.entries(artifacts).map(([id, artifact]) => {
    if (!isObject(artifact)) throw InputError.at(file, `artifacts.${id}`, 'an object is expected.');
    return [id, artifact];
  });
}

function properties(artifact: ListedArtifact): Record<string, unknown> {
  return isObject(artifact.properties) ? artifact.properties : {};
}

function property(artifact: ListedArtifact, name: string, file: string, id: string): string {
  const value = properties(artifact)[name];
  if (typeof value === 'string') return value;
  throw InputError.at(
    file,
    `artifacts.${id}.properties.${name}`,
    `got ${JSON.stringify(value)}, a string is expected.`,
  );
}

function readStack(
  files: AssemblyFiles,
  folder: string,
  stage: string,
  id: string,
  artifact: ListedArtifact,
  assets: readonly PublishedAsset[],
  file: string,
): { stack: StackArtifact; acknowledgements: readonly Acknowledgement[] } {
  const place = `artifacts.${id}.properties.templateFile`;
  const path = within(files.root, folder, property(artifact, 'templateFile', file, id), place, file);
  const metadata = metadataOf(files, folder, artifact, file, id);
  const { account, region } = environmentOf(artifact, file, id);
  const given = properties(artifact);
  const stack: StackArtifact = {
    stage,
    path,
    template: toTemplate(files.name(path), files.json(path, `named at ${place} of ${file}`)),
    stackName: typeof given.stackName === 'string' ? given.stackName : id,
    constructPath: typeof artifact.displayName === 'string' ? artifact.displayName.replace(/ \(.*\)$/, '') : id,
    account,
    region,
    deployRole: text(given.assumeRoleArn),
    executionRole: text(given.cloudFormationExecutionRoleArn),
    assetBuckets: bucketOf(text(given.stackTemplateAssetObjectUrl)),
    paths: pathsOf(metadata),
    strangeProperties: Object.keys(given).filter((name) => !STACK_PROPERTIES.has(name)),
    assets: placed(
      assets
        .filter(({ manifest }) => dependsOn(artifact as Listed, { id: manifest }))
        .map(({ bucket, key, path: source }) => [filledIn(`${bucket}/${key}`, { account, region }), source]),
    ),
  };
  return { stack, acknowledgements: acknowledgedIn(metadata) };
}

/** What lies at each place; nobody knows what does where two files are published to it. */
function placed(all: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const found = new Map(all);
  for (const [place, source] of all) if (found.get(place) !== source) found.delete(place);
  return found;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function bucketOf(url: string | undefined): string[] {
  const bucket = /^s3:\/\/([^/]+)\//.exec(url ?? '')?.[1];
  return bucket ? [bucket] : [];
}

function environmentOf(artifact: ListedArtifact, file: string, id: string): { account: string; region: string } {
  const match = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(artifact.environment));
  if (!match)
    throw InputError.at(
      file,
      `artifacts.${id}.environment`,
      `got ${String(artifact.environment)}, aws://ACCOUNT/REGION is expected.`,
    );
  return { account: match[1], region: match[2] };
}

/** Metadata by construct path, from the manifest and from the file beside it. */
function metadataOf(
  files: AssemblyFiles,
  folder: string,
  artifact: ListedArtifact,
  file: string,
  id: string,
): Record<string, unknown> {
  const beside = text(artifact.additionalMetadataFile);
  const path = beside && within(files.root, folder, beside, `artifacts.${id}.additionalMetadataFile`, file);
  const more = path ? files.optional(path) : undefined;
  return { ...(isObject(artifact.metadata) ? artifact.metadata : {}), ...(isObject(more) ? more : {}) };
}

function pathsOf(metadata: Record<string, unknown>): ConstructPaths {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const entry of Array.isArray(entries) ? entries : []) {
      if (!isObject(entry) || entry.type !== 'aws:cdk:logicalId' || typeof entry.data !== 'string') continue;
      paths.set(entry.data, [...(paths.get(entry.data) ?? []), path.replace(/^\//, '')]);
    }
  }
  return paths;
}

/** A file asset at one place that it is published to, as the manifest has it: account and region may be left open. */
interface PublishedAsset {
  /** Id of the asset manifest. */
  readonly manifest: string;
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
}

/** File assets of an asset manifest; nested stacks find their templates through them, functions their code. */
function assetsOf(
  files: AssemblyFiles,
  folder: string,
  id: string,
  artifact: ListedArtifact,
  file: string,
): PublishedAsset[] {
  if (artifact.type !== 'cdk:asset-manifest') return [];
  const place = `artifacts.${id}.properties.file`;
  const path = within(files.root, folder, property(artifact, 'file', file, id), place, file);
  const json = files.json(path, `named at ${place} of ${file}`);
  const listed = isObject(json) && isObject(json.files) ? Object.values(json.files) : [];
  return listed.flatMap((asset) => {
    const source = isObject(asset) && isObject(asset.source) ? text(asset.source.path) : undefined;
    const destinations = isObject(asset) && isObject(asset.destinations) ? Object.values(asset.destinations) : [];
    if (!source) return [];
    return destinations.filter(isObject).map(({ bucketName, objectKey }) => ({
      manifest: id,
      bucket: String(bucketName),
      key: String(objectKey),
      path: join(dirname(path), source),
    }));
  });
}
