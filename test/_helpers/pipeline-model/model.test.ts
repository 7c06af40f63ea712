import { updatePipeline } from './by-hand';
import { copyModel } from './model-state';
import { action, at, FAST, OFFICE, Play, QUIET, rule, when } from './play';

/**
 * What the model claims of CodePipeline, each rule under the page that it is from: the AWS CodePipeline User Guide
 * (by the title of the page) and API Reference (by the name of the operation), as they were in November 2026.
 */
describe('How pipeline executions work', () => {
  it('an execution goes through the stages in order and succeeds with the last', () => {
    const play = new Play();
    const id = play.start();
    expect(play.running()).toEqual(['Source/Source']);
    play.through();
    expect(play.status(id)).toBe('Succeeded');
  });

  it('a stage is locked while an execution is in it; in QUEUED mode the others come in the order they were queued', () => {
    const play = new Play();
    const [first, second, third] = [play.start('r1'), play.start('r2'), play.start('r3')];
    play.end('Source/Source');
    expect(play.running()).toEqual(['Deploy/A', 'Source/Source']);
    expect(play.run('Source/Source').execution).toBe(second);
    play.end('Source/Source');
    expect(play.run('Source/Source').execution).toBe(third);
    expect(play.run('Deploy/A').execution).toBe(first);
    play.through();
    expect([first, second, third].map((id) => play.status(id))).toEqual(Array(3).fill('Succeeded'));
  });

  it('what is no QUEUED pipeline is not played', () => {
    expect(() => new Play({}, { ExecutionMode: 'PARALLEL' })).toThrow('execution mode PARALLEL');
  });
});

describe('Pipeline structure reference: runOrder', () => {
  it('the same run order runs together, a higher one after all of the lower succeeded', () => {
    const play = new Play({ Actions: [action('A'), action('B'), action('C', { RunOrder: 2 })] });
    play.toDeploy();
    expect(play.running()).toEqual(['Deploy/A', 'Deploy/B']);
    play.end('Deploy/B');
    expect(play.running()).toEqual(['Deploy/A']);
    play.end('Deploy/A');
    expect(play.running()).toEqual(['Deploy/C']);
  });

  it('a stage with a failed action fails when those beside it have ended, and nothing after it begins', () => {
    const play = new Play({ Actions: [action('A'), action('B'), action('C', { RunOrder: 2 })] });
    const id = play.toDeploy();
    play.end('Deploy/A', false);
    expect(play.status(id)).toBe('InProgress');
    play.end('Deploy/B');
    expect([play.status(id), play.latest(), play.running()]).toEqual(['Failed', 'Failed', []]);
    expect(play.model.execution(id).summary).toBe('Deploy/A broke');
  });
});

describe('PutJobSuccessResult, PutJobFailureResult', () => {
  it('a job takes one result', () => {
    const play = new Play();
    play.start();
    const run = play.run('Source/Source');
    play.end('Source/Source');
    expect(() => play.model.finish(run, { ok: false })).toThrow(
      expect.objectContaining({ name: 'InvalidJobStateException' }),
    );
  });
});

describe('Configuring stage rollback; RollbackStage', () => {
  const refused = expect.objectContaining({ name: 'UnableToRollbackStageException' });

  it('goes to an execution that succeeded in the stage, with its revision, artifacts and variables', () => {
    const play = new Play();
    const target = play.toDeploy('r1', { MODE: 'fast' });
    play.through();
    play.toDeploy('r2');
    play.end('Deploy/A', false);
    const back = play.model.execution(play.model.rollback('Deploy', target));
    expect(back).toMatchObject({ type: 'ROLLBACK', target, revision: 'r1', artifact: 'digest of r1' });
    expect(back.variables).toEqual({ 'Source.MODE': 'fast' });
    play.through();
    expect([play.status(back.id), play.latest()]).toEqual(['Succeeded', 'Succeeded']);
    expect(play.model.state.actions.some((run) => run.execution === back.id && run.stage === 'Close')).toBe(false);
  });

  it.each<[string, (play: Play, good: string) => readonly [string, string]]>([
    ['of the source stage', (_, good) => ['Source', good]],
    ['to one that did not succeed there', (play) => ['Deploy', broken(play)]],
    ['to a rollback', (play, good) => ['Deploy', rolledBack(play, good)]],
    ['to one of an older structure', (play, good) => (updatePipeline(play.model), ['Deploy', good])],
    ['while somebody is in the stage', (play, good) => (play.toDeploy('r2'), ['Deploy', good])],
  ])('is refused %s', (_, prepare) => {
    const play = new Play();
    const [stage, target] = prepare(play, play.released());
    expect(() => play.model.rollback(stage, target)).toThrow(refused);
  });

  it('by itself returns to the most recent success, whatever became of it in later stages', () => {
    const play = new Play({ OnFailure: { Result: 'ROLLBACK' } });
    play.released();
    const later = play.toDeploy('r1');
    play.end('Deploy/A');
    play.end('Deploy/B');
    play.end('Close/Close', false);
    play.toDeploy('r2');
    play.end('Deploy/A', false);
    expect(play.model.state.executions.at(-1)).toMatchObject({ type: 'ROLLBACK', target: later });
  });

  it('by itself does nothing before anything succeeded there', () => {
    const play = new Play({ OnFailure: { Result: 'ROLLBACK' } });
    const id = play.toDeploy();
    play.end('Deploy/A', false);
    expect([play.status(id), play.model.state.executions.length]).toEqual(['Failed', 1]);
  });
});

function broken(play: Play): string {
  const id = play.toDeploy('r1');
  play.end('Deploy/A', false);
  return id;
}

function rolledBack(play: Play, good: string): string {
  const id = play.model.rollback('Deploy', good);
  play.through();
  return id;
}

describe('How do stage conditions work; Configure conditions for a stage', () => {
  it('an entry condition whose rules all hold lets the execution in', () => {
    const play = new Play({ BeforeEntry: when('FAIL', FAST, QUIET) });
    play.toDeploy('r1', { MODE: 'fast' });
    expect(play.running()).toEqual(['Deploy/A']);
  });

  it('one rule that fails fails the condition: FAIL fails the stage before any of its actions', () => {
    const play = new Play({ BeforeEntry: when('FAIL', FAST, QUIET) });
    const id = play.toDeploy('r1', { MODE: 'slow' });
    expect([play.status(id), play.latest(), play.running()]).toEqual(['Failed', 'Failed', []]);
  });

  it('SKIP goes on to the next stage, and leaves nothing to return to', () => {
    const play = new Play({ BeforeEntry: when('SKIP', FAST) });
    const id = play.toDeploy('r1', { MODE: 'slow' });
    expect(play.running()).toEqual(['Close/Close']);
    expect(() => play.model.rollback('Deploy', id)).toThrow('cannot roll back');
  });

  it('after success FAIL fails the stage, ROLLBACK returns it to the success before', () => {
    for (const Result of ['FAIL', 'ROLLBACK']) {
      const play = new Play({ OnSuccess: when(Result, QUIET) });
      const good = play.released();
      play.alarm = 'ALARM';
      const id = play.toDeploy();
      play.end('Deploy/A');
      play.end('Deploy/B');
      expect(play.latest()).toBe('InProgress');
      play.wait();
      expect(play.status(id)).toBe('Failed');
      const back = play.model.state.executions.find((one) => one.type === 'ROLLBACK');
      expect(back?.target).toBe(Result === 'ROLLBACK' ? good : undefined);
    }
  });

  it('after a failure ROLLBACK follows where the rules do not hold', () => {
    for (const mode of ['fast', 'slow']) {
      const play = new Play({ OnFailure: when('ROLLBACK', FAST) });
      play.released();
      const id = play.toDeploy('r1', { MODE: mode });
      play.end('Deploy/A', false);
      expect(play.status(id)).toBe('Failed');
      expect(play.model.state.executions.some((one) => one.type === 'ROLLBACK')).toBe(mode === 'slow');
    }
  });

  it('rules that the model cannot play are refused, not passed over', () => {
    const commands = rule('Commands', {});
    expect(() => new Play({ BeforeEntry: when('FAIL', commands) })).toThrow('rule provider Commands');
  });
});

describe('DeploymentWindow', () => {
  it.each([
    ['on a working morning', '23T10:00', undefined],
    ['in the last minute', '23T15:59', undefined],
    ['in the evening', '23T16:00', '24T09:00'],
    ['on a Friday evening', '27T18:30', '30T09:00'],
  ])('%s', (_, now, opens) => {
    const play = new Play({ BeforeEntry: when('FAIL', OFFICE) });
    play.now = at(now);
    const id = play.toDeploy();
    expect(play.running()).toEqual(opens ? [] : ['Deploy/A']);
    if (!opens) return;
    expect([play.status(id), play.model.waits()]).toEqual(['InProgress', [at(opens)]]);
    play.wait();
    expect(play.running()).toEqual(['Deploy/A']);
  });

  it('fails where its time runs out before the window opens', () => {
    const play = new Play({ BeforeEntry: when('FAIL', { ...OFFICE, TimeoutInMinutes: 60 }) });
    play.now = at('23T16:00');
    const id = play.toDeploy();
    play.wait();
    expect([play.status(id), play.now]).toEqual(['Failed', at('23T17:00')]);
  });

  it('is looked at in its time zone', () => {
    const play = new Play({
      BeforeEntry: when('FAIL', rule('DeploymentWindow', { ...OFFICE.Configuration, TimeZone: 'Asia/Tokyo' })),
    });
    play.toDeploy();
    expect(play.model.waits()).toEqual([at('24T00:00')]);
  });
});

describe('CloudWatchAlarm', () => {
  it('gives the alarm its minutes to come into the wanted state', () => {
    const play = new Play({ BeforeEntry: when('FAIL', QUIET) });
    play.alarm = 'ALARM';
    play.toDeploy();
    play.now += 60_000;
    play.alarm = 'OK';
    play.model.settle();
    expect(play.running()).toEqual(['Deploy/A']);
  });
});

describe('a state of the model', () => {
  it('shares what is over with its copies, which nobody can then change in place', () => {
    const play = new Play();
    const id = play.released();
    const copy = copyModel(play.model.state);
    expect(copy.executions[0]).toBe(play.model.state.executions[0]);
    expect(() => (copy.executions[0]!.summary = 'else')).toThrow(TypeError);
    expect(play.model.revived(id)).not.toBe(copy.executions[0]);
  });
});
