import type { StatesLanguage } from '../change/state-machines';

const RETRY = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: 'FULL',
  },
];

/**
 * Leads a lease through what is due now, then rests; a schedule starts it again at the next moment that matters. The
 * function that deletes is another one than the one that decides, with a role of its own.
 */
export function leaseLife(functions: { readonly life: string; readonly remove: string }): StatesLanguage {
  const wait = { Type: 'Wait', SecondsPath: '$.answer.seconds', Next: 'Step' };
  return {
    Comment: 'One environment: deployed, told, warned of its end, deleted, looked after, recorded.',
    StartAt: 'Step',
    States: {
      Step: {
        Type: 'Task',
        Resource: functions.life,
        Parameters: { 'lease.$': '$.lease' },
        ResultPath: '$.answer',
        TimeoutSeconds: 120,
        Retry: RETRY,
        Next: 'Decide',
      },
      Decide: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.answer.verdict', StringEquals: 'wait', Next: 'Wait' },
          { Variable: '$.answer.verdict', StringEquals: 'remove', Next: 'Remove' },
        ],
        Default: 'Rest',
      },
      Wait: wait,
      Remove: {
        Type: 'Task',
        Resource: functions.remove,
        Parameters: { 'lease.$': '$.lease' },
        ResultPath: '$.found',
        TimeoutSeconds: 900,
        Retry: RETRY,
        Next: 'Note',
      },
      Note: {
        Type: 'Task',
        Resource: functions.life,
        Parameters: { 'lease.$': '$.lease', 'found.$': '$.found' },
        ResultPath: '$.answer',
        TimeoutSeconds: 120,
        Retry: RETRY,
        Next: 'Decide',
      },
      Rest: { Type: 'Succeed' },
    },
  };
}
