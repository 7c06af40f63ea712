import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { joinChanges } from '../../../lib/audit/changes/join';
import { readRecords, recordsIn } from '../../../lib/audit/changes/records';
import { draw } from '../../../lib/audit/changes/sample';
import { trailFiles } from '../../../lib/audit/changes/files';
import { readTrail } from '../../../lib/audit/changes/trail';
import { applyAll } from '../../../lib/change/apply';
import type { ChangeEvent } from '../../../lib/change/events';
import { blankRecord, type ChangeRecord } from '../../../lib/change/record';
import { deployment, PROD, trailFolder, trailPath, WORLD } from './trail-files';

const APPROVER =
  'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_ReleaseManager_0123456789abcdef/rita@example.com';

/** What happens to a change that goes well, on the 24th of November. */
export function events(changed: { readonly author?: string; readonly at?: string } = {}): ChangeEvent[] {
  const at = (time: string) => `${changed.at ?? '2026-11-24'}T${time}Z`;
  const found = {
    revision: '0a1b2c3d',
    returnTo: { change: 'orders-1', revision: '00000000' },
    digest: `sha256:${'0'.repeat(64)}`,
    title: 'Take orders by telephone',
    why: 'Customers asked for it.',
    commits: [],
    commitCount: 1,
    range: [],
    authors: [changed.author ?? 'Alice <alice@example.com>'],
    historyUnknown: false,
    proof: 'proved',
    difference: [],
  };
  return [
    { id: 'opened', kind: 'opened', at: at('08:00:00'), trigger: 'push' },
    { id: 'verified', kind: 'verified', at: at('08:10:00'), found },
    { id: 'tested', kind: 'tested', at: at('08:30:00'), stage: 'Test', action: 'Integration', passed: true, note: '' },
    {
      ...{ id: 'answered', kind: 'answered', at: at('09:00:00'), action: 'ReleaseManager', by: APPROVER },
      ...{ approved: true, comment: 'Fine.', complete: true },
    },
    { id: 'deploying', kind: 'deploying', at: at('09:20:00'), stage: 'Prod-first' },
    { id: 'baking', kind: 'baking', at: at('09:40:00'), stage: 'Prod-first' },
    { id: 'healthy', kind: 'wave', at: at('10:10:00'), stage: 'Prod-first', state: 'healthy', reason: '' },
    { id: 'sealed', kind: 'sealed', at: at('10:15:00'), outcome: 'succeeded', reason: 'All waves are healthy.' },
  ];
}

function record(number = 2, told = events()): ChangeRecord {
  const change = `orders-${number}`;
  const blank = blankRecord({ change, number, application: 'orders', pipeline: 'orders', execution: `e-${number}` });
  const { record: made, illegal } = applyAll(blank, told);
  expect(illegal).toEqual([]);
  return made;
}

const TARGETS = [{ pipeline: 'orders', stage: 'Prod-first', account: PROD, region: 'eu-west-2', stacks: ['orders'] }];
const trailOf = (...seen: Parameters<typeof deployment>) =>
  readTrail(WORLD, trailFiles(trailFolder({ [trailPath('a')]: seen.length > 0 ? [deployment(...seen)] : [] })));
const joined = (records: readonly ChangeRecord[], trail?: Awaited<ReturnType<typeof trailOf>>) =>
  joinChanges({ records, trail, targets: TARGETS, policies: new Map() });

describe('a deployment that the trail saw', () => {
  test('belongs to the change that was at it', async () => {
    const { changes, changesWithoutExecution } = joined([record()], await trailOf({}));
    expect(changes).toMatchObject([
      { id: 'orders-2', execution: 'e-2', deployments: [{ stack: 'orders' }], objections: [] },
    ]);
    expect(changesWithoutExecution).toEqual([]);
  });

  test.each([
    ['at another time', { eventTime: '2026-11-24T12:00:00Z' }],
    ['before the stage began', { eventTime: '2026-11-24T09:10:00Z' }],
    ['in another region', { awsRegion: 'eu-west-1' }],
    ['of another stack', { requestParameters: { stackName: 'guarded-bootstrap' } }],
  ])('%s belongs to none, and is an exception to explain', async (_, parts) => {
    const { changes, changesWithoutExecution } = joined([record()], await trailOf(parts));
    expect(changes).toMatchObject([{ deployments: [] }]);
    expect(changesWithoutExecution).toMatchObject([
      { kind: 'not sanctioned', why: expect.stringContaining('no recorded change') },
    ]);
  });

  test('that two changes were at belongs to nobody', async () => {
    const both = [record(2), { ...record(3), execution: 'e-3' }];
    expect(joined(both, await trailOf({})).changesWithoutExecution).toMatchObject([
      { why: expect.stringContaining('orders-2 and orders-3') },
    ]);
  });
});

describe('what an auditor would object to', () => {
  const without = (kind: string) => events().filter((one) => one.kind !== kind);
  test.each([
    [
      'an author who approves',
      events({ author: 'Rita <rita@example.com>' }),
      /rita@example\.com approved a change that they wrote/,
    ],
    ['no test', without('tested'), /no test is recorded/],
    ['no outcome', without('sealed'), /no outcome yet/],
  ])('%s', (_, told, objection) => {
    expect(joined([record(2, told)]).changes[0].objections).toContainEqual(expect.stringMatching(objection));
  });

  test('nobody who approved', () => {
    const open = { ...record(), approvals: [] };
    expect(joined([open]).changes[0].objections).toContainEqual(expect.stringMatching(/No approval/));
  });
});

describe('a folder of records', () => {
  const folder = (files: Readonly<Record<string, unknown>>): string => {
    const directory = mkdtempSync(join(tmpdir(), 'records-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return directory;
  };
  const page = (number: number, of: ChangeEvent[], change = 'orders-1') => ({
    ...{ version: 1, change, execution: 'e-1', page: number, events: of },
  });

  test('is read from pages, from records, and from what the command prints', () => {
    const told = events();
    const files = {
      'records/orders/00000001/0001.json': page(1, told.slice(0, 3)),
      'records/orders/00000001/0002.json': page(2, told.slice(3)),
      'two.json': record(2),
      'list.json': { version: 1, changes: [record(3)] },
    };
    const { records, problems } = readRecords(folder(files));
    expect(records.map((one) => [one.change, one.state])).toEqual([1, 2, 3].map((n) => [`orders-${n}`, 'succeeded']));
    expect(problems.list).toEqual([]);
  });

  test.each([
    ['a gap in the numbers', { 'a.json': record(1), 'b.json': record(4) }, /numbers 2 to 3/, 2],
    ['a page that is missing', { 'b.json': page(2, events().slice(0, 2)) }, /page 1 is missing/, 1],
    ['no JSON', { 'a.json': '{', 'b.json': record(1) }, /is no JSON/, 1],
    ['something else', { 'a.json': { x: 1 }, 'b.json': record(1) }, /neither a change record/, 1],
    [
      'two that differ',
      { 'a.json': record(1), 'b.json': { ...record(1), trigger: 'hand' } },
      /otherwise than another/,
      1,
    ],
    [
      'a record that says something else than its pages',
      { 'a.json': page(1, events()), 'b.json': { ...record(1), trigger: 'hand' } },
      /something else than its pages/,
      1,
    ],
  ])('%s is told', (_, files, what, count) => {
    expect(readRecords(folder(files)).problems.list).toContainEqual(
      expect.objectContaining({ what: expect.stringMatching(what), count, lost: true }),
    );
  });
});

test('a sample is the same for the same seed, never holds one twice, and reaches everything', () => {
  const list = Array.from({ length: 40 }, (_, at) => at);
  fc.assert(
    fc.property(fc.nat(50), fc.nat(1e6), (size, seed) => {
      const drawn = draw(list, size, seed);
      expect(drawn).toEqual(draw(list, size, seed));
      expect(new Set(drawn).size).toBe(Math.min(size, list.length));
    }),
  );
  const reached = new Set(Array.from({ length: 60 }, (_, seed) => draw(list, 5, seed)).flat());
  expect(reached.size).toBe(list.length);
});

test('two files that tell a lease otherwise are told, the same twice is not', () => {
  const lease = {
    ...{ version: 1, id: 'l-1', name: 'x', application: 'orders', owner: 'o', branch: 'b', revision: null },
    ...{ created: 'c', expires: 'e', deleted: 'd', budget: 1, cost: null, problem: null, history: [] },
  };
  const lost = (other: object) =>
    recordsIn([lease, other].map((one, at) => ({ where: `${at}.json`, text: JSON.stringify(one) }))).problems.list;
  expect(lost(lease)).toEqual([]);
  expect(lost({ ...lease, owner: 'somebody else' })).toMatchObject([
    { what: 'tells lease l-1 otherwise than another file', where: '1.json', lost: true },
  ]);
});
