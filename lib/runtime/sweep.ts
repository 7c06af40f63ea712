import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { getChange, openChanges } from './change-store';
import type { ChangeRecord } from '../change/record';
import { type ExecutionFact, readExecution } from './executions';
import { attempt, errorName, ServiceFailure } from './failure';
import { reconcile } from './reconcile';
import type { Runtime } from './runtime';
import { sealForgotten } from './seal';

/** Open changes looked at in one sweep; the newest first, the others in the next. */
const AT_ONCE = 200;

/** A sweep ends so long before its function does; what it has not come to is the next one's. */
const SWEEP_MS = 40_000;

/** So many changes further than the one before begins a sweep of more than these, so that it comes to all. */
const A_SWEEP = 37;
const QUARTER_MS = 900_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Looks after changes whose events were lost: brings their records up to date, and begins the way back where it is due. */
export async function sweep(runtime: Runtime): Promise<{ open: number; unwound: number; failures: string[] }> {
  const begun = runtime.now().getTime();
  const numbers = inTurns(await openChanges(runtime, AT_ONCE), begun);
  const failures: string[] = [];
  let unwound = 0;
  for (const number of numbers) {
    if (runtime.now().getTime() - begun >= SWEEP_MS) break;
    try {
      if (await sweepOne(runtime, number)) unwound++;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  if (failures.length)
    throw new Error(`The sweep left ${failures.length} of ${numbers.length}: ${failures.join('; ')}`);
  return { open: numbers.length, unwound, failures };
}

/** All of them; where there are many, each quarter of an hour begins with others. */
function inTurns(numbers: readonly number[], now: number): number[] {
  const first = numbers.length > A_SWEEP ? (Math.floor(now / QUARTER_MS) * A_SWEEP) % numbers.length : 0;
  return [...numbers.slice(first), ...numbers.slice(0, first)];
}

async function sweepOne(runtime: Runtime, number: number): Promise<boolean> {
  const record = await getChange(runtime, number);
  const { execution: id } = record;
  const execution = await readUnlessForgotten(runtime, record);
  if (!execution) return false;
  await reconcile(runtime, execution);
  if (/^(InProgress|Stopping)$/.test(execution.status)) return false;
  return startUnwind(runtime, id, String(Math.floor(runtime.now().getTime() / HOUR_MS)));
}

/**
 * CodePipeline forgets executions, after a year or with a pipeline that was made anew. A change that it no longer knows
 * will never end by itself, and might hold the turn of all others; it is sealed with what is known. A young one may only
 * not be known yet.
 */
async function readUnlessForgotten(runtime: Runtime, record: ChangeRecord): Promise<ExecutionFact | undefined> {
  try {
    return await readExecution(runtime, record.execution);
  } catch (error) {
    const age = runtime.now().getTime() - Date.parse(record.opened);
    const forgotten = error instanceof ServiceFailure && errorName(error.cause) === FORGOTTEN;
    if (!forgotten || !(age > DAY_MS)) throw error;
    await sealForgotten(runtime, record);
    return undefined;
  }
}

const FORGOTTEN = 'PipelineExecutionNotFoundException';

/** Starts the way back of an execution, once for each occasion: an hour, or its end; false where that began already. */
export async function startUnwind(runtime: Runtime, execution: string, occasion: string): Promise<boolean> {
  const command = new StartExecutionCommand({
    stateMachineArn: runtime.settings.unwindMachine,
    name: `${execution}-${occasion}`.slice(-80),
    input: JSON.stringify({ detail: { pipeline: runtime.settings.pipeline, 'execution-id': execution } }),
  });
  try {
    await attempt(
      `begin the way back of ${execution}`,
      () => runtime.clients.machines.send(command),
      'ExecutionAlreadyExists',
    );
    return true;
  } catch (error) {
    if (errorName(error) === 'ExecutionAlreadyExists') return false;
    throw error;
  }
}
