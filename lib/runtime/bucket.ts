import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { attempt, demand, errorName } from './failure';
import type { Clients } from './clients';

/** What reading and writing the write-once bucket takes; every kind of handler has it. */
export interface BucketRuntime {
  readonly settings: { readonly bucket: string };
  readonly clients: Pick<Clients, 'bucket'>;
}

/** Writes an object that nobody wrote before; false where one stands there already. */
export async function putOnce(
  runtime: BucketRuntime,
  key: string,
  body: string,
  ContentType = 'application/json',
): Promise<boolean> {
  const command = new PutObjectCommand({
    Bucket: runtime.settings.bucket,
    Key: key,
    Body: body,
    ContentType,
    IfNoneMatch: '*',
    ChecksumAlgorithm: 'SHA256',
  });
  for (let turn = 1; ; turn++) {
    try {
      await attempt(`write ${key}`, () => runtime.clients.bucket.send(command), 'PreconditionFailed', RACE);
      return true;
    } catch (error) {
      if (errorName(error) === 'PreconditionFailed') return false;
      if (errorName(error) !== RACE || turn === RACES) throw error;
    }
  }
}

/** Somebody else writes the same key at this moment; who was first shows at the next try. */
const RACE = 'ConditionalRequestConflict';
const RACES = 5;

/** Text of an object, or undefined where there is none. Without the right to list the bucket S3 answers 403, not 404. */
export async function getTextIfAny(runtime: BucketRuntime, key: string): Promise<string | undefined> {
  const command = new GetObjectCommand({ Bucket: runtime.settings.bucket, Key: key });
  const what = `look for ${key}`;
  try {
    const answer = await attempt(what, () => runtime.clients.bucket.send(command), 'NoSuchKey');
    return await demand(what, answer.Body, 'body').transformToString('utf8');
  } catch (error) {
    if (errorName(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** Text of an object. */
export async function getText(runtime: BucketRuntime, key: string): Promise<string> {
  const what = `read ${key}`;
  const command = new GetObjectCommand({ Bucket: runtime.settings.bucket, Key: key });
  return attempt(what, async () => {
    const answer = await runtime.clients.bucket.send(command);
    return demand(what, answer.Body, 'body').transformToString('utf8');
  });
}
