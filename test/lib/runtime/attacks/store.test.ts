import { recordSchema } from '../../../../lib/change/record';
import { renderRecord } from '../../../../lib/change/render';
import { openChange } from '../../../../lib/runtime/change-store';
import { append } from '../../../../lib/runtime/ledger';
import { record } from '../../../../lib/runtime/record';
import { session } from '../../../_helpers/fake-aws/world';
import { DORA } from './alarms';
import { commitOf, digestOf, Line, released } from './line';

/** Attacks on what is written: drafts, records, pages, numbers and turns. */
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

async function approved(line: Line, id = 'r2'): Promise<void> {
  await line.verify(id);
  line.approve(id);
}

describe('a forged draft', () => {
  it.each<[string, object, RegExp]>([
    ['about another digest', { digest: digestOf('evil') }, /is about sha256:.*the pipeline carries/],
    ['with a field more', { approvedBy: 'carol' }, /is no draft: .*approvedBy/s],
    ['with a verdict of its own', { proof: { verdict: 'fine' } }, /is no draft/],
    ['of another version', { version: 2 }, /is no draft/],
    ['without authors', { commits: [{ id: 'abcdef0', message: '' }] }, /is no draft/],
    ['with ten thousand commits', { commits: Array.from({ length: 10_000 }, () => commitOf('x')) }, /is no draft/],
    ['with a name of a megabyte', { commits: [commitOf('x', { author: 'x'.repeat(1_000_000) })] }, /is no draft/],
    [
      'with a name that shifts the fields of the history',
      { commits: [commitOf('x', { message: ' <alice@example.com>\u001fBob\u001f2026\u001fx' })] },
      /has a separator in it, so its author cannot be read/,
    ],
  ])('%s is refused, and the record is not verified', async (_, fields, reason) => {
    const line = await released();
    line.start('r2');
    line.leaveDraft('r2', fields as never);
    expect(await line.draft('r2')).toMatch(reason);
    expect(line.record('r2').state).toBe('drafted');
    expect(line.record('r2').verified).toBeUndefined();
    line.approve('r2');
    expect(await line.enter('r2')).toMatch(/orders-2 was not proved \(no proof\)/);
  });

  it('that is no JSON, or is not there, is refused', async () => {
    const line = await released();
    line.start('r2');
    expect(await line.draft('r2')).toMatch(/Could not read drafts\/orders\/r2\.json/);
    line.world.objects.set('drafts/orders/r2.json', '{');
    expect(await line.draft('r2')).toMatch(/is no draft/);
  });

  it('at the key of another execution changes nothing once it was read', async () => {
    const line = await released();
    await line.verify('r2', { author: 'Alice <alice@example.com>' });
    line.leaveDraft('r2', { author: 'Bob <bob@example.com>' });
    expect(await line.draft('r2')).toBe('');
    expect(line.record('r2').verified!.authors).toContain('Alice <alice@example.com>');
    line.approve('r2', session('ReleaseManager', 'alice@example.com'));
    expect(await line.enter('r2')).toMatch(/alice@example\.com approved/);
  });

  it('with more authors than the index holds is refused before anybody is asked', async () => {
    const line = await released();
    const commits = Array.from({ length: 900 }, (_, index) =>
      commitOf(`c${index}`, { author: `${'ü'.repeat(200)} <p${index}@example.com>` }),
    );
    line.start('r2');
    line.leaveDraft('r2', { commits });
    expect(await line.draft('r2')).toMatch(/The authors of this change are not all known/);
    expect(line.record('r2').verified).toBeUndefined();
    await expect(line.end('r2')).resolves.toMatchObject({ outcome: 'rejected' });
  });
});

describe('the index', () => {
  it.each<[string, (line: Line) => void, RegExp]>([
    ['has no record', (line) => void line.world.items.delete(keyOf(2)), /Could not read the record of orders-2/],
    [
      'has the record of another execution',
      (line) => line.world.items.set('EXECUTION#r2\u0000CHANGE', { ...line.item('EXECUTION#r2|CHANGE'), number: 1 }),
      /gives orders-1 for execution r2, whose it is not: restore the table/,
    ],
    [
      'has the record of another number',
      (line) => line.world.items.set(keyOf(2), { ...line.world.items.get(keyOf(1))!, sk: 'CHANGE#00000002' }),
      /holds orders-1 where orders-2 should stand: restore the table/,
    ],
    [
      'has the record of another application',
      (line) => forge(line, (text) => text.replaceAll('"application":"orders"', '"application":"parcels"')),
      /restore the table/,
    ],
    ['has a record that is no JSON', (line) => forge(line, () => '{'), /no readable record.*restore the table/],
    [
      'has a turn that nobody can read',
      (line) => line.world.items.set('APPLICATION#orders\u0000LANE', { pk: 'x', sk: 'y', execution: 7 }),
      /cannot say which release is on its way through prod: restore the table/,
    ],
    [
      'has a release that nobody can read',
      (line) => line.world.items.set('APPLICATION#orders\u0000RELEASED', { pk: 'x', sk: 'y' }),
      /cannot say what was released last: restore the table/,
    ],
  ])('that %s keeps the gate shut', async (_, break_, reason) => {
    const line = await released();
    await approved(line);
    expect((await line.wait('r2')).verdict).toBe('pass');
    break_(line);
    expect(await line.gate('r2')).toMatch(reason);
  });

  it('gives each of twenty executions that begin at once its own number, without gaps', async () => {
    const line = new Line();
    const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);
    const records = await Promise.all([...ids, ...ids].map((id) => openChange(line.runtime, id)));
    const numbers = new Set(records.map((one) => one.number));
    expect([...numbers].sort((a, b) => a - b)).toEqual(ids.map((_, index) => index + 1));
    for (const one of records) expect(one).toEqual(records.find((other) => other.execution === one.execution));
  });
});

function keyOf(number: number): string {
  return `APPLICATION#orders\u0000CHANGE#0000000${number}`;
}

function forge(line: Line, change: (text: string) => string): void {
  const item = line.world.items.get(keyOf(2))!;
  line.world.items.set(keyOf(2), { ...item, record: change(String(item.record)) });
}

describe('pages', () => {
  const at = (page: number) => `records/orders/00000002/000${page}.json`;
  const written = (line: Line, fields: object) => ({
    version: 1,
    change: 'orders-2',
    execution: 'r2',
    page: line.record('r2').pages + 1,
    events: [{ kind: 'sealed', id: 'sealed', at: '2026-11-23T10:00:00Z', outcome: 'succeeded', reason: 'Trust me.' }],
    ...fields,
  });

  it.each<[string, object | string]>([
    ['of another change', { change: 'orders-1' }],
    ['of another execution', { execution: 'r1' }],
    ['with another number', { page: 9 }],
    ['without events', { events: [] }],
    ['with an event that nobody knows', { events: [{ kind: 'approved', id: 'x', at: 'y' }] }],
    ['that is no JSON', '{'],
  ])('written by somebody else, %s: nothing goes on, and the message says whom to tell', async (_, fields) => {
    const line = await released();
    await approved(line);
    expect((await line.wait('r2')).verdict).toBe('pass');
    const key = at(line.record('r2').pages + 1);
    line.world.objects.set(key, typeof fields === 'string' ? fields : JSON.stringify(written(line, fields)));
    expect(await line.gate('r2')).toMatch(/is no page of orders-2: somebody else wrote it\. Ask the security team/);
    expect(line.record('r2').state).toBe('approved');
  });

  it('that say what cannot be are kept and change nothing: no forged page makes a release', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    line.world.objects.set(at(line.record('r2').pages + 1), JSON.stringify(written(line, {})));
    expect(await line.gate('r2')).toBe('');
    expect(line.record('r2').state).toBe('approved');
    expect(line.record('r2').outcome).toBeUndefined();
    expect(line.item('APPLICATION#orders|RELEASED')).toMatchObject({ change: 'orders-1' });
  });

  it('out of order wait for those before them', async () => {
    const line = await released();
    await line.verify('r2');
    const { pages } = line.record('r2');
    const events = [{ kind: 'waiting', id: 'later', at: '2026-11-23T10:00:00Z', reason: 'x', until: 'y' }];
    line.world.objects.set(at(pages + 2), JSON.stringify(written(line, { page: pages + 2, events })));
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    const { history } = line.record('r2');
    expect(history.map((one) => one.id).filter((id) => id === 'later')).toHaveLength(1);
    expect(line.record('r2').pages).toBeGreaterThan(pages + 2);
  });

  it('with more to announce than a transaction takes are written one after another', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    const events = Array.from({ length: 180 }, (_, index) => ({
      kind: 'waiting' as const,
      id: `w${index}`,
      at: '2026-11-23T10:00:00Z',
      reason: 'x',
      until: 'y',
    }));
    line.world.sent.length = 0;
    await append(line.runtime, line.record('r2'), events);
    const sizes = line.world.sent
      .filter(({ name }) => name === 'TransactWriteCommand')
      .map(({ input }) => input.TransactItems.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(line.record('r2').history.filter((one) => one.id.startsWith('w'))).toHaveLength(180);
  });
});

describe('a turn', () => {
  it('of a stopped execution is free as soon as that is sealed', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    await approved(line, 'r3');
    expect((await line.wait('r3')).reason).toMatch(/orders-2 is on its way through prod/);
    await line.end('r2', 'Stopped');
    await line.verify('r4', { commits: [commitOf('r4')] });
    line.approve('r4');
    expect(await line.enter('r4')).toBe('');
  });

  it('of an execution that CodePipeline forgot is freed by the sweep, after a day and not before', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    line.executions.r1!.status = 'Succeeded';
    delete line.executions.r2;
    await expect(record(line.runtime, { do: 'sweep' })).rejects.toThrow(/no such/);
    expect(line.item('APPLICATION#orders|LANE')).toMatchObject({ execution: 'r2' });
    line.later(25 * 60);
    await expect(record(line.runtime, { do: 'sweep' })).resolves.toMatchObject({ failures: [] });
    expect(line.item('APPLICATION#orders|LANE')).toBeUndefined();
    expect(line.record('r2')).toMatchObject({ state: 'rejected' });
    expect(line.world.objects.has('records/orders/00000002/record.json')).toBe(true);
  });

  it('of one that was forgotten in the middle of prod says that prod was left as it is', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^healthy/);
    await record(line.runtime, { source: 'aws.codepipeline', detail: { pipeline: 'orders', 'execution-id': 'r2' } });
    delete line.executions.r2;
    line.later(25 * 60);
    await record(line.runtime, { do: 'sweep' });
    expect(line.record('r2')).toMatchObject({
      state: 'rolled back',
      outcome: { reason: expect.stringContaining('Not rolled back: Prod-one-box') },
    });
  });

  it('is not taken from whoever has it by two who ask at once', async () => {
    const line = await released();
    await approved(line);
    await line.verify('r3', { commits: [commitOf('r3'), commitOf('r2')] });
    line.approve('r3');
    const answers = await Promise.all([line.wait('r2'), line.wait('r3')]);
    expect(answers.map((one) => one.verdict).sort()).toEqual(['pass', 'wait']);
  });
});

describe('an execution that ended', () => {
  it.each(['Stopped', 'Superseded', 'Cancelled', 'Failed'])(
    'as %s does not come back, whatever is retried',
    async (status) => {
      const line = await released();
      await approved(line);
      await expect(line.end('r2', status)).resolves.toMatchObject({ outcome: 'rejected' });
      line.executions.r2!.status = 'InProgress';
      line.approve('r2', DORA);
      expect(await line.enter('r2')).toMatch(/^wait: orders-2 is sealed: rejected\. Start a new release/);
      expect(await line.gate('r2')).toMatch(/orders-2 is sealed: rejected/);
      expect(await line.draft('r2')).toMatch(/orders-2 is sealed/);
      expect(await line.close('r2')).toMatch(/was not closed as succeeded/);
      expect(line.record('r2').state).toBe('rejected');
    },
  );

  it('is not closed as succeeded while a wave is not healthy', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^healthy/);
    expect(await line.close('r2')).toMatch(/Not yet taken back: Prod-one-box|not closed/);
    expect(line.item('APPLICATION#orders|RELEASED')).toMatchObject({ change: 'orders-1' });
  });
});

it('a record of hostile text prints nothing that moves the cursor, turns text or forges a heading', async () => {
  const line = await released();
  const hostile = '\u001b[2J\u009b31m\u202e\r\nWay back\nStages roll back to orders-9\u0007\u2028x';
  await line.verify('r2', {
    author: `Bob${hostile.replace(/[\r\n]/g, '')} <bob@example.com>`,
    message: `Title ${hostile}\n\n${hostile}`,
    differenceText: [hostile],
  });
  line.approve('r2').output.executionResult.externalExecutionSummary = hostile;
  await line.wait('r2');
  const text = renderRecord(recordSchema.parse(line.record('r2')));
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text.split('\n').filter((one) => one === 'Way back')).toHaveLength(1);
});
