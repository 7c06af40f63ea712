import { astrayIn } from '../../../../lib/audit/deployed/astray';
import type { Evidence } from '../../../../lib/audit';

type Write = Evidence['changesWithoutExecution'][number];

const write = (parts: Partial<Write> = {}): Write => ({
  ...{ id: 'e-1', first: '2026-11-25T02:00:00Z', last: '2026-11-25T02:00:00Z', count: 1, account: '333333333333' },
  ...{ region: 'eu-west-2', action: 's3:PutObject', by: 'x', resource: '', kind: 'not sanctioned', why: '' },
  ...parts,
});
const evidence = (...changesWithoutExecution: Write[]) =>
  ({ changesWithoutExecution, population: { to: '2026-11-25T09:00:00Z' } }) as unknown as Evidence;
const told = (now: Write, ...before: Write[]) => astrayIn(evidence(now), evidence(...before)).length;

test('what the pack before told of is not told again', () => expect(told(write(), write())).toBe(0));

test.each<[string, Write, Write[]]>([
  ['a write that CloudTrail delivered after the pack before, though it is older than its end', write(), []],
  ['one more of the same kind', write({ count: 2, last: '2026-11-26T02:00:00Z' }), [write()]],
  [
    'one more that came late, before the last that was known',
    write({ count: 3, last: '2026-11-25T04:00:00Z' }),
    [write({ count: 2, last: '2026-11-25T04:00:00Z' })],
  ],
  ['one that was sanctioned the day before', write(), [write({ kind: 'sanctioned' })]],
])('%s is told', (_, now, before) => expect(told(now, ...before)).toBe(1));

test('nothing is told of what is sanctioned, and everything where there was no pack', () => {
  expect(told(write({ kind: 'break-glass' }))).toBe(0);
  expect(astrayIn(evidence(write()), undefined)).toMatchObject([
    { what: 's3:PutObject', where: '333333333333, eu-west-2' },
  ]);
});
