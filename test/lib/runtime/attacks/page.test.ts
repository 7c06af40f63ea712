import { VARIABLES } from '../../../../lib/change/wiring';
import { verifiedOf } from '../../../../lib/change/verified';
import { blankRecord } from '../../../../lib/change/record';
import { record } from '../../../../lib/runtime/record';
import { changePage } from '../../../../lib/page/change-page';
import { testPolicy } from '../../../_helpers/fake-aws/world';
import { commitOf, digestOf, type Line, released } from './line';

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** A change that was verified and tested, right before people are asked. */
async function tested(fields: object = {}): Promise<Line> {
  const line = await released();
  await line.verify('r2', {
    author: 'Zoe <zoe@example.com>',
    message: 'Take orders by phone\n\nThey asked.',
    ...fields,
  });
  line.act('r2', 'Test', 'IntegrationTest', 'Build');
  return line;
}

const keyOf = (line: Line): string => line.answers.at(-1)!.variables[VARIABLES.page]!;

describe('the page that approvers read', () => {
  it('stands beside the record before anybody is asked, and says what an owner of the business asks', async () => {
    const accepted = [{ finding: 'CVE-2026-1', reason: 'The code is <never> called.' }];
    const line = await tested({
      within: { collected: '2026-11-24T03:17:00Z', age: '5 hours old' },
      images: [{ digest: `sha256:${'e'.repeat(64)}`, counts: { MEDIUM: 2, LOW: 1 }, accepted }],
    });
    expect(await line.page('r2')).toBe('');
    expect(keyOf(line)).toMatch(/^records\/orders\/00000002\/page-\d{4}-[0-9a-f]{16}\.html$/);
    const page = line.world.objects.get(keyOf(line))!;
    for (const told of [
      'Take orders by phone',
      'They asked.',
      'Written by Zoe &lt;zoe@example.com&gt;',
      'Test IntegrationTest: passed',
      'Rolls back to orders-1',
      'within what was deployed at 2026-11-24 03:17:00 UTC, 5 hours old then',
      'ReleaseManager must approve it',
      'Europe/London',
      'Prod-one-box: account',
      digestOf('r2'),
      'eeee was scanned: 2 MEDIUM, 1 LOW; CVE-2026-1 accepted: The code is &lt;never&gt; called.',
    ])
      expect(page).toContain(told);
    expect(page).not.toContain('No test is recorded');
    const put = line.world.sent.find(({ input }) => input.Key === keyOf(line))!;
    expect(put.input).toMatchObject({ ContentType: 'text/html; charset=utf-8', IfNoneMatch: '*' });
  });

  it('is the same page under the same key when the action is tried again', async () => {
    const line = await tested();
    await line.page('r2');
    const before = [...line.world.objects];
    expect(await line.page('r2')).toBe('');
    expect([...line.world.objects]).toEqual(before);
  });

  it('is refused where another one stands under its key already', async () => {
    const line = await tested();
    await line.page('r2');
    line.world.objects.set(keyOf(line), '<h1>All is well</h1>');
    expect(await line.page('r2')).toMatch(/is not the page of orders-2: somebody else wrote it/);
  });

  it('is another one, under a key of its own, where it is made again by another policy', async () => {
    const line = await tested();
    await line.page('r2');
    const before = keyOf(line);
    const { policy } = line.runtime.settings;
    Object.assign(policy, { approvals: [...policy.approvals, 'SecondOwner'] });
    expect(await line.page('r2')).toBe('');
    expect(keyOf(line)).not.toBe(before);
    expect(line.world.objects.get(keyOf(line))).toContain('SecondOwner');
    expect(line.world.objects.get(before)).not.toContain('SecondOwner');
  });

  it('is not made where the pipeline carries another digest than was verified, nor of a change that is sealed', async () => {
    const line = await tested();
    const four = { ...line.four('r2'), digest: digestOf('r3') };
    expect(await line.job(record, { do: 'page', ...four })).toMatch(/is about .*, the pipeline carries/);
    line.approve('r2', undefined, 'ReleaseManager', false);
    await line.end('r2');
    expect(await line.page('r2')).toMatch(/orders-2 is sealed \(rejected\)/);
  });

  it('is not made of a change that nobody verified', async () => {
    const line = await released();
    line.start('r2');
    expect(await line.page('r2')).toMatch(/orders-2 was not verified, so nobody can approve it/);
    expect([...line.world.objects.keys()].some((key) => key.endsWith('.html') && key.includes('00000002'))).toBe(false);
  });

  it('is kept once more when the record is sealed, with the outcome', async () => {
    const line = await tested();
    await line.page('r2');
    line.approve('r2', undefined, 'ReleaseManager', false);
    await line.end('r2');
    expect(line.world.objects.get('records/orders/00000002/record.html')).toContain('rejected');
  });
});

test('the longest record that fits into the index makes a page that a handler holds many times over', () => {
  const hostile = '\u202e<"\'&>'.repeat(2000);
  const commits = Array.from({ length: 5000 }, (_, at) => ({
    ...commitOf(`c${at}`, { message: `${hostile}${at}`.slice(0, 4000) }),
    coAuthors: [`"'<&>${at} <a${at}@example.com>`],
  }));
  const draft = { version: 1, revision: 'r', digest: digestOf('r'), commits, historyUnknown: false } as const;
  const verified = verifiedOf(
    { ...draft, proof: { verdict: 'proved' }, difference: null, differenceText: Array(2000).fill(hostile) } as never,
    undefined,
  );
  const blank = blankRecord({
    change: 'orders-2',
    number: 2,
    application: 'orders',
    pipeline: 'orders',
    execution: 'e',
  });
  const history = Array.from({ length: 200 }, (_, at) => ({
    id: `${at}`,
    kind: 'x',
    at: '',
    text: hostile.slice(0, 4000),
  }));
  const page = changePage({ ...blank, verified, history }, testPolicy());
  expect(Buffer.byteLength(page)).toBeLessThan(8_000_000);
});
