import { basename, dirname, isAbsolute, join } from 'node:path';
import { filesOf } from './files';
import { type Artifact, SAFE_NAME, artifactsOf, inFolder, readJson, selectorOf } from './manifest';

/** Something that must not be in an assembly that is to be deployed. */
export interface AssemblyProblem {
  /** File of the assembly that says it. */
  readonly file: string;
  /** What is wrong and what would be right, the place apart. */
  readonly problem: string;
  /** What the CDK command line knows the artifact by. */
  readonly selector?: string;
  /** Id of the asset. */
  readonly asset?: string;
}

/**
 * What must not be in an assembly that somebody else built: assets that run a command or build an image when they are
 * published, since they would run with the rights of the deployment and make something that was never tested.
 */
export function findAssemblyProblems(folder: string, place = ''): AssemblyProblem[] {
  const manifests = filesOf(folder).filter((path) => basename(path) === 'manifest.json');
  if (manifests.length === 0) return [{ file: '', problem: 'there is no manifest.json: no cloud assembly' }];
  return manifests.flatMap((path) => manifestProblems(folder, path, place));
}

/** The same for a whole assembly, as lines for a log. */
export function assemblyProblems(folder: string): string[] {
  return findAssemblyProblems(folder).map(({ file, problem }) => (file === '' ? problem : `${file}: ${problem}`));
}

/** Asset manifests are found as the CDK command line finds them, by the manifest, whatever they are called. */
function manifestProblems(folder: string, path: string, place: string): AssemblyProblem[] {
  return Object.entries(artifactsOf(join(folder, path))).flatMap(([id, artifact]) => {
    const selector = selectorOf(id, artifact);
    const about = (problem: string): AssemblyProblem => ({ file: path, selector, problem });
    const outside = outsideOf(artifact);
    if (outside.length > 0) return [about(`artifact ${id} points outside of the assembly: ${outside.join(', ')}`)];
    const names = SAFE_NAME.test(selector) ? [] : [about(nameProblem(selector))];
    return [...names, ...legacyProblems(id, artifact).map(about), ...assetsOf(folder, path, place, artifact)];
  });
}

function nameProblem(selector: string): string {
  return `${JSON.stringify(selector)} is no name of an artifact: use letters a-z, digits, '.', '_' and '-' in construct ids`;
}

function outsideOf({ properties: { file, templateFile, directoryName } = {} }: Artifact): unknown[] {
  return [file, templateFile, directoryName].filter((name) => name !== undefined && leavesFolder(name));
}

function assetsOf(folder: string, path: string, place: string, { type, properties }: Artifact): AssemblyProblem[] {
  if (type !== 'cdk:asset-manifest') return [];
  const manifest = join(dirname(path), properties?.file ?? '');
  return assetProblems(manifest, place, readJson(join(folder, manifest)) as AssetManifest);
}

/** The first form of assets stands in the metadata of stacks; no synthesizer of today writes it. */
function legacyProblems(id: string, { metadata = {} }: Artifact): string[] {
  const entries = Object.values(metadata).flat();
  return entries.some(({ type }) => type === 'aws:cdk:asset')
    ? [`artifact ${id} has assets in its metadata, which nothing looks at; synthesize it with CDK 2`]
    : [];
}

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

function assetProblems(file: string, place: string, manifest: AssetManifest): AssemblyProblem[] {
  const { files = {}, dockerImages = {} } = manifest;
  const about = (asset: string, problem: string): AssemblyProblem => ({ file, asset, problem });
  const sources = Object.entries(files).map(([id, { source }]) => ({ id, source }));
  return [
    ...sources
      .filter(({ source }) => source?.executable !== undefined)
      .map(({ id }) => about(id, `file asset ${id} runs a command when it is published; put the file itself there`)),
    ...Object.keys(dockerImages).map((id) => about(id, imageProblem(id))),
    ...sources
      .filter(({ source }) => source?.path !== undefined && leavesAssembly(join(place, dirname(file)), source.path))
      .map(({ id }) => about(id, `file asset ${id} lies outside of the assembly, where the digest does not reach`)),
  ];
}

function imageProblem(id: string): string {
  return `image asset ${id} would be built again in each environment; name an image by its digest: build it once, push it to a repository that every environment reads, and use ContainerImage.fromEcrRepository(repository, 'sha256:…') or DockerImageCode.fromEcr`;
}

/** The file assets of one assembly: their ids, and where each lies. */
export function assetFiles(folder: string): { readonly id: string; readonly path: unknown }[] {
  const manifests = Object.values(artifactsOf(join(folder, 'manifest.json'))).filter(
    ({ type }) => type === 'cdk:asset-manifest',
  );
  return manifests.flatMap((artifact) => {
    const { files = {} } = readJson(inFolder(folder, artifact)) as AssetManifest;
    return Object.entries(files).map(([id, { source }]) => ({ id, path: source?.['path'] }));
  });
}
