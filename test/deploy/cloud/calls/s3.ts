import type { Cloud } from '../cloud';
import type { Principal } from '../principals';
import { notPlayed, Refusal } from '../refusal';
import type { Raw } from '../request';

/** What an S3 request asks for. */
export interface ObjectCall {
  readonly bucket: string;
  readonly key: string;
  readonly action: string;
  readonly writes: boolean;
}

/** Calls on a bucket itself, by the query parameter that names them. */
const BUCKET_READS: Readonly<Record<string, string>> = {
  location: 's3:GetBucketLocation',
  encryption: 's3:GetEncryptionConfiguration',
  versioning: 's3:GetBucketVersioning',
  policy: 's3:GetBucketPolicy',
  versions: 's3:ListBucketVersions',
};

/** Reads what a request of S3 is; buckets come first in the path, since the front has one address. */
export function objectCall({ method, path, query }: Raw): ObjectCall {
  const [bucket = '', ...rest] = path.slice(1).split('/').map(decodeURIComponent);
  const key = rest.join('/');
  return { bucket, key, ...actionOf(method, key, query) };
}

function actionOf(method: string, key: string, query: URLSearchParams): { action: string; writes: boolean } {
  if (key === '') {
    const named = Object.keys(BUCKET_READS).find((one) => query.has(one));
    if (method === 'GET') return { action: named ? BUCKET_READS[named]! : 's3:ListBucket', writes: false };
    if (method === 'HEAD') return { action: 's3:ListBucket', writes: false };
    throw notPlayed(`${method} on a bucket (${String(query)})`);
  }
  if (method === 'GET' || method === 'HEAD') return { action: readOf(query), writes: false };
  if (method === 'DELETE')
    return { action: query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject', writes: false };
  if (method === 'PUT' || method === 'POST') return { action: 's3:PutObject', writes: true };
  throw notPlayed(`${method} on an object`);
}

function readOf(query: URLSearchParams): string {
  return query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
}

/** Asks whether a caller may do it: the bucket's policy, and the key's, which S3 uses for whoever calls. */
export function authorizeObject(cloud: Cloud, by: Principal, call: ObjectCall, query = new URLSearchParams()): string {
  const bucket = cloud.buckets.get(call.bucket);
  if (!bucket) throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404);
  const arn = `arn:aws:s3:::${call.bucket}`;
  const prefix = query.get('prefix');
  cloud.authorize(by, {
    action: call.action,
    resource: call.key === '' ? arn : `${arn}/${call.key}`,
    context: { 'aws:RequestedRegion': [bucket.region], ...(prefix !== null && { 's3:prefix': [prefix] }) },
  });
  if (call.writes) useKey(cloud, by, call);
  return bucket.account;
}

/**
 * What S3 does about an object that is there, before it hands it out: it decrypts it with the caller's rights. One that is not
 * there is a 404 for whoever may list the bucket, and a 403 for everybody else.
 */
export function authorizeFound(cloud: Cloud, by: Principal, call: ObjectCall, found: boolean): void {
  if (call.key === '' || !call.action.startsWith('s3:GetObject')) return;
  if (found) return useKey(cloud, by, call);
  const resource = `arn:aws:s3:::${call.bucket}`;
  cloud.authorize(by, { action: 's3:ListBucket', resource, context: { 's3:prefix': [call.key] } });
}

/** With a bucket key the context names the bucket, without one the object. */
function useKey(cloud: Cloud, by: Principal, { key, bucket, writes }: ObjectCall): void {
  const { key: resource, bucketKey, region } = cloud.buckets.get(bucket)!;
  if (resource === undefined) return;
  const context = {
    'kms:ViaService': [`s3.${region}.amazonaws.com`],
    'kms:EncryptionContext:aws:s3:arn': [`arn:aws:s3:::${bucket}${bucketKey ? '' : `/${key}`}`],
    'aws:RequestedRegion': [region],
  };
  cloud.authorize(by, { action: writes ? 'kms:GenerateDataKey' : 'kms:Decrypt', resource, context });
}
