import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { packageOf, ROOT } from './options';

/** Each part of the build notes here which packages it brought in; nothing of it travels. */
const NOTES = join(ROOT, 'dist', 'used');

/** Notes the packages of which something stands in what a part of the build made. */
export function noteUsed(part: string, metafiles: readonly Metafile[]): void {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const standing = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  noteFolders(
    part,
    standing.flatMap(([path]) => packageOf(path) ?? []),
  );
}

/** Notes packages by their folders in the checkout. */
export function noteFolders(part: string, folders: readonly string[]): void {
  mkdirSync(NOTES, { recursive: true });
  writeFileSync(join(NOTES, `${part}.json`), JSON.stringify([...new Set(folders)].sort()));
}

/** Folders of all packages of which something travels. */
export function usedPackages(): string[] {
  const notes = readdirSync(NOTES).map((file) => JSON.parse(readFileSync(join(NOTES, file), 'utf8')) as string[]);
  return [...new Set(notes.flat())].sort();
}
