import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Digest of a folder: SHA-256 over one line a file, `<sha256>  <path>`, sorted by path in code units. Names, contents and
 * number of files all count; times and modes do not, since artifacts lose them on their way.
 *
 * @throws when something in it is neither a file nor a folder: a link could lead to what was never looked at.
 */
export function digestOf(folder: string): string {
  const lines = filesOf(folder).map((path) => `${sha256(readFileSync(join(folder, path)))}  ${path}\n`);
  return `sha256:${sha256(lines.join(''))}`;
}

/** Paths of all files below a folder, with `/`, sorted. */
export function filesOf(folder: string, prefix = ''): string[] {
  const names = readdirSync(join(folder, prefix));
  return names.flatMap((name) => within(folder, prefix ? `${prefix}/${name}` : name)).sort(byCodeUnits);
}

function within(folder: string, path: string): string[] {
  const entry = lstatSync(join(folder, path));
  if (entry.isDirectory()) return filesOf(folder, path);
  if (entry.isFile()) return [path];
  throw new Error(`${path} is neither a file nor a folder: an assembly holds nothing else.`);
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
