/**
 * The state machines of change control as Amazon States Language. A service that fails for a while is asked again;
 * after that the machine fails, and with it the action: nothing opens by accident.
 */

/** A state machine, or a state of one. */
export type StatesLanguage = Readonly<Record<string, unknown>>;

const RETRY = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
];

function ask(functionArn: string, next: string): StatesLanguage {
  return { Type: 'Task', Resource: functionArn, ResultPath: '$.answer', TimeoutSeconds: 120, Retry: RETRY, Next: next };
}

function choose(field: string, choices: Readonly<Record<string, string>>, otherwise: string): StatesLanguage {
  const rules = Object.entries(choices).map(([value, next]) => ({
    Variable: field,
    StringEquals: value,
    Next: next,
  }));
  return { Type: 'Choice', Choices: rules, Default: otherwise };
}

function fail(error: string): StatesLanguage {
  return { Type: 'Fail', Error: error, CausePath: '$.answer.reason' };
}

/** Waits until prod may change; the input is that of the handler `wait-for-window`. */
export function waitForWindow(functions: { readonly waitForWindow: string }): StatesLanguage {
  return {
    Comment: 'Waits until the window and the calendars are open, the line is free and nobody stopped it.',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Parameters: { 'startedAt.$': '$$.Execution.StartTime' },
        ResultPath: '$.begun',
        Next: 'Ask',
      },
      Ask: ask(functions.waitForWindow, 'Decide'),
      Decide: choose('$.answer.verdict', { pass: 'Open', wait: 'Wait', 'hand on': 'HandOn' }, 'Refused'),
      Wait: { Type: 'Wait', TimestampPath: '$.answer.until', Next: 'Ask' },
      Open: { Type: 'Succeed' },
      // An action of the pipeline waits seven days at most: the next one goes on, and the gate behind them decides anyway.
      HandOn: { Type: 'Succeed' },
      Refused: fail('Refused'),
    },
  };
}

/** Watches the alarms of a wave; the input is that of the handler `bake`. */
export function bake(functions: { readonly bake: string }): StatesLanguage {
  return {
    Comment: 'Looks at the alarms of every target until the bake is over or one fires.',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Parameters: { 'input.$': '$', 'startedAt.$': '$$.Execution.StartTime' },
        Next: 'Look',
      },
      Look: ask(functions.bake, 'Decide'),
      Decide: choose('$.answer.verdict', { watching: 'Wait', inconclusive: 'Wait', healthy: 'Healthy' }, 'Failed'),
      Wait: { Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Look' },
      Healthy: { Type: 'Succeed' },
      Failed: fail('BakeFailed'),
    },
  };
}

/** Rolls earlier waves back and seals the record; the input is an event of the pipeline. */
export function unwind(functions: { readonly unwind: string; readonly record: string }): StatesLanguage {
  return {
    Comment: 'Rolls the waves of an execution that ended badly back, the last first, and seals its record.',
    StartAt: 'Step',
    States: {
      Step: {
        ...ask(functions.unwind, 'Decide'),
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'SealFailure' }],
      },
      Decide: choose('$.answer.verdict', { wait: 'Wait' }, 'Seal'),
      Wait: { Type: 'Wait', Seconds: 30, Next: 'Step' },
      Seal: seal(functions.record, {}),
      SealFailure: seal(functions.record, { 'failure.$': '$.failure.Cause' }),
    },
  };
}

function seal(functionArn: string, more: StatesLanguage): StatesLanguage {
  return {
    Type: 'Task',
    Resource: functionArn,
    Parameters: { do: 'seal', 'execution.$': "$.detail['execution-id']", 'pipeline.$': '$.detail.pipeline', ...more },
    TimeoutSeconds: 120,
    Retry: RETRY,
    End: true,
  };
}
