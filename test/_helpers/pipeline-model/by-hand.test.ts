import { overrideCondition, retryStage, stopExecution, updatePipeline } from './by-hand';
import { FAST, Play, when } from './play';

/** What people do by hand; sources as in model.test.ts. */
describe('Configuring stage retry; RetryStageExecution', () => {
  it('FAILED_ACTIONS begins what failed again, ALL_ACTIONS the stage from its first action', () => {
    for (const [mode, begun] of [
      ['FAILED_ACTIONS', ['Deploy/B']],
      ['ALL_ACTIONS', ['Deploy/A']],
    ] as const) {
      const play = new Play();
      const id = play.toDeploy();
      play.end('Deploy/A');
      play.end('Deploy/B', false);
      expect(retryStage(play.model, id, mode)).toBe(true);
      expect(play.running()).toEqual(begun);
      play.through();
      expect(play.status(id)).toBe('Succeeded');
    }
  });

  it('is refused where the stage succeeded, runs, or has a later execution', () => {
    const play = new Play();
    const [first, second] = [play.toDeploy('r1'), play.toDeploy('r2')];
    expect(retryStage(play.model, first, 'ALL_ACTIONS')).toBe(false);
    play.end('Deploy/A', false);
    play.end('Deploy/A', false);
    expect([play.status(first), play.status(second)]).toEqual(['Failed', 'Failed']);
    expect(retryStage(play.model, first, 'FAILED_ACTIONS')).toBe(false);
    expect(retryStage(play.model, second, 'FAILED_ACTIONS')).toBe(true);
    play.through();
    expect(retryStage(play.model, second, 'ALL_ACTIONS')).toBe(false);
  });

  it('is refused where the structure of the pipeline changed after the stage failed', () => {
    const play = new Play();
    const id = play.toDeploy();
    play.end('Deploy/A', false);
    updatePipeline(play.model);
    expect(retryStage(play.model, id, 'FAILED_ACTIONS')).toBe(false);
  });

  it.each([
    ['FAILED_ACTIONS', ['Deploy/B']],
    ['ALL_ACTIONS', ['Deploy/A']],
  ])('a stage retries itself once in mode %s, and is not announced as failed before', (RetryMode, begun) => {
    const play = new Play({ OnFailure: { Result: 'RETRY', RetryConfiguration: { RetryMode } } });
    const id = play.toDeploy();
    play.end('Deploy/A');
    play.end('Deploy/B', false);
    expect([play.running(), play.model.state.ended]).toEqual([begun, []]);
    play.end(begun[0]!, false);
    expect([play.status(id), play.model.state.ended]).toEqual(['Failed', [id]]);
  });
});

describe('OverrideStageCondition', () => {
  const failed = (): [Play, string] => {
    const play = new Play({ BeforeEntry: when('FAIL', FAST), OnSuccess: when('FAIL', FAST) });
    return [play, play.toDeploy('r1', { MODE: 'slow' })];
  };

  it('lets the execution in against its entry condition, and out against its success condition', () => {
    const [play, id] = failed();
    expect(overrideCondition(play.model, id, 'BEFORE_ENTRY')).toBe(true);
    play.end('Deploy/A');
    play.end('Deploy/B');
    expect(play.status(id)).toBe('Failed');
    expect(overrideCondition(play.model, id, 'ON_SUCCESS')).toBe(true);
    play.through();
    expect(play.status(id)).toBe('Succeeded');
  });

  it('is refused for a condition that does not stand in the way, and for failure conditions', () => {
    const [play, id] = failed();
    expect(overrideCondition(play.model, id, 'ON_SUCCESS')).toBe(false);
    expect(overrideCondition(play.model, id, 'ON_FAILURE')).toBe(false);
  });

  it('is refused where a later execution failed in the stage', () => {
    const [play, id] = failed();
    play.toDeploy('r2', { MODE: 'slow' });
    expect(overrideCondition(play.model, id, 'BEFORE_ENTRY')).toBe(false);
  });

  it('is no retry: a stage whose condition failed is not entered by retrying', () => {
    const [play, id] = failed();
    expect(retryStage(play.model, id, 'ALL_ACTIONS')).toBe(false);
  });
});

describe('Stop a pipeline execution; StopPipelineExecution', () => {
  it('stop and wait lets what runs end, and begins nothing more', () => {
    const play = new Play();
    const id = play.toDeploy();
    stopExecution(play.model, id, false);
    expect([play.status(id), play.running()]).toEqual(['Stopping', ['Deploy/A']]);
    play.end('Deploy/A');
    expect([play.status(id), play.latest(), play.running()]).toEqual(['Stopped', 'Stopped', []]);
    expect(play.model.state.ended).toEqual([id]);
  });

  it('stop and abandon waits for nothing; its actions are abandoned, builds run on unseen, results are refused', () => {
    const play = new Play();
    const id = play.toDeploy();
    const run = play.run('Deploy/A');
    stopExecution(play.model, id, true);
    expect([play.status(id), run.status, play.model.state.orphans]).toEqual(['Stopped', 'Abandoned', [run.id]]);
    expect(() => play.model.finish(run, { ok: true })).toThrow('The job has its result');
  });

  it('whoever stopped and waits may still abandon, not stop once more; one that ended cannot be stopped', () => {
    const play = new Play();
    const id = play.toDeploy();
    stopExecution(play.model, id, false);
    expect(() => stopExecution(play.model, id, false)).toThrow('it is stopping');
    stopExecution(play.model, id, true);
    expect(() => stopExecution(play.model, id, true)).toThrow('it has ended');
  });

  it('one that waits before a stage stops at once, and the stage where one was stopped can be retried', () => {
    const play = new Play();
    const [first, second] = [play.toDeploy('r1'), play.toDeploy('r2')];
    stopExecution(play.model, second, false);
    expect(play.status(second)).toBe('Stopped');
    stopExecution(play.model, first, true);
    expect(retryStage(play.model, first, 'FAILED_ACTIONS')).toBe(true);
    play.through();
    expect(play.status(first)).toBe('Succeeded');
  });
});

describe('Edit a pipeline; UpdatePipeline', () => {
  it('lets actions that run end, then fails their stages and executions', () => {
    const play = new Play();
    const id = play.toDeploy();
    updatePipeline(play.model);
    expect([play.status(id), play.running()]).toEqual(['InProgress', ['Deploy/A']]);
    play.end('Deploy/A');
    expect([play.status(id), play.latest(), play.running()]).toEqual(['Failed', 'Failed', []]);
  });

  it('makes a new version, in which the stage rolls back to nothing that was started before', () => {
    const play = new Play({ OnFailure: { Result: 'ROLLBACK' } });
    play.released();
    updatePipeline(play.model);
    play.toDeploy();
    play.end('Deploy/A', false);
    expect(play.model.state.executions.some((one) => one.type === 'ROLLBACK')).toBe(false);
  });
});
