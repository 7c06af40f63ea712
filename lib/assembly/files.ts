import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths of all files below a folder, with `/`, sorted by code units.
 *
 * @throws when something in it is neither a file nor a folder: a link could lead to what was never looked at.
 */
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
