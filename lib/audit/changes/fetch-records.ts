import { type BucketReader, bucketReader, folderOf } from './bucket';
import { type RecordFile, recordFiles, type Records, recordsIn } from './records';

/** Objects that are read at once. */
const AT_ONCE = 16;

/** Records from folders and from `s3://bucket/prefix`, all together. */
export async function recordsFrom(places: readonly string[], reader: BucketReader = bucketReader()): Promise<Records> {
  const files: RecordFile[] = [];
  for (const place of places)
    files.push(...(place.startsWith('s3://') ? await fetched(place, reader) : recordFiles(place)));
  return recordsIn(files);
}

/** The JSON files of a place; the pages for people beside them say nothing more. */
async function fetched(place: string, reader: BucketReader): Promise<RecordFile[]> {
  const folder = folderOf(place);
  const keys: string[] = [];
  for await (const key of reader.keys(folder)) if (key.endsWith('.json')) keys.push(key);
  const files: RecordFile[] = [];
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE).map((key) => textOf(folder.bucket, key, reader));
    files.push(...(await Promise.all(some)));
  }
  return files;
}

async function textOf(bucket: string, key: string, reader: BucketReader): Promise<RecordFile> {
  const parts: Buffer[] = [];
  for await (const part of (await reader.open(bucket, key)) as AsyncIterable<Buffer>) parts.push(part);
  return { where: `s3://${bucket}/${key}`, text: Buffer.concat(parts).toString('utf8') };
}
