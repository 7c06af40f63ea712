import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gathered } from '../evidence/gather';
import { MANIFEST, packTexts } from './files';
import { manifestText } from './manifest';
import type { Signer } from './sign';

/** Writes a pack into a folder: its eight files, and the manifest over them. */
export async function writePack(directory: string, gathered: Gathered, signer: Signer | undefined): Promise<void> {
  const files = packTexts(gathered);
  const { time, generator, subject, verdict } = gathered.evidence;
  const manifest = await manifestText(files, { time, generator, subject: subject.digest, verdict }, signer);
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  writeFileSync(join(directory, MANIFEST), manifest);
}
