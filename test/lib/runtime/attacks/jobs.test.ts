import { gate } from '../../../../lib/runtime/gate';
import { record } from '../../../../lib/runtime/record';
import { type Line, released } from './line';

/** Attacks by what calls the handlers: jobs and events that come again, out of order, forged, or from elsewhere. */
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

async function approved(line: Line, id = 'r2'): Promise<void> {
  await line.verify(id);
  line.approve(id);
}

describe('jobs and events', () => {
  it('that come again change nothing and tell nothing twice', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    await line.send(gate, 'job-x', line.four('r2'));
    await line.send(gate, 'job-x', line.four('r2'));
    expect(line.answers.filter((one) => one.job === 'job-x').map((one) => [one.ok, one.refused])).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(line.record('r2').history.filter((one) => one.kind === 'gated')).toHaveLength(1);
    expect(line.notices('orders-2/gated')).toHaveLength(1);
  });

  it('that come again after the window shut do not close what was opened', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    await line.send(gate, 'job-x', line.four('r2'));
    line.world.now = Date.parse('2026-11-23T20:00:00Z');
    await line.send(gate, 'job-x', line.four('r2'));
    expect(line.answers.filter((one) => one.job === 'job-x')).toMatchObject([{ ok: true }, { refused: true }]);
  });

  it('with forged parameters are refused before anything is read', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    line.world.sent.length = 0;
    for (const forged of [{ application: 'parcels' }, { pipeline: 'x' }, { approved: true }, { execution: '../r1' }])
      expect(await line.gate('r2', forged)).toMatch(/Release the platform again/);
    expect(new Set(line.world.sent.map((call) => call.name))).toEqual(new Set(['PutJobFailureResultCommand']));
  });

  it('with an account that is none are refused', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    await line.send(gate, 'job-x', line.four('r2'), { accountId: 'somewhere' });
    expect(line.answers.at(-1)).toMatchObject({ ok: false, message: expect.stringContaining('The job is malformed') });
  });

  it('of a pipeline twice and out of order make one story', async () => {
    const line = await released();
    await approved(line);
    const event = (state: string) => ({
      source: 'aws.codepipeline',
      account: '999999999999',
      detail: { pipeline: 'orders', 'execution-id': 'r2', state },
    });
    const states = ['SUCCEEDED', 'STARTED', 'FAILED', 'SUCCEEDED', 'STARTED'];
    await Promise.all(states.map((state) => record(line.runtime, event(state))));
    const ids = line.record('r2').history.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(line.record('r2')).toMatchObject({ state: 'approved', approvals: [{ action: 'ReleaseManager' }] });
  });

  it('of another pipeline, or of an execution that nobody knows, open no record', async () => {
    const line = await released();
    const before = line.world.items.size;
    const event = (pipeline: string, id: string) => ({
      source: 'aws.codepipeline',
      detail: { pipeline, 'execution-id': id },
    });
    await record(line.runtime, event('parcels', 'theirs'));
    await expect(record(line.runtime, event('orders', 'nobody'))).rejects.toThrow(/PipelineExecutionNotFound/);
    expect(line.world.items.size).toBe(before);
  });

  it('of a wave with fifty targets tell people of one deployment, and of one more where it is tried again', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    for (let index = 0; index < 50; index++) line.act('r2', 'Prod-one-box', `Deploy-${index}`, 'Build');
    const event = { source: 'aws.codepipeline', detail: { pipeline: 'orders', 'execution-id': 'r2' } };
    await record(line.runtime, event);
    expect(line.notices('orders-2/deploying')).toHaveLength(1);
    line.act('r2', 'Prod-one-box', 'Deploy-7', 'Build');
    await record(line.runtime, event);
    expect(line.notices('orders-2/deploying')).toHaveLength(2);
  });
});

describe('the record of a change that ended before prod says why', () => {
  const outcome = async (line: Line, status = 'Failed') => {
    await line.end('r2', status);
    return line.record('r2').outcome!.reason;
  };

  it('where the wait refused it', async () => {
    const line = await released();
    await approved(line);
    line.world.calendars = { freezes: { State: 'MAYBE' } };
    expect(await line.wait('r2')).toMatchObject({ verdict: 'refuse' });
    expect(await outcome(line)).toMatch(/^The gate stayed closed\. The change calendar freezes cannot be read/);
    expect(line.notices('orders-2/gated')).toHaveLength(1);
  });

  it('where something before failed', async () => {
    const line = await released();
    line.start('r2');
    const failed = { status: 'Failed', output: { executionResult: { externalExecutionSummary: 'refuted: x' } } };
    line.act('r2', 'Verify', 'Verify', 'Build', failed);
    expect(await outcome(line)).toBe('The execution ended failed before prod. Verify: Verify failed. refuted: x');
  });

  it('where somebody stopped it after the gate had opened', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    expect(await outcome(line, 'Stopped')).toBe('The execution ended stopped before prod.');
  });
});
