import { Choice, exactText, isMap, textsOf, type Value } from '../value';
import type { Item } from '../stacks';
import { BY_COMMIT } from '../committed';
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
    .map(({ bucket, key, at }) => ({
      why: `it runs ${key ?? 'an object whose key is not known'} of ${bucket}, to which no asset of the assembly is published under that key`,
      who: BY_COMMIT.who,
      way: BY_RELEASE,
      property: at,
    }));
}

/** Releases leave their assets behind, and approvers read what the next one names, not what lies there. */
const BY_RELEASE: readonly string[] = [
  'have an earlier release publish that content under the key',
  'name the key in a later one, of which approvers see no asset',
  'it runs as prod’s own',
];

interface Named {
  readonly bucket: string;
  readonly key?: string;
  /** Path of the property that names them. */
  readonly at: string;
}

function pairsIn(value: Value, at = ''): Named[] {
  if (Array.isArray(value)) return value.flatMap((each) => pairsIn(each, at));
  if (value instanceof Choice) return value.options.flatMap((each) => pairsIn(each, at));
  if (!isMap(value)) return [];
  const own = PAIRS.flatMap(([bucket, key]) =>
    value[key] === undefined
      ? []
      : textsOf(value[bucket]).map(({ pattern }) => ({
          bucket: pattern.replace(/^arn:[^:]*:s3:::/, ''),
          key: exactText(value[key]),
          at: within(at, key),
        })),
  );
  return [...own, ...Object.entries(value).flatMap(([name, each]) => pairsIn(each, within(at, name)))];
}

function within(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function addressed({ kind, path, value }: Leaf): Named[] {
  if (kind !== 'url' && kind !== 'object') return [];
  return textsOf(value).flatMap(({ pattern, exact }) => {
    const [, bucket, key] = /^(?:s3:\/\/|arn:[^:]*:s3:::)([^/]+)\/(.+)$/.exec(pattern) ?? [];
    return bucket === undefined || /[*?]$/.test(key) ? [] : [{ bucket, at: path, ...(exact ? { key } : {}) }];
  });
}
