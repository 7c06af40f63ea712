import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A module as it is installed, and where it stands in the archive. */
export interface InstalledModule {
  readonly name: string;
  readonly version: string;
  /** Folder that it is installed in. */
  readonly folder: string;
  /** Folder in the archive: `node_modules/zod`. */
  readonly place: string;
  /** It brings modules of its own in its folder. */
  readonly bundles: boolean;
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly bundledDependencies?: readonly string[];
  readonly bundleDependencies?: readonly string[];
}

/**
 * Modules and all that they depend on, as Node finds them from a folder. Each stands flat in the archive, or below the one
 * that wants another version than the one that stands there already. What a module bundles travels in its own folder.
 *
 * @throws where one is not installed.
 */
export function modulesOf(names: readonly string[], from: string): InstalledModule[] {
  const placed = new Map<string, InstalledModule>();
  for (const name of names) place(name, from, 'node_modules', placed);
  return [...placed.values()];
}

function place(name: string, from: string, below: string, placed: Map<string, InstalledModule>): void {
  const folder = installed(name, from);
  const flat = placed.get(`node_modules/${name}`);
  if (flat?.folder === folder) return;
  const at = flat === undefined ? `node_modules/${name}` : `${below}/${name}`;
  if (placed.get(at)?.folder === folder) return;
  const manifest = manifestOf(folder);
  const bundled = bundledIn(manifest);
  placed.set(at, { name, version: manifest.version, folder, place: at, bundles: bundled.length > 0 });
  for (const other of needed(manifest, bundled)) place(other, folder, `${at}/node_modules`, placed);
}

function bundledIn({ bundledDependencies, bundleDependencies }: Manifest): readonly string[] {
  return bundledDependencies ?? bundleDependencies ?? [];
}

/** Zip files for functions that nothing here makes, by far larger than everything else. */
const NEVER_USED = ['@aws-cdk/asset-awscli-v1', '@aws-cdk/asset-node-proxy-agent-v6'];

function needed({ dependencies = {}, optionalDependencies = {} }: Manifest, bundled: readonly string[]): string[] {
  const others = [...bundled, ...Object.keys(optionalDependencies), ...NEVER_USED];
  return Object.keys(dependencies).filter((name) => !others.includes(name));
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The folder of a module, looked for as Node does: in each `node_modules` on the way up. */
function installed(name: string, from: string): string {
  for (let at = realpathSync(from); ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(at) === at) throw new Error(`${name} is not installed beside ${from}: run npm ci.`);
  }
}
