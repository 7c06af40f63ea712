import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { dataFile } from '../package-root';

/** An AWS managed policy in its latest version. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  /** `v188` */
  readonly version: string;
  readonly document: unknown;
}

/** The pinned package that the AWS managed policies come from. */
export interface ManagedPolicySource {
  readonly name: string;
  readonly version: string;
  /** ARNs of all policies, in the `aws` partition. */
  readonly arns: readonly string[];
}

interface Index {
  readonly name: string;
  readonly version: string;
  /** Version, offset and length of each packed document. */
  readonly index: Readonly<Record<string, readonly [string, number, number]>>;
}

let index: Index | undefined;
let packed: Buffer | undefined;
const read = new Map<string, ManagedPolicy>();

function loadIndex(): Index {
  index ??= JSON.parse(readFileSync(dataFile('iam-managed-policies.json'), 'utf8')) as Index;
  return index;
}

/** Where the AWS managed policies come from, and which there are. */
export function managedPolicySource(): ManagedPolicySource {
  const { name, version, index: policies } = loadIndex();
  return { name, version, arns: Object.keys(policies) };
}

/**
 * An AWS managed policy by its ARN, in any partition; undefined for one that the pinned package does not know.
 *
 * @throws where the build's data is missing: run `npm run build`.
 */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  const key = arn.replace(/^arn:[^:]+:/, `arn:${'aws'}:`);
  const entry = Object.hasOwn(loadIndex().index, key) ? loadIndex().index[key] : undefined;
  if (!entry) return undefined;
  let policy = read.get(key);
  if (!policy) {
    policy = { arn: key, name: key.slice(key.lastIndexOf('/') + 1), version: entry[0], document: unpack(entry) };
    read.set(key, policy);
  }
  return policy;
}

function unpack([, offset, length]: readonly [string, number, number]): unknown {
  packed ??= readFileSync(dataFile('iam-managed-policies.bin'));
  return JSON.parse(inflateRawSync(packed.subarray(offset, offset + length)).toString('utf8'));
}
