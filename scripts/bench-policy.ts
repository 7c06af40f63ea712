/**
 * Milliseconds that `guarded policy compare` takes for a pair of two-statement policies: `npm run bench:policy`.
 * Pairs are random, from a fixed seed; each is read from its JSON text, as a batch does.
 */
import { comparePolicies, readPair } from '../lib/iam';

const PAIRS = 1000;
let seed = 20261123;

function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % limit;
}

const pick = <T>(values: readonly T[]): T => values[random(values.length)];
const some = <T>(values: readonly T[]): T[] => Array.from({ length: 1 + random(3) }, () => pick(values));

const ACTIONS = [
  's3:Get*',
  's3:PutObject',
  's3:*',
  'dynamodb:*Item',
  'ec2:Describe*',
  'iam:PassRole',
  'kms:Decrypt',
  '*',
];
const RESOURCES = [
  '*',
  ...['s3:::app-*', 's3:::app-*/*', 'dynamodb:*:111111111111:table/orders', 'kms:*:*:key/*'].map(
    (one) => `arn:${'aws'}:${one}`,
  ),
];
const CONDITIONS = [
  undefined,
  { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { 'ForAllValues:StringLike': { 'aws:TagKeys': ['app*'] } },
];

function policy(): string {
  const statements = ['Allow', pick(['Allow', 'Deny'])].map((Effect) => ({
    Effect,
    Action: some(ACTIONS),
    Resource: some(RESOURCES),
    Condition: pick(CONDITIONS),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const times: number[] = [];
const relations: Record<string, number> = {};
for (let pair = 0; pair < PAIRS; pair += 1) {
  const [older, newer] = [policy(), policy()];
  const started = performance.now();
  const read = readPair({ raw: older, name: 'OLD' }, { raw: newer, name: 'NEW' });
  const { relation } = comparePolicies(read.older, read.newer);
  times.push(performance.now() - started);
  relations[relation] = (relations[relation] ?? 0) + 1;
}
times.sort((a, b) => a - b);
const at = (share: number): string => times[Math.floor(share * (PAIRS - 1))].toFixed(2);
process.stdout.write(
  `${PAIRS} pairs: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms\n${JSON.stringify(relations)}\n`,
);
