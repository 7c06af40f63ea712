import { gzipSync } from 'node:zlib';
import { changesIn, trailSince } from '../../../../lib/audit/deployed/changes';
import { fileIn } from '../../../../lib/travel/untar';
import { tarOf } from '../../../../lib/travel/tar';
import { deployment, event, PROD, WORLD } from '../trail-files';
import { bucketsOf, thoseDays } from './buckets';

const PLACES = { records: ['s3://orders-changes/records/orders/'], trail: 's3://evidence/AWSLogs/o-abc123defg/' };
const day = (date: string, name: string) =>
  `evidence/AWSLogs/o-abc123defg/${PROD}/CloudTrail/eu-west-2/${date}/${name}.json.gz`;
const file = (...events: object[]) => gzipSync(JSON.stringify({ Records: events }));

test('what the job reads begins a day before the pack before ended, and a week back where there is none', () => {
  const now = new Date('2026-11-27T03:17:00Z');
  expect(trailSince(now, '2026-11-26T03:00:00Z')).toBe('2026/11/25');
  expect(trailSince(now, '')).toBe('2026/11/20');
  expect(trailSince(now, undefined)).toBe('2026/11/20');
});

test('records and trail are read from their buckets, without what lies before that day', async () => {
  const objects = thoseDays();
  objects.set(day('2026/11/24', 'a'), file(deployment()));
  objects.set(day('2026/11/26', 'b'), file(event({ eventTime: '2026-11-26T09:00:00Z' })));
  const { records, trail, unread } = await changesIn(WORLD, PLACES, '2026/11/26', bucketsOf(objects));
  expect(records.records.map(({ change }) => change)).toEqual(['orders-1', 'orders-2']);
  expect([trail!.files, trail!.from]).toEqual([1, '2026-11-26T09:00:00Z']);
  expect(unread).toEqual([]);
});

test.each([
  ['the records may not be read', /orders-changes/, /change records cannot be read: .*AccessDenied/],
  [
    'the trail may not be listed',
    /evidence\/AWSLogs\/o-abc123defg\/$/,
    /the trail cannot be read to its end: .*AccessDenied/,
  ],
  ['one file of the trail may not be read', /b\.json\.gz$/, /the trail cannot be read to its end/],
])('where %s, it is told, and what was read until then counts', async (_, closed, why) => {
  const objects = thoseDays();
  objects.set(day('2026/11/26', 'a'), file(event({ eventTime: '2026-11-26T08:00:00Z' })));
  objects.set(day('2026/11/26', 'b'), file(event({ eventTime: '2026-11-26T09:00:00Z' })));
  const { unread, records, trail } = await changesIn(WORLD, PLACES, '2026/11/26', bucketsOf(objects, closed));
  expect(unread.map((one) => one.why).join('\n')).toMatch(why);
  expect(records.records.length + trail!.events).toBeGreaterThan(0);
});

test.each([
  ['a damaged file', 'b', file(event()).subarray(0, 40), /cannot be read to its end/],
  ['an event of an account that is not ours', 'b', file(event({ recipientAccountId: '999999999999' })), /999999999999/],
])('%s makes the run unread', async (_, name, content, why) => {
  const objects = new Map([[day('2026/11/26', name), content]]);
  const { unread } = await changesIn(WORLD, { ...PLACES, records: [] }, '2026/11/26', bucketsOf(objects));
  expect(unread.map((one) => one.why).join('\n')).toMatch(why);
});

test('a file of an archive is found by its path, and another is not', () => {
  const long = `${'folder/'.repeat(20)}evidence.json`;
  const archive = tarOf([
    { path: 'a/b.json', content: Buffer.from('b'.repeat(513)) },
    { path: long, content: Buffer.from('c') },
  ]);
  expect(fileIn(archive, 'a/b.json')!.toString()).toBe('b'.repeat(513));
  expect(fileIn(archive, long)!.toString()).toBe('c');
  expect(fileIn(archive, 'a/c.json')).toBeUndefined();
  archive[124] = 0x2d;
  expect(() => fileIn(archive, 'a/c.json')).toThrow(/damaged/);
});
