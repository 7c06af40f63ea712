import { Choice, isMap, listOf, textsOf, type Value, type ValueMap } from '../value';
import type { Item } from '../stacks';
import type { Finding } from './finding';
import type { Surroundings } from './surroundings';

/** Keys that say for which account a service acts. */
const ON_BEHALF = /^aws:source(account|owner|orgid|orgpaths)$/;
const BUCKET = /^arn:[^:]+:s3:::[^*?/]+$/;

/**
 * Buckets on whose behalf a service may act. The ARN of a bucket names no account, so only what describes the bucket says
 * whose it is; a condition on the account beside it settles that as well.
 */
export function sendingBuckets(item: Item, around: Surroundings): Finding[] {
  return conditionsIn(item).flatMap((keys) => {
    if ([...keys.keys()].some((key) => ON_BEHALF.test(key))) return [];
    return (keys.get('aws:sourcearn') ?? []).flatMap(textsOf).flatMap((text) => {
      if (text.of !== undefined || !text.exact || !BUCKET.test(text.pattern)) return [];
      const why = strangeOwner(text.pattern, around.accountOf(text.pattern), around);
      const account = around.accountOf(text.pattern);
      const who = account === undefined ? `whoever owns ${text.pattern}` : around.whoIn(account);
      const way = ['put an object there, or set its notifications', 'S3 acts here on its behalf'];
      return why === undefined ? [] : [{ why, theorems: ['environments-are-isolated'], who, way }];
    });
  });
}

function strangeOwner(bucket: string, account: string | undefined, around: Surroundings): string | undefined {
  if (account === undefined)
    return `nothing describes whose bucket ${bucket} is, for which S3 may act here: name aws:SourceAccount as well`;
  return around.guarded(account)
    ? undefined
    : `S3 may act here for ${bucket} of account ${account}, which is not guarded`;
}

type Keys = ReadonlyMap<string, readonly Value[]>;

/** The keys of each condition block with their values; a permission of a function has them beside each other. */
function conditionsIn({ type, properties }: Item): Keys[] {
  if (type !== 'AWS::Lambda::Permission') return blocksIn(properties);
  const { SourceArn = [], SourceAccount } = properties;
  const keys: [string, Value[]][] = [['aws:sourcearn', [SourceArn]]];
  return [new Map(SourceAccount === undefined ? keys : [...keys, ['aws:sourceaccount', [SourceAccount]]])];
}

function blocksIn(value: Value | undefined): Keys[] {
  if (Array.isArray(value)) return value.flatMap(blocksIn);
  if (value instanceof Choice) return value.options.flatMap(blocksIn);
  if (!isMap(value)) return [];
  const own = isMap(value.Condition) ? [keysOf(value.Condition)] : [];
  return [...own, ...Object.values(value).flatMap(blocksIn)];
}

function keysOf(block: ValueMap): Keys {
  const keys = new Map<string, Value[]>();
  for (const operator of Object.values(block).filter(isMap))
    for (const [key, value] of Object.entries(operator))
      keys.set(key.toLowerCase(), [...(keys.get(key.toLowerCase()) ?? []), ...listOf(value)]);
  return keys;
}
