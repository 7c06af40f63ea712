import { z } from 'zod';
import { asksTime, checkRollback, excusesAlarms, mayDeploy } from '../change/admission';
import { type Answer, explain } from '../change/answer';
import type { StageFact } from '../change/unwind';
import { getLane } from './change-store';
import { type ExecutionFact, readExecution } from './executions';
import { getFreeze } from './freeze-store';
import { assertOurs, fourKeys } from './job';
import { readCalendars } from './readings';
import { reconcile } from './reconcile';
import { bind, type Runtime } from './runtime';
import { stageFacts } from './stages';

const inputSchema = z.strictObject({ ...fourKeys, stage: z.string().min(1).max(100) });
type Input = z.output<typeof inputSchema>;

/** The answer to a deployment, with what was asked: a deployment goes on only by the answer to its own question. */
export interface AdmissionAnswer extends Input {
  readonly verdict: 'pass' | 'refuse';
  /** It goes back: the deployment hands no alarms over, since one that still fires would stop the way back. */
  readonly rollback: boolean;
  /** A fix or a first release: the deployment hands over the alarms that are silent, since it is to silence the rest. */
  readonly excused: boolean;
  /** Why, and what to do. */
  readonly reason: string;
}

/**
 * Says to a deploy action of a wave, at the moment before it touches prod, whether it may. Only `pass` lets it go on.
 *
 * The status is read before the record, and the record is brought up to date before it is judged. So a deployment that
 * is admitted stands in the record, which then cannot be sealed as if prod had not been touched; and the unwinding,
 * which writes its beginning down before it reads the status again, sees it and does not begin beside it.
 */
export async function admit(runtime: Runtime, event: unknown): Promise<AdmissionAnswer> {
  const input = inputSchema.parse(event);
  assertOurs(runtime.settings, input);
  const execution = await readExecution(runtime, input.execution);
  const stages = execution.rollback ? [] : await stageFacts(runtime);
  const back = checkRollback(execution, input.stage, stages);
  const decided = back ? { answer: back, excused: false } : await decide(runtime, input, execution, stages);
  const { answer, excused } = decided;
  const { verdict } = answer;
  if (verdict === 'wait') throw new Error(explain(answer)); // no answer yet: whoever asks tries again
  return { ...input, verdict, rollback: back !== undefined, excused, reason: explain(answer) };
}

async function decide(
  runtime: Runtime,
  { stage, digest }: Input,
  execution: ExecutionFact,
  stages: readonly StageFact[],
): Promise<{ readonly answer: Answer; readonly excused: boolean }> {
  const record = await reconcile(runtime, execution);
  const now = runtime.now();
  const lane = await getLane(runtime);
  const time = asksTime(record, now) ? await readTime(runtime) : undefined;
  const { policy } = runtime.settings;
  const answer = mayDeploy({
    policy,
    now,
    stage,
    digest,
    status: execution.status,
    stages,
    record,
    lane,
    ...(time ? { time } : {}),
  });
  return { answer, excused: excusesAlarms(record) };
}

async function readTime(runtime: Runtime) {
  const [freeze, calendars] = await Promise.all([getFreeze(runtime), readCalendars(runtime)]);
  return { freeze, calendars };
}

/** Entry point of the function. */
export const handler = bind(admit);
