import { join } from 'node:path';
import type { AssemblyFiles } from '../assembly/files';
import { isObject } from '../assembly/template';
import { contentsOf } from './contents';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A stack of the root assembly with everything that decides what is deployed of it. */
export interface PlainStack {
  /** Key in the manifest. */
  readonly id: string;
  /** What the manifest says of it, the parts that mean something to a deployment. */
  readonly artifact: Json;
  /** Absolute path of the template. */
  readonly path: string;
  readonly template: Json;
  /** What its asset manifest publishes, by id, the template itself apart. */
  readonly assets: Json;
}

/** The value at a key where it is an object, else an empty one. */
export function part(value: unknown, key: string): Json {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** The stacks of the root assembly, by their keys in the manifest. */
export function plainStacks(files: AssemblyFiles): ReadonlyMap<string, PlainStack> {
  const artifacts = part(files.json(join(files.root, 'manifest.json')), 'artifacts');
  const stacks = Object.entries(artifacts).flatMap(([id, artifact]): PlainStack[] => {
    if (!isObject(artifact) || artifact.type !== 'aws:cloudformation:stack') return [];
    const path = join(files.root, String(part(artifact, 'properties').templateFile));
    const assets = assetsOf(files, artifacts[`${id}.assets`], path);
    return [{ id, artifact: meant(artifact), path, template: files.json(path) as Json, assets }];
  });
  return new Map(stacks.map((each) => [each.id, each]));
}

/** An object without some of its keys. */
export function without(object: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Of a stack in the manifest: not what only tells a person, nor the key of the template, which is its digest. */
function meant(artifact: Json): Json {
  const given = without(part(artifact, 'properties'), 'tags');
  const url = given.stackTemplateAssetObjectUrl;
  const bucket = typeof url === 'string' ? url.replace(/[^/]*$/, '') : url;
  const properties = { ...given, stackTemplateAssetObjectUrl: bucket };
  return { ...without(artifact, 'metadata', 'additionalMetadataFile', 'displayName'), properties };
}

function assetsOf(files: AssemblyFiles, artifact: unknown, template: string): Json {
  const { file } = part(artifact, 'properties');
  if (typeof file !== 'string') return {};
  const manifest = files.json(join(files.root, file));
  const listed = [...Object.entries(part(manifest, 'files')), ...Object.entries(part(manifest, 'dockerImages'))];
  return Object.fromEntries(
    listed.flatMap(([id, asset]) => {
      if (!isObject(asset) || pathOf(files, asset) === template) return [];
      return [[id, meantAsset(files, asset)]];
    }),
  );
}

function pathOf(files: AssemblyFiles, asset: Json): string | undefined {
  const { path, directory } = part(asset, 'source');
  const named = path ?? directory;
  return typeof named === 'string' ? join(files.root, named) : undefined;
}

/** An asset with the digest of its content in place of the name of its file. */
function meantAsset(files: AssemblyFiles, asset: Json): Json {
  const source = without(part(asset, 'source'), 'path', 'directory');
  const path = pathOf(files, asset);
  const contents = (path === undefined ? undefined : contentsOf(path)) ?? 'missing';
  return { ...without(asset, 'displayName'), source: { ...source, contents } };
}
