import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { attempt, errorName, ServiceFailure } from '../failure';
import type { SandboxRuntime } from './runtime';

/** Pages of a thousand objects that one pass empties; a fuller bucket takes several passes. */
const PAGES = 100;

/** Deletes every version of every object; false where the bucket is gone. */
export async function emptyBucket(
  runtime: Pick<SandboxRuntime<'bucket'>, 'clients'>,
  bucket: string,
): Promise<boolean> {
  for (let page = 0; page < PAGES; page++) {
    const found = await versionsOf(runtime, bucket);
    if (!found) return false;
    if (found.length === 0) return true;
    await deleteAll(runtime, bucket, found);
  }
  return true;
}

interface Version {
  readonly Key: string;
  readonly VersionId?: string;
}

async function versionsOf(
  { clients }: Pick<SandboxRuntime<'bucket'>, 'clients'>,
  bucket: string,
): Promise<Version[] | undefined> {
  const command = new ListObjectVersionsCommand({ Bucket: bucket });
  try {
    const page = await attempt(`list what is in ${bucket}`, () => clients.bucket.send(command), 'NoSuchBucket');
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    return all.flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId ? { VersionId } : {}) }],
    );
  } catch (error) {
    if (errorName(error) === 'NoSuchBucket') return undefined;
    throw error;
  }
}

async function deleteAll(
  { clients }: Pick<SandboxRuntime<'bucket'>, 'clients'>,
  bucket: string,
  versions: readonly Version[],
): Promise<void> {
  const what = `empty ${bucket}`;
  for (let first = 0; first < versions.length; first += 1000) {
    const Delete = { Objects: versions.slice(first, first + 1000), Quiet: true };
    const { Errors = [] } = await attempt(what, () =>
      clients.bucket.send(new DeleteObjectsCommand({ Bucket: bucket, Delete })),
    );
    const [error] = Errors;
    if (error)
      throw new ServiceFailure(
        what,
        `${error.Key}: ${error.Code} ${error.Message}`,
        'Look whether it is locked; it is tried again.',
      );
  }
}
