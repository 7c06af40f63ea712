import type { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SurroundingsError } from '../../errors';

/** A folder of a bucket: `s3://bucket/prefix`. */
export interface Folder {
  readonly bucket: string;
  readonly prefix: string;
}

/** What is in a bucket, as far as somebody may read it. */
export interface BucketReader {
  /** Keys below a prefix in their order, after one of them where one is given. */
  readonly keys: (folder: Folder, after?: string) => AsyncIterable<string>;
  /** Folders right below a prefix. */
  readonly folders: (folder: Folder) => AsyncIterable<string>;
  readonly open: (bucket: string, key: string) => Promise<Readable>;
}

/** Reads `s3://bucket/prefix`. */
export function folderOf(address: string): Folder {
  const { hostname: bucket, pathname } = new URL(address);
  return { bucket, prefix: pathname.slice(1) };
}

/** Reads buckets with the credentials of the process; what may not be read is told with its address. */
export function bucketReader(client = new S3Client({})): BucketReader {
  async function* pages({ bucket: Bucket, prefix: Prefix }: Folder, more: object) {
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken, ...more });
      const page = await reach(`s3://${Bucket}/${Prefix}`, () => client.send(command));
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }
  return {
    async *keys(folder, StartAfter) {
      for await (const { Contents = [] } of pages(folder, { StartAfter }))
        for (const { Key } of Contents) if (Key && !Key.endsWith('/')) yield Key;
    },
    async *folders(folder) {
      for await (const { CommonPrefixes = [] } of pages(folder, { Delimiter: '/' }))
        for (const { Prefix } of CommonPrefixes) if (Prefix) yield Prefix;
    },
    async open(Bucket, Key) {
      const { Body } = await reach(`s3://${Bucket}/${Key}`, () => client.send(new GetObjectCommand({ Bucket, Key })));
      return Body as Readable;
    },
  };
}

async function reach<T>(address: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    throw new SurroundingsError(
      `${address} cannot be read (${name}: ${message}). Sign in with a role that may list and get its objects.`,
      { cause: error },
    );
  }
}
