import { endingOf, type ExecutionEnd } from '../change/ending';
import type { ChangeEvent } from '../change/events';
import type { ChangeRecord } from '../change/record';
import { type FinalState, isFinal } from '../change/states';
import { cut } from '../change/verified';
import { readExecution } from './executions';
import { append, catchUp, keepSealed } from './ledger';
import { isMade, MADE } from './made';
import { keepSealedPage } from './page';
import { reconcile } from './reconcile';
import type { Runtime } from './runtime';

/** What is known besides: that every stage passed (Close), or that the way back broke (unwind). */
export interface SealHint {
  readonly succeeded?: boolean;
  readonly failure?: string | undefined;
}

/** How a record was sealed, or why it was not yet. */
export interface Sealed {
  readonly change?: string;
  readonly outcome?: FinalState;
  readonly reason: string;
}

/** Seals the record of an execution that ended; whoever asks again gets the same answer. */
export async function seal(runtime: Runtime, id: string, hint: SealHint): Promise<Sealed> {
  const execution = await readExecution(runtime, id);
  if (execution.rollback) return { reason: 'A rollback has no record of its own.' };
  if (isMade(execution)) return { reason: MADE };
  const open = await withFailure(runtime, await reconcile(runtime, execution), hint);
  const status = hint.succeeded ? 'Succeeded' : execution.status;
  return sealAs(runtime, open, { status, summary: execution.summary }, execution.status);
}

/** Seals the record of an execution that CodePipeline no longer knows: nothing can be taken back by it any more. */
export async function sealForgotten(runtime: Runtime, record: ChangeRecord): Promise<Sealed> {
  const summary = 'CodePipeline no longer knows the execution.';
  const open = await withFailure(runtime, await catchUp(runtime, record), { failure: summary });
  return sealAs(runtime, open, { status: 'Failed', summary }, 'Failed');
}

async function sealAs(runtime: Runtime, open: ChangeRecord, end: ExecutionEnd, status: string): Promise<Sealed> {
  if (isFinal(open.state)) return sealed(runtime, open);
  const waves = runtime.settings.policy.waves.map((wave) => wave.stage);
  const ending = endingOf(open, end, waves);
  if ('notYet' in ending) return notYet(status, open, ending.notYet);
  const event: ChangeEvent = {
    kind: 'sealed',
    id: 'sealed',
    at: runtime.now().toISOString(),
    outcome: ending.outcome,
    reason: cut(ending.reason, 4000),
  };
  return sealed(runtime, await append(runtime, open, [event]));
}

async function sealed(runtime: Runtime, record: ChangeRecord): Promise<Sealed> {
  if (!isFinal(record.state)) throw new Error(`${record.change} is ${record.state} and could not be sealed. Retry.`);
  await keepSealed(runtime, record);
  await keepSealedPage(runtime, record);
  return { change: record.change, outcome: record.state, reason: record.outcome?.reason ?? '' };
}

/** An execution that runs on will end later; one that ended must have every wave taken back before it is sealed. */
function notYet(status: string, record: ChangeRecord, reason: string): Sealed {
  if (status === 'InProgress' || status === 'Stopping') return { change: record.change, reason };
  throw new Error(`${record.change} cannot be sealed. ${reason}`);
}

/** Where the way back broke, each wave that has no outcome yet says so. */
async function withFailure(runtime: Runtime, record: ChangeRecord, { failure }: SealHint): Promise<ChangeRecord> {
  if (failure === undefined) return record;
  const open = record.waves.filter((wave) => !/^(rolled back|not rolled back)$/.test(wave.state));
  const reason = cut(`The way back broke: ${failure}`, 2000);
  const at = runtime.now().toISOString();
  return append(
    runtime,
    record,
    open.map(({ stage }) => ({
      kind: 'wave',
      id: `unwound:${stage}:broken`,
      at,
      stage,
      state: 'not rolled back',
      reason,
    })),
  );
}
