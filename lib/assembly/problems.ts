import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { artifactProblems } from './artifacts';
import {
  assetManifestsOf,
  assetProblems,
  type Digests,
  type PlacedAssets,
  rememberedDigests,
  sourcePath,
} from './assets';
import { filesOf } from './files';
import { type ImageJudge, imageReferenceProblems, rememberedImages } from './images';
import { foldersOf } from './folders';
import type { AssemblyManifest } from './listed';
import { artifactsOf, inFolder, readJson } from './manifest';
import { placementProblems } from './placement';
import { type AssemblyProblem, refused } from './problem';

/**
 * Everything in an assembly that is not what would be deployed, or that the deployment refuses. Synthesis, the proof and the
 * scripts of the pipeline ask here, so that they give the same answer.
 *
 * @param place Where the folder lies below the whole assembly; assets may lie beside it there.
 * @throws where a file that the manifests name is missing or no JSON, or something is neither a file nor a folder.
 */
export function findAssemblyProblems(
  folder: string,
  place = '',
  digests: Digests = rememberedDigests(),
): AssemblyProblem[] {
  filesOf(folder);
  const { manifests, problems } = foldersOf(folder);
  const artifacts = manifests.flatMap(artifactProblems);
  if (problems.length + artifacts.length > 0) return [...problems, ...artifacts];
  const judge = rememberedImages();
  const placed = manifests.map((manifest) => ({ manifest, assets: assetManifestsOf(folder, manifest) }));
  return [
    ...placed.flatMap(({ manifest, assets }) => manifestProblems({ folder, place, judge }, manifest, assets, digests)),
    ...collisions(
      folder,
      placed.flatMap(({ assets }) => assets),
      digests,
    ),
  ];
}

/** The same for a whole assembly, as lines for a log. */
export function assemblyProblems(folder: string): string[] {
  const problems = [...findAssemblyProblems(folder), ...lookupProblems(folder)];
  return problems.map(({ file, problem }) => (file === '' ? problem : `${file}: ${problem}`));
}

/**
 * Look-ups that the build never made. A first synthesis at a keyboard has them rightly, and the command line then makes
 * them; what reaches the pipeline would be deployed with dummies.
 */
function lookupProblems(folder: string): AssemblyProblem[] {
  return foldersOf(folder).manifests.flatMap(({ file, missing }) =>
    missing.map((key) =>
      refused(file, `the look-up ${key} was never made: run cdk synth with credentials and commit cdk.context.json`),
    ),
  );
}

function manifestProblems(
  root: { readonly folder: string; readonly place: string; readonly judge: ImageJudge },
  manifest: AssemblyManifest,
  assets: readonly PlacedAssets[],
  digests: Digests,
): AssemblyProblem[] {
  return [
    ...assets.flatMap((one) => assetProblems(root, one, digests)),
    ...placementProblems(manifest, assets),
    ...imageReferenceProblems(root, manifest, assets),
  ];
}

/** Two contents under one key of one bucket: which of them is deployed is a matter of who comes first. */
function collisions(folder: string, assets: readonly PlacedAssets[], digests: Digests): AssemblyProblem[] {
  const known = new Map<string, string>();
  const there = publications(assets).filter(({ path }) => existsSync(join(folder, path)));
  return there.flatMap(({ file, path, place }) => {
    const other = known.get(place) ?? path;
    known.set(place, other);
    const same = other === path || digests(join(folder, other)) === digests(join(folder, path));
    return same ? [] : [refused(file, `${path} and ${other} are both published to ${place}`)];
  });
}

function publications(assets: readonly PlacedAssets[]): { file: string; path: string; place: string }[] {
  return assets.flatMap((placed) =>
    placed.files.flatMap((asset) =>
      asset.destinations.map(({ bucketName, objectKey }) => ({
        file: placed.file,
        path: sourcePath(placed, asset),
        place: `${String(bucketName)}/${String(objectKey)}`,
      })),
    ),
  );
}

/** The file assets of one assembly: their ids, and where each lies. */
export function assetFiles(folder: string): { readonly id: string; readonly path: unknown }[] {
  const manifests = Object.values(artifactsOf(join(folder, 'manifest.json'))).filter(
    ({ type }) => type === 'cdk:asset-manifest',
  );
  return manifests.flatMap((artifact) => {
    const { files = {} } = readJson(inFolder(folder, artifact)) as {
      files?: Record<string, { readonly source?: Record<string, unknown> }>;
    };
    return Object.entries(files).map(([id, { source }]) => ({ id, path: source?.['path'] }));
  });
}
