import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../errors';
import { type BucketReader, bucketReader, type Folder, folderOf } from './bucket';

/** One file of a trail, by the path that its place in the organization's layout gives. */
export interface TrailFile {
  readonly path: string;
  readonly open: () => Promise<Readable>;
}

/** Which files of a trail are read, and with what. */
export interface TrailChoice {
  /** `2026/11/26`: days before it are left out. */
  readonly since?: string;
  readonly reader?: BucketReader;
}

/** The files of a trail in the order of their names, from a folder or from `s3://bucket/prefix`. */
export function trailFiles(
  trail: string,
  { since, reader }: TrailChoice = {},
): AsyncIterable<TrailFile> | Iterable<TrailFile> {
  if (trail.startsWith('s3://')) return bucketFiles(trail, since, reader ?? bucketReader());
  return folderFiles(trail).filter(({ path }) => since === undefined || dayOf(path) >= since);
}

/** The day in a path of the organization's layout; what has none is read in any case. */
function dayOf(path: string): string {
  return /\/(\d{4}\/\d\d\/\d\d)\/[^/]+$/.exec(`/${path}`)?.[1] ?? '9999';
}

function folderFiles(directory: string): TrailFile[] {
  let names: string[];
  try {
    names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  } catch (error) {
    throw InputError.at(
      directory,
      undefined,
      `cannot be read as a folder of CloudTrail files: ${(error as Error).message}`,
    );
  }
  return names
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({
      path: relative(directory, file).split(sep).join('/'),
      open: () => Promise.resolve(createReadStream(file)),
    }));
}

async function* bucketFiles(
  address: string,
  since: string | undefined,
  reader: BucketReader,
): AsyncGenerator<TrailFile> {
  const root = folderOf(address);
  const folders = since === undefined ? [root.prefix] : regionsOf(root, reader);
  for await (const prefix of folders) {
    const after = since === undefined ? undefined : `${prefix}${since}`;
    for await (const key of reader.keys({ ...root, prefix }, after))
      yield { path: key, open: () => reader.open(root.bucket, key) };
  }
}

/** `AWSLogs/o-…/<account>/CloudTrail/<region>/`: where days follow each other, so that those before can be passed over. */
async function* regionsOf(root: Folder, reader: BucketReader): AsyncGenerator<string> {
  for await (const account of reader.folders(root)) yield* reader.folders({ ...root, prefix: `${account}CloudTrail/` });
}

/** The bytes of a file, unpacked where its name says that it is packed. */
export async function* bytesOf(file: TrailFile): AsyncGenerator<Buffer> {
  const raw = await file.open();
  if (!file.path.endsWith('.gz')) {
    yield* raw as AsyncIterable<Buffer>;
    return;
  }
  const unpacked = createGunzip();
  raw.on('error', (error) => unpacked.destroy(error));
  yield* raw.pipe(unpacked) as AsyncIterable<Buffer>;
}
