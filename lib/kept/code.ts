import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../package-root';

/** What the build makes besides code; it decides as code does. */
const DATA = ['dist/data', 'dist/runtime'];

/** Folders of the package's own code, as it runs: bundled, compiled or from the sources. */
function codeFolders(root: string): string[] {
  const [first, second] = relative(root, __dirname).split(sep);
  if (first !== 'dist') return ['bin', 'constructs', 'lib', ...DATA];
  return second === 'bundle' ? ['dist/bundle', ...DATA] : ['dist/bin', 'dist/constructs', 'dist/lib', ...DATA];
}

/**
 * Digest of everything that decides beside the input: this package, byte by byte, and the versions of what it is built on.
 *
 * @param versions Of the packages that others publish: what is published under one does not change.
 */
export function codeDigest(versions: Readonly<Record<string, string>>, root: string = packageRoot()): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, Object.entries(versions).sort()]));
  hash.update(readFileSync(join(root, 'package.json')));
  for (const file of codeFolders(root).flatMap((folder) => filesBelow(join(root, folder)))) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Every file below a folder, by name, in order. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Digest of a folder: names, and contents. */
export function folderDigest(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesBelow(folder)) {
    const content = createHash('sha256').update(readFileSync(file)).digest('hex');
    hash.update(`${content} ${relative(folder, file)}\n`);
  }
  return hash.digest('hex');
}
