import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { InputError, SurroundingsError } from '../../errors';

/** One file of a trail, by the path that its place in the organization's layout gives. */
export interface TrailFile {
  readonly path: string;
  readonly open: () => Promise<Readable>;
}

/** The files of a trail in the order of their names, from a folder or from `s3://bucket/prefix`. */
export function trailFiles(trail: string): AsyncIterable<TrailFile> | Iterable<TrailFile> {
  return trail.startsWith('s3://') ? bucketFiles(trail) : folderFiles(trail);
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

async function* bucketFiles(address: string): AsyncGenerator<TrailFile> {
  const { hostname: Bucket, pathname } = new URL(address);
  const client = new S3Client({});
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket, Prefix: pathname.slice(1), ContinuationToken });
    const page = await reach(address, () => client.send(command));
    for (const { Key } of page.Contents ?? [])
      if (Key && !Key.endsWith('/')) yield { path: Key, open: () => openObject(client, Bucket, Key) };
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

async function openObject(client: S3Client, Bucket: string, Key: string): Promise<Readable> {
  const { Body } = await reach(`s3://${Bucket}/${Key}`, () => client.send(new GetObjectCommand({ Bucket, Key })));
  return Body as Readable;
}

async function reach<T>(address: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    throw new SurroundingsError(
      `${address} cannot be read (${name}: ${message}). Sign in to the audit account with a role that may list and get its objects.`,
      { cause: error },
    );
  }
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
