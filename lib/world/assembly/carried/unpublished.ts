import { Choice, exactText, isMap, textsOf, type Value } from '../value';
import type { Item } from '../stacks';
import type { Finding } from './finding';
import type { Leaf } from './leaves';

/** Names under which a bucket and the key of an object in it stand side by side. */
const PAIRS: readonly (readonly [bucket: string, key: string])[] = [
  ['S3Bucket', 'S3Key'],
  ['Bucket', 'Key'],
  ['S3BucketName', 'S3ObjectKey'],
  ['BucketName', 'ObjectKey'],
  ['BucketArn', 'FileKey'],
  ['BucketARN', 'FileKey'],
];

/**
 * Objects in the bucket that an assembly publishes to, of which no asset of the stack is the source: what runs is whatever
 * an earlier release left there under that key, and no proof has seen it.
 */
export function unpublished(item: Item, leaves: readonly Leaf[]): Finding[] {
  const named = [...pairsIn(item.properties), ...leaves.flatMap(addressed)];
  return named
    .filter(({ bucket }) => item.stack.artifact.assetBuckets.includes(bucket))
    .filter(({ bucket, key }) => key === undefined || !item.stack.artifact.assets.has(`${bucket}/${key}`))
    .map(({ bucket, key }) => ({
      why: `it runs ${key ?? 'an object whose key is not known'} of ${bucket}, to which no asset of the assembly is published under that key`,
    }));
}

interface Named {
  readonly bucket: string;
  readonly key?: string;
}

function pairsIn(value: Value): Named[] {
  if (Array.isArray(value)) return value.flatMap(pairsIn);
  if (value instanceof Choice) return value.options.flatMap(pairsIn);
  if (!isMap(value)) return [];
  const own = PAIRS.flatMap(([bucket, key]) =>
    value[key] === undefined
      ? []
      : textsOf(value[bucket]).map(({ pattern }) => ({
          bucket: pattern.replace(/^arn:[^:]*:s3:::/, ''),
          key: exactText(value[key]),
        })),
  );
  return [...own, ...Object.values(value).flatMap(pairsIn)];
}

function addressed({ kind, value }: Leaf): Named[] {
  if (kind !== 'url' && kind !== 'object') return [];
  return textsOf(value).flatMap(({ pattern, exact }) => {
    const [, bucket, key] = /^(?:s3:\/\/|arn:[^:]*:s3:::)([^/]+)\/(.+)$/.exec(pattern) ?? [];
    return bucket === undefined || /[*?]$/.test(key) ? [] : [{ bucket, ...(exact ? { key } : {}) }];
  });
}
