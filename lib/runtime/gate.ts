import { z } from 'zod';
import { explain } from '../change/answer';
import { gateAnswer, gateChecks, type GateFacts } from '../change/gate';
import type { ChangeRecord } from '../change/record';
import type { ActionFact } from '../change/story';
import { cut } from '../change/verified';
import { getLane } from './change-store';
import { listActions, readExecution } from './executions';
import { getFreeze } from './freeze-store';
import { answerJob, fourKeys, type Job } from './job';
import { alarmsOf } from './known-alarms';
import { append } from './ledger';
import { readAlarms, readBudget, readCalendars } from './readings';
import { reconcile } from './reconcile';
import { bind, type Runtime } from './runtime';

const parameters = z.strictObject(fourKeys);
type Parameters = z.output<typeof parameters>;

/** Decides, at the moment of deployment, whether a release goes to prod. */
export async function gate(runtime: Runtime, event: unknown): Promise<void> {
  await answerJob(runtime, event, parameters, (job) => decide(runtime, job));
}

async function decide(runtime: Runtime, job: Job<Parameters>): Promise<Record<string, string>> {
  const execution = await readExecution(runtime, job.parameters.execution);
  const record = await reconcile(runtime, execution);
  const answer = gateAnswer(gateChecks(await gatherFacts(runtime, record, execution.starter, job.parameters.digest)));
  const passed = answer.verdict === 'pass';
  const id = `gated:${job.id}:${passed ? 'open' : 'closed'}`;
  const reason = cut(explain(answer), 4000);
  await append(runtime, record, [{ kind: 'gated', id, at: runtime.now().toISOString(), passed, reason }]);
  if (!passed) throw new Error(`The gate stays closed for ${record.change}. ${reason}`);
  return { NUMBER: record.change };
}

async function gatherFacts(
  runtime: Runtime,
  record: ChangeRecord,
  starter: string | undefined,
  digest: string,
): Promise<GateFacts> {
  const { policy } = runtime.settings;
  const alarms = (await Promise.all(policy.waves.map((wave) => alarmsOf(runtime, wave)))).flat();
  const [actions, freeze, lane, calendars, budget, readings] = await Promise.all([
    listActions(runtime, record.execution),
    getFreeze(runtime),
    getLane(runtime),
    readCalendars(runtime),
    readBudget(runtime),
    readAlarms(runtime, alarms),
  ]);
  const approvals = approvalsOf(actions);
  return {
    policy,
    now: runtime.now(),
    record,
    freeze,
    lane,
    calendars,
    budget,
    alarms: readings,
    starter,
    approvals,
    digest,
  };
}

/** Approvals that stand: the last run of each approval action, if it was approved. */
function approvalsOf(actions: readonly ActionFact[]): { action: string; by: string }[] {
  const approvals = actions.filter((action) => action.category === 'Approval');
  const last = approvals.filter(
    (one) => !approvals.some((other) => other.action === one.action && other.startedAt > one.startedAt),
  );
  return last.filter((one) => one.status === 'Succeeded').map((one) => ({ action: one.action, by: one.updatedBy }));
}

/** Entry point of the function. */
export const handler = bind(gate);
