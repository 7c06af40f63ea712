import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { LATEST_PACK_KEY, PROOF_PREFIXES } from '../../continuous/wiring';
import { fileIn } from '../../travel/untar';
import { type Evidence, evidenceSchema } from '../evidence/schema';

/** The folder that an archive of the job unpacks to; the pack is the folder `pack` in it. */
export const ARCHIVE_FOLDER = 'continuous-proof';

const latestSchema = z.strictObject({
  version: z.literal(1),
  key: z.string().startsWith(PROOF_PREFIXES.packs),
  versionId: z.string().min(1).max(1024),
  /** SHA-256 of the archive, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Which pack is the newest. */
export type LatestPack = z.output<typeof latestSchema>;

/** Reads an object, a version of it where one is named; undefined where there is none. */
export type Getting = (key: string, versionId?: string) => Promise<Buffer | undefined>;

/**
 * The evidence of the pack before, from the very object that the run before named. Nothing where there was none.
 *
 * @throws where it is not what was kept.
 */
export async function evidenceBefore(get: Getting): Promise<Evidence | undefined> {
  const named = await get(LATEST_PACK_KEY);
  if (named === undefined) return undefined;
  const { key, versionId, sha256 } = latestSchema.parse(JSON.parse(named.toString('utf8')));
  const archive = await get(key, versionId);
  if (archive === undefined || sha256 !== digestOf(archive)) throw new Error(`${key} is not the pack that was kept`);
  const text = fileIn(gunzipSync(archive), `${ARCHIVE_FOLDER}/pack/evidence.json`);
  return text && evidenceSchema.parse(JSON.parse(text.toString('utf8')));
}

/** SHA-256 in hex. */
export function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
