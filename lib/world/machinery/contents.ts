import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Digest of a file or a folder by what is in it: names, contents, links and whether a file can be executed. The same for
 * the same content wherever it lies; nothing where nothing is there.
 */
export function contentsOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const hash = createHash('sha256');
  for (const line of linesOf(path, '')) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function linesOf(path: string, name: string): string[] {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return [JSON.stringify([name, 'link', readlinkSync(path)])];
  if (stat.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((each) => linesOf(join(path, each), `${name}/${each}`));
  const sum = createHash('sha256').update(readFileSync(path)).digest('hex');
  return [JSON.stringify([name, 'file', sum])];
}
