/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
/** A small interpreter of the Amazon States Language that change control uses. */
export interface MachineRun {
  readonly id: string;
  readonly machine: string;
  readonly startedAt: number;
  at: string;
  data: any;
  dueAt: number;
  attempts: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  cause: string;
}

/** Calls the function behind a task. */
export type Call = (resource: string, input: unknown) => Promise<unknown>;

/** Runs a machine from where it stands through at most one task, up to a wait or its end. */
export async function stepMachine(definition: any, run: MachineRun, now: number, call: Call): Promise<void> {
  for (let tasks = 0; run.status === 'RUNNING' && run.dueAt <= now;) {
    const state = definition.States[run.at];
    if (state.Type === 'Task' && tasks++) return;
    await enter(state, run, now, call);
  }
}

/** CodePipeline ends a Step Functions action after seven days. */
const LONGEST_ACTION_MS = 7 * 86_400_000;

/** The same for the machine of an action. */
export async function stepAction(definition: any, run: MachineRun, now: number, call: Call): Promise<void> {
  if (now < run.startedAt + LONGEST_ACTION_MS) return stepMachine(definition, run, now, call);
  run.status = 'FAILED';
  run.cause = 'The action timed out.';
}

async function enter(state: any, run: MachineRun, now: number, call: Call): Promise<void> {
  switch (state.Type) {
    case 'Task':
      return task(state, run, call);
    case 'Pass':
      run.data = placed(state, fill(state.Parameters, run), run);
      break;
    case 'Wait':
      run.dueAt = waitUntil(state, run, now);
      break;
    case 'Choice': {
      const rule = state.Choices.find((one: any) => look(run.data, one.Variable) === one.StringEquals);
      run.at = rule?.Next ?? state.Default;
      return;
    }
    case 'Succeed':
      run.status = 'SUCCEEDED';
      return;
    case 'Fail':
      run.status = 'FAILED';
      run.cause = String(look(run.data, state.CausePath));
      return;
    default:
      throw new Error(`The interpreter does not know ${state.Type}.`);
  }
  run.at = state.Next;
}

/** Where the answer of a state goes: into its place in what the machine carries, or instead of all of it. */
function placed(state: any, answer: unknown, run: MachineRun): unknown {
  return state.ResultPath ? { ...run.data, [state.ResultPath.slice(2)]: answer } : answer;
}

async function task(state: any, run: MachineRun, call: Call): Promise<void> {
  const input = state.Parameters ? fill(state.Parameters, run) : run.data;
  try {
    const answer = await call(state.Resource, structuredClone(input));
    run.attempts = 0;
    if (state.ResultPath) run.data = placed(state, answer, run);
    if (state.End) run.status = 'SUCCEEDED';
    else run.at = state.Next;
  } catch (error) {
    failed(state, run, error as Error);
  }
}

function failed(state: any, run: MachineRun, error: Error): void {
  if (++run.attempts <= state.Retry[0].MaxAttempts) return;
  const [rescue] = state.Catch ?? [];
  run.attempts = 0;
  if (!rescue) {
    run.status = 'FAILED';
    run.cause = error.message;
    return;
  }
  run.data = { ...run.data, [rescue.ResultPath.slice(2)]: { Cause: error.message } };
  run.at = rescue.Next;
}

function waitUntil(state: any, run: MachineRun, now: number): number {
  if (state.TimestampPath) return Date.parse(look(run.data, state.TimestampPath));
  return now + 1000 * (state.Seconds ?? look(run.data, state.SecondsPath));
}

function fill(template: Record<string, unknown>, run: MachineRun): Record<string, unknown> {
  const entries = Object.entries(template).map(([key, value]) =>
    key.endsWith('.$') ? [key.slice(0, -2), resolve(run, String(value))] : [key, value],
  );
  return Object.fromEntries(entries);
}

function resolve(run: MachineRun, path: string): unknown {
  if (path === '$$.Execution.StartTime') return new Date(run.startedAt).toISOString();
  return look(run.data, path);
}

/** `$`, `$.a.b` and `$.a['b-c']`. */
function look(data: any, path: string): any {
  const keys = [...path.matchAll(/\.(\w+)|\['([^']+)'\]/g)].map((match) => match[1] ?? match[2]!);
  return keys.reduce((value, key) => value?.[key], data);
}
