import { cpSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentDigest } from '../../lib/assembly';
import type { Mutation, Placed } from './plan';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests and templates are changed at any depth
type Any = any;

const read = (file: string): Any => JSON.parse(readFileSync(file, 'utf8'));

/** Every resource of an assembly with properties. */
export function resourcesIn(root: string, folder = ''): Placed[] {
  const { artifacts } = read(join(root, folder, 'manifest.json'));
  return Object.entries(artifacts as Record<string, Any>).flatMap(([artifact, one]) => {
    if (one.type === 'cdk:cloud-assembly') return resourcesIn(root, join(folder, one.properties.directoryName));
    if (one.type !== 'aws:cloudformation:stack') return [];
    const account = String(one.environment).split('/')[2] ?? '';
    const { Resources = {} } = read(join(root, folder, one.properties.templateFile));
    return Object.entries(Resources as Record<string, Any>).map(([id, { Type: type, Properties = {} }]) => {
      return { folder, artifact, account, id, type, properties: Properties } as Placed;
    });
  });
}

/** A copy of an assembly with one property changed, published as a build would publish it. */
export function mutated(root: string, into: string, mutation: Mutation): void {
  rmSync(into, { recursive: true, force: true });
  linked(root, into);
  const folder = join(into, mutation.folder);
  const manifest = read(join(folder, 'manifest.json'));
  const { properties } = manifest.artifacts[mutation.artifact];
  const file = String(properties.templateFile);
  const template = read(join(folder, file));
  change(template.Resources[mutation.id].Properties, mutation);
  replace(join(folder, file), JSON.stringify(template, undefined, 1));
  publish(folder, manifest, mutation.artifact, file, contentDigest(join(folder, file)));
}

function linked(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linked(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile()) linkSync(join(from, entry.name), join(to, entry.name));
    else cpSync(join(from, entry.name), join(to, entry.name));
  }
}

/** Writes a file anew: the old one is linked, and another assembly's too. */
function replace(file: string, text: string): void {
  rmSync(file);
  writeFileSync(file, text);
}

function change(properties: Any, { at, how, value }: Mutation): void {
  const holder = at.slice(0, -1).reduce<Any>((one, name) => one[name], properties);
  const last = at.at(-1)!;
  if (how !== 'removed') holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}

function publish(folder: string, manifest: Any, artifact: string, template: string, digest: string): void {
  const { properties, dependencies = [] } = manifest.artifacts[artifact];
  const old = /[0-9a-f]{64}\.json$/.exec(String(properties.stackTemplateAssetObjectUrl ?? ''))?.[0];
  if (old === undefined) return;
  properties.stackTemplateAssetObjectUrl = properties.stackTemplateAssetObjectUrl.replace(old, `${digest}.json`);
  replace(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const name of dependencies as string[]) {
    const { type, properties: own } = manifest.artifacts[name] ?? {};
    if (type !== 'cdk:asset-manifest') continue;
    const file = join(folder, own.file);
    const assets = read(file);
    for (const [id, asset] of Object.entries(assets.files as Record<string, Any>)) {
      if (asset.source.path !== template) continue;
      for (const place of Object.values(asset.destinations as Record<string, Any>)) place.objectKey = `${digest}.json`;
      delete assets.files[id];
      assets.files[digest] = asset;
    }
    replace(file, JSON.stringify(assets));
  }
}
