import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TrailEvent } from '../../../lib/audit/changes/event';
import type { ChangeEvent } from '../../../lib/change/events';
import { deployment, event, trailFolder } from './trail-files';

/** Accounts of the shipped example that a release reaches, in the order of its waves. */
const WAVES = [
  { stage: 'Prod-one-box', account: '555555555555', region: 'eu-west-2', stack: 'orders-one-box-eu-west-2-orders' },
  { stage: 'Prod-first-region', account: '666666666666', region: 'eu-west-2', stack: 'orders-prod-eu-west-2-orders' },
  { stage: 'Prod-the-rest', account: '666666666666', region: 'eu-west-1', stack: 'orders-prod-eu-west-1-orders' },
] as const;

/** The commit whose way to prod an auditor follows. */
export const COMMIT = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

/** A stack that a pipeline's role changed one night, when no change was at it. */
export const NIGHT = '2026-11-25T02:13:00Z';

/** Somebody who is no machine and wrote to prod's table. */
export const STRANGER = 'arn:aws:sts::666666666666:assumed-role/Backdoor/x';

const approver = (persona: string, name: string): string =>
  `arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_${persona}_0123456789abcdef/${name}@example.com`;

/** A change on its way from a commit to the last wave: one minute, one thing. */
function story(day: string, title: string, revision: string): ChangeEvent[] {
  const at = (minute: number) => new Date(Date.parse(`${day}T09:00:00Z`) + minute * 60_000).toISOString();
  const found = {
    ...{ revision, returnTo: { change: 'orders-0', revision: '00000000' }, digest: `sha256:${'1'.repeat(64)}` },
    ...{ title, why: 'Customers asked for it.', commitCount: 1, range: [revision], historyUnknown: false },
    commits: [{ id: revision, author: 'Alice <alice@example.com>', title }],
    ...{ authors: ['Alice <alice@example.com>'], proof: 'proved', difference: [] },
  };
  const answered = (minute: number, persona: string, name: string, complete: boolean): ChangeEvent => ({
    ...{ id: `answered-${persona}`, kind: 'answered', at: at(minute), action: persona, by: approver(persona, name) },
    ...{ approved: true, comment: 'Read and agreed.', complete },
  });
  return [
    { id: 'opened', kind: 'opened', at: at(0), trigger: 'push' },
    { id: 'verified', kind: 'verified', at: at(10), found },
    { id: 'tested', kind: 'tested', at: at(30), stage: 'Test', action: 'Integration', passed: true, note: '' },
    answered(40, 'ReleaseManager', 'rita', false),
    answered(50, 'BusinessOwner', 'bob', true),
    ...WAVES.flatMap(({ stage }, index): ChangeEvent[] => [
      { id: `deploying-${stage}`, kind: 'deploying', at: at(60 + 40 * index), stage },
      { id: `baking-${stage}`, kind: 'baking', at: at(65 + 40 * index), stage },
      { id: `${stage}`, kind: 'wave', at: at(95 + 40 * index), stage, state: 'healthy', reason: '' },
    ]),
    { id: 'sealed', kind: 'sealed', at: at(200), outcome: 'succeeded', reason: 'All waves are healthy.' },
  ];
}

/** A copy of the write-once store with two changes of orders. */
export function recordsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-records-'));
  const changes = [
    story('2026-11-23', 'Show the price with tax', 'f'.repeat(40)),
    story('2026-11-24', 'Take orders by telephone', COMMIT),
  ];
  changes.forEach((events, index) => {
    const number = index + 1;
    const page = { version: 1, change: `orders-${number}`, execution: `e-${number}`, page: 1, events };
    const file = join(folder, `orders/${String(number).padStart(8, '0')}/0001.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(page));
  });
  mkdirSync(join(folder, 'leases/orders'), { recursive: true });
  writeFileSync(join(folder, 'leases/orders/l-1.json'), JSON.stringify(LEASE));
  return folder;
}

/** What stayed of an environment of somebody's own. */
const LEASE = {
  ...{ version: 1, id: 'l-1', name: 'search', application: 'orders', owner: 'alice@example.com', branch: 'search' },
  ...{ revision: null, created: '2026-11-20T09:00:00Z', expires: '2026-11-23T09:00:00Z' },
  ...{ deleted: '2026-11-23T09:10:00Z', budget: 50, cost: 12, problem: null, history: [] },
};

type Wave = (typeof WAVES)[number];

function deployed({ account, region, stack }: Wave, eventTime: string): TrailEvent {
  const issuer = {
    arn: `arn:aws:iam::${account}:role/guarded/pipeline/cdk-guarded-deploy-role-${account}-${region}`,
    userName: `cdk-guarded-deploy-role-${account}-${region}`,
  };
  return deployment({
    ...{ eventTime, awsRegion: region, recipientAccountId: account },
    userIdentity: {
      ...{ type: 'AssumedRole', accountId: account, sessionContext: { sessionIssuer: issuer } },
      arn: `arn:aws:sts::${account}:assumed-role/${issuer.userName}/guarded-deploy`,
    },
    requestParameters: { stackName: `arn:aws:cloudformation:${region}:${account}:stack/${stack}/0a1b` },
  });
}

function planted(): TrailEvent[] {
  const account = '666666666666';
  const backdoor = { arn: `arn:aws:iam::${account}:role/Backdoor`, userName: 'Backdoor' };
  return [
    deployed(WAVES[1], NIGHT),
    event({
      ...{ eventTime: '2026-11-25T02:20:00Z', awsRegion: 'eu-west-2', recipientAccountId: account },
      userIdentity: {
        ...{ type: 'AssumedRole', accountId: account, sessionContext: { sessionIssuer: backdoor } },
        arn: STRANGER,
      },
    }),
  ];
}

/** The organization's trail of those days: each wave of both changes, and two writes that belong to none. */
export function trailOfThoseDays(): string {
  const times = ['2026-11-23', '2026-11-24'].flatMap((day) =>
    WAVES.map((wave, index) => {
      const at = new Date(Date.parse(`${day}T10:03:00Z`) + index * 40 * 60_000).toISOString();
      return deployed(wave, at.replace('.000', ''));
    }),
  );
  const events = [...times, ...planted()];
  const files = events.map((one, index): [string, TrailEvent[]] => {
    const { recipientAccountId: account = '', awsRegion: region = '', eventTime = '' } = one;
    const day = eventTime.slice(0, 10).replaceAll('-', '/');
    return [`AWSLogs/o-abc123defg/${account}/CloudTrail/${region}/${day}/${index}.json.gz`, [one]];
  });
  return trailFolder(Object.fromEntries(files));
}
