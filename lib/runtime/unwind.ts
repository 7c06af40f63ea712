import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { z } from 'zod';
import type { ChangeEvent } from '../change/events';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { named, nextUnwindStep, type UnwindStep } from '../change/unwind';
import { UNWOUND } from '../change/way-back';
import { getReleased } from './change-store';
import { readExecution } from './executions';
import { attempt, errorName } from './failure';
import { append } from './ledger';
import { isMade, MADE } from './made';
import { reconcile } from './reconcile';
import { bind, type Runtime } from './runtime';
import { rollbackTargets, stageFacts } from './stages';

const eventSchema = z.object({
  detail: z.object({ pipeline: z.string(), 'execution-id': z.string().min(1).max(100) }),
  answer: z.object({ looks: z.int().default(0), givenUp: z.array(z.string()).default([]) }).optional(),
});

/** What the state machine goes on by, and what it hands back at the next look. */
export interface UnwindAnswer {
  readonly verdict: 'wait' | 'done';
  readonly reason: string;
  readonly looks: number;
  readonly givenUp: readonly string[];
}

const CANNOT = [
  'UnableToRollbackStageException',
  'PipelineExecutionOutdatedException',
  'PipelineExecutionNotFoundException',
];

/** Takes an execution that ended badly out of prod, one step at a call; what it does follows from what it sees. */
export async function unwind(runtime: Runtime, event: unknown): Promise<UnwindAnswer> {
  const { detail, answer } = eventSchema.parse(event);
  const last = { looks: answer?.looks ?? 0, givenUp: answer?.givenUp ?? [] };
  const done = (reason: string): UnwindAnswer => ({ verdict: 'done', reason, ...last });
  if (detail.pipeline !== runtime.settings.pipeline) return done(`Not of this pipeline: ${detail.pipeline}`);
  const execution = await readExecution(runtime, detail['execution-id']);
  if (execution.rollback) return done('A rollback has no record of its own.');
  if (isMade(execution)) return done(MADE);
  if (!hasEnded(execution)) return done(`It is ${execution.status}.`);
  const record = await reconcile(runtime, execution);
  if (isFinal(record.state) || !record.waves.length) return done(`${record.change} needs no way back.`);
  return step(runtime, record, last);
}

function hasEnded({ status }: { readonly status: string }): boolean {
  return /^(Failed|Stopped|Superseded|Cancelled)$/.test(status);
}

async function step(
  runtime: Runtime,
  record: ChangeRecord,
  last: { looks: number; givenUp: readonly string[] },
): Promise<UnwindAnswer> {
  const waves = runtime.settings.policy.waves.map((wave) => wave.stage);
  const touched = record.waves.map((wave) => wave.stage);
  const released = await getReleased(runtime);
  const names = released ? { [released.execution]: released.change } : {};
  const next = nextUnwindStep({
    execution: record.execution,
    waves,
    touched,
    stages: await stageFacts(runtime),
    targets: await rollbackTargets(runtime, touched, released?.execution),
    names,
    givenUp: last.givenUp,
    patience: last.looks,
  });
  // Written before anything is done: from here on no deployment of this execution is admitted. Whoever was admitted before
  // shows in the status, which is read again after.
  await append(runtime, record, eventsOf(runtime, next, names));
  if (next.act && !hasEnded(await readExecution(runtime, record.execution)))
    return { verdict: 'done', reason: `${record.change} goes on: somebody retried it.`, ...last };
  const givenUp = next.act && !(await rollBack(runtime, next.act)) ? [...last.givenUp, next.act.stage] : last.givenUp;
  const goesOn = Boolean(next.act ?? next.waiting);
  return {
    verdict: goesOn ? 'wait' : 'done',
    reason: next.waiting ?? (next.act ? `${next.act.stage} is being rolled back.` : 'Every wave has its outcome.'),
    looks: next.act ? 0 : last.looks + 1,
    givenUp,
  };
}

/** False where CodePipeline says that this stage cannot go back to that execution. */
async function rollBack(runtime: Runtime, { stage, target }: { stage: string; target: string }): Promise<boolean> {
  const command = new RollbackStageCommand({
    pipelineName: runtime.settings.pipeline,
    stageName: stage,
    targetPipelineExecutionId: target,
  });
  try {
    await attempt(`roll ${stage} back to ${target}`, () => runtime.clients.pipeline.send(command), ...CANNOT);
    return true;
  } catch (error) {
    if (CANNOT.includes(errorName(error))) return false;
    throw error;
  }
}

function eventsOf(
  runtime: Runtime,
  { act, outcomes }: UnwindStep,
  names: Readonly<Record<string, string>>,
): ChangeEvent[] {
  const at = runtime.now().toISOString();
  const ended = outcomes.map((one): ChangeEvent => ({
    kind: 'wave',
    id: `${UNWOUND}${one.stage}:${one.state}`,
    at,
    ...one,
  }));
  if (!act) return ended;
  const { stage, target } = act;
  const reason = `It returns to ${named(target, names)}.`;
  return [...ended, { kind: 'wave', id: `${UNWOUND}${stage}:begun`, at, stage, state: 'rolling back', reason }];
}

/** Pipelines that change control does not serve need no way back. */
const elsewhere: UnwindAnswer = { verdict: 'done', reason: 'Not of this change control.', looks: 0, givenUp: [] };

/** Entry point of the function. */
export const handler = bind(unwind, { elsewhere });
