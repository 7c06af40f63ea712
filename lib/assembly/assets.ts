import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { leavesAssembly } from './artifacts';
import { contentDigest, templateDigests } from './digest';
import { type FileAsset, type AssemblyManifest, assetsIn } from './listed';
import { type AssemblyProblem, refused } from './problem';

/** Digests of contents, each path read once. */
export type Digests = (path: string) => string;

/** Remembers the digests of one reading. */
export function rememberedDigests(): Digests {
  const known = new Map<string, string>();
  return (path) => {
    const digest = known.get(path) ?? contentDigest(path);
    known.set(path, digest);
    return digest;
  };
}

/** What is read, and where it lies below the whole assembly. */
export interface WholeAssembly {
  readonly folder: string;
  readonly place: string;
}

/** An asset manifest in its place. */
export interface PlacedAssets {
  /** Id of the artifact. */
  readonly id: string;
  /** Folder below the root that its paths count from. */
  readonly folder: string;
  /** File below the root. */
  readonly file: string;
  readonly files: readonly FileAsset[];
  readonly images: readonly string[];
}

/** The asset manifests that a manifest names; found by it, as the command line finds them, whatever they are called. */
export function assetManifestsOf(root: string, { folder, artifacts }: AssemblyManifest): PlacedAssets[] {
  return artifacts
    .filter(([, { type }]) => type === 'cdk:asset-manifest')
    .map(([id, { properties = {} }]) => {
      const file = join(folder, String(properties.file));
      return { id, folder, file, ...assetsIn(join(root, file)) };
    });
}

/** Where the content of a file asset lies, below the root. */
export function sourcePath({ folder }: PlacedAssets, { source }: FileAsset): string {
  return normalize(join(folder, String(source.path)));
}

/**
 * What must not be in an assembly that somebody else built: assets that run a command or build an image when they are
 * published, since they would run with the rights of the deployment and make something that was never tested; and assets
 * under another name than their content has, since an object may stand there already.
 */
export function assetProblems(root: WholeAssembly, placed: PlacedAssets, digests: Digests): AssemblyProblem[] {
  const { file, files, images } = placed;
  return [
    ...images.map((id) => refused(file, imageProblem(id), { asset: id })),
    ...files.flatMap((asset) => fileProblems(root, placed, asset, digests)),
  ];
}

function fileProblems(
  { folder: root, place }: WholeAssembly,
  placed: PlacedAssets,
  asset: FileAsset,
  digests: Digests,
): AssemblyProblem[] {
  const { file, folder } = placed;
  const { id, source } = asset;
  const about = { asset: typeof source.path === 'string' ? source.path.replace(/\.[a-z]+$/, '') : id };
  if (source.executable !== undefined)
    return [refused(file, `file asset ${id} runs a command when it is published; put the file itself there`, about)];
  if (source.path === undefined || leavesAssembly(join(place, folder), source.path))
    return [refused(file, `file asset ${id} lies outside of the assembly, where the digest does not reach`, about)];
  const path = join(root, sourcePath(placed, asset));
  if (!existsSync(path))
    return [refused(file, `file asset ${id}: ${String(source.path)} is missing from the assembly`, about)];
  return [
    ...packagingProblems(path, asset).map((problem) => refused(file, problem, about)),
    ...keyProblems(path, asset, digests).map(({ problem, kind }) => refused(file, problem, { ...about, kind })),
  ];
}

function packagingProblems(path: string, { id, source }: FileAsset): string[] {
  const right = lstatSync(path).isDirectory() ? ['zip'] : ['file', undefined];
  if (right.includes(source.packaging as string | undefined)) return [];
  return [
    `file asset ${id}: packaging is ${JSON.stringify(source.packaging)}, ${String(source.path)} takes ${right[0]}`,
  ];
}

type Found = Pick<AssemblyProblem, 'problem' | 'kind'>;

/** The key, without prefix and extension, is the hash that the asset is known by, and both are that of the content. */
function keyProblems(path: string, asset: FileAsset, digests: Digests): Found[] {
  const { id, destinations } = asset;
  if (destinations.length === 0) return [{ problem: `file asset ${id} is published nowhere` }];
  const named = /^[0-9a-f]{64}$/.test(id) && destinations.every(({ objectKey }) => stem(objectKey) === id);
  return named ? contentProblems(path, id, digests) : [{ problem: misnamed(asset) }];
}

function misnamed({ id, destinations }: FileAsset): string {
  return `file asset ${id} is published under ${JSON.stringify(destinations[0]!.objectKey)}, which is not named by its content: an object that stands there already would be deployed`;
}

function contentProblems(path: string, id: string, digests: Digests): Found[] {
  const isTemplate = path.endsWith('.template.json');
  const right = isTemplate ? templateDigests(readFileSync(path, 'utf8')) : [digests(path)];
  if (right.includes(id)) return [];
  const advice = isTemplate
    ? 'synthesize it again'
    : 'let a GuardedStackSynthesizer name it (every stack of an EnvironmentStage has one)';
  const problem = `file asset ${id} is published under another name than its content has (${right[0]}), so what stands there already would be deployed; ${advice}`;
  return [{ problem, kind: isTemplate ? 'stale' : 'refused' }];
}

function stem(key: unknown): string | undefined {
  return typeof key === 'string' ? key.replace(/^.*\//, '').replace(/\..*$/, '') : undefined;
}

function imageProblem(id: string): string {
  return `image asset ${id} would be built again in each environment; a GuardedStackSynthesizer (every stack of an EnvironmentStage of the pipeline has one) names it by its digest and lays it beside the templates, or name one that is there already: ContainerImage.fromEcrRepository(repository, 'sha256:…'), DockerImageCode.fromEcr`;
}
