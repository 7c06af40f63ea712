import type { Unread } from '../../snapshot';
import type { World } from '../../world/model';
import type { BucketReader } from '../changes/bucket';
import { recordsFrom } from '../changes/fetch-records';
import { trailFiles } from '../changes/files';
import { Problems } from '../changes/problems';
import type { Records } from '../changes/records';
import { Trail } from '../changes/trail';

/** Where the changes stand that a pack tells of. */
export interface ChangePlaces {
  /** Folders of records, `s3://bucket/records/orders/`. */
  readonly records: readonly string[];
  /** The trail, `s3://bucket/AWSLogs/o-…/`. */
  readonly trail?: string;
}

/** The changes of a time, and what of them could not be read. */
export interface FoundChanges {
  readonly records: Records;
  readonly trail?: Trail;
  readonly unread: readonly Unread[];
}

/** CloudTrail delivers within a quarter of an hour, and sometimes later: a day is read again. */
const AGAIN_MS = 24 * 3_600_000;

/** A first pack looks back so far. */
const FIRST_MS = 7 * AGAIN_MS;

/** The day from which the trail is read: `2026/11/26`. */
export function trailSince(now: Date, until: string | undefined): string {
  const before = until ? Date.parse(until) - AGAIN_MS : now.getTime() - FIRST_MS;
  return new Date(before).toISOString().slice(0, 10).replace(/-/g, '/');
}

/** Reads records and trail. What cannot be read is told, with what was read until then: it makes no smaller pack. */
export async function changesIn(
  world: World,
  { records: places, trail: address }: ChangePlaces,
  since: string,
  reader?: BucketReader,
): Promise<FoundChanges> {
  const records = await readRecords(places, reader);
  const trail = address === undefined ? undefined : await readTrail(world, address, since, reader);
  const lost = [...records.problems.list, ...(trail?.problems.list ?? [])].filter((one) => one.lost);
  const unread = lost.map(({ what, where, count }) => ({ account: '', what: where, why: `${what}, ${count} times` }));
  return { records, ...(trail ? { trail } : {}), unread };
}

async function readRecords(places: readonly string[], reader?: BucketReader): Promise<Records> {
  const none: Records = { records: [], leases: [], problems: new Problems() };
  if (places.length === 0) return none;
  try {
    return await recordsFrom(places, reader);
  } catch (error) {
    none.problems.lost(`change records cannot be read: ${(error as Error).message}`, places.join(', '));
    return none;
  }
}

async function readTrail(world: World, address: string, since: string, reader?: BucketReader): Promise<Trail> {
  const trail = new Trail(world);
  try {
    for await (const file of trailFiles(address, { since, reader })) await trail.read(file);
  } catch (error) {
    trail.problems.lost(`the trail cannot be read to its end: ${(error as Error).message}`, address);
  }
  return trail;
}
