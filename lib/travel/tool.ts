import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageRoot } from '../package-root';
import { PACKAGE_NAME } from '../contract/package-name';
import { filesIn, pathsIn } from './files';
import { isShipped } from './shipped';
import { type InstalledModule, modulesOf } from './modules';
import { type ArchiveFile, tarOf } from './tar';

/** What making machinery again loads beside the package; everything else that it uses is part of its files. */
const LOADED = ['aws-cdk-lib', 'cdk-nag', 'constructs'];

/** Folder of dist that archives are kept in, and that no archive holds. */
const KEPT = 'dist/tool';

/** The package with everything that its command needs in a pipeline. */
export interface ToolArchive {
  /** Gzipped tar: `node_modules/.bin/guarded` and what it loads. */
  readonly file: string;
  /** SHA-256 of the tar itself, in hex: compression differs between versions of Node.js, the content does not. */
  readonly sha256: string;
}

/**
 * This very package, as it is installed here, packed so that it runs anywhere without a registry. Made once and kept in
 * `dist/tool` until something of it changes.
 */
export function toolArchive(root: string = packageRoot()): ToolArchive {
  const modules = modulesOf(LOADED, root);
  const folder = keptIn(root);
  const fingerprint = fingerprintOf(root, modules);
  const known = readdirSync(folder).find((name) => name.startsWith(`${fingerprint}-`));
  if (known) return { file: join(folder, known), sha256: known.slice(fingerprint.length + 1).replace('.tgz', '') };
  return pack(folder, fingerprint, [...ownFiles(root), ...modules.flatMap(moduleFiles)]);
}

/** Beside the package; where that cannot be written to, in a folder that is nobody else's. */
function keptIn(root: string): string {
  const folder = join(root, KEPT);
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), 'guarded-tool-'));
  }
}

function pack(folder: string, fingerprint: string, files: readonly ArchiveFile[]): ToolArchive {
  const tar = tarOf(files);
  const sha256 = createHash('sha256').update(tar).digest('hex');
  const file = join(folder, `${fingerprint}-${sha256}.tgz`);
  const unfinished = join(folder, `.${process.pid}-${sha256}`);
  writeFileSync(unfinished, gzipSync(tar));
  renameSync(unfinished, file);
  for (const old of readdirSync(folder).filter((name) => /^[0-9a-f]{16}-/.test(name) && !name.startsWith(fingerprint)))
    rmSync(join(folder, old), { force: true });
  return { file, sha256 };
}

/** Of the package itself by size and time, of the others by version: what is published under one does not change. */
function fingerprintOf(root: string, modules: readonly InstalledModule[]): string {
  const hash = createHash('sha256');
  for (const path of pathsIn(join(root, 'dist'), { without: ['tool'] }).filter(isShipped)) {
    const { size, mtimeMs } = statSync(join(root, 'dist', path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  hash.update(readFileSync(join(root, 'package.json')));
  for (const { place, version } of modules) hash.update(`${place} ${version}\n`);
  return hash.digest('hex').slice(0, 16);
}

const COMMAND = `#!/usr/bin/env node\nimport('../${PACKAGE_NAME}/dist/bundle/guarded.mjs');\n`;

function ownFiles(root: string): ArchiveFile[] {
  const place = `node_modules/${PACKAGE_NAME}`;
  if (!existsSync(join(root, 'dist', 'bundle', 'guarded.mjs')))
    throw new Error(`${join(root, 'dist')} holds no command: run "npm run build", or reinstall the package.`);
  return [
    { path: 'node_modules/.bin/guarded', content: Buffer.from(COMMAND), executable: true },
    { path: `${place}/package.json`, content: readFileSync(join(root, 'package.json')) },
    ...filesIn(join(root, 'dist'), `${place}/dist`, { without: ['tool'], which: isShipped }),
  ];
}

function moduleFiles({ folder, place, bundles }: InstalledModule): ArchiveFile[] {
  return filesIn(folder, place, { without: bundles ? [] : ['node_modules'] });
}
