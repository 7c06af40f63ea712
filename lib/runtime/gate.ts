import { z } from 'zod';
import { explain } from '../change/answer';
import { answersOf } from '../change/approvals';
import type { ChangeEvent } from '../change/events';
import { gateAnswer, gateChecks, type GateFacts } from '../change/gate';
import { excused, type WaveHealth } from '../change/health';
import type { ChangeRecord } from '../change/record';
import { cut, type Released } from '../change/verified';
import { getLane, getReleased } from './change-store';
import { listActions, readExecution } from './executions';
import { getFreeze } from './freeze-store';
import { answerJob, fourKeys, type Job, refuseJob } from './job';
import { alarmsBeforeRelease, alarmsOf } from './known-alarms';
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
  const facts = await gatherFacts(runtime, record, execution.starter, job);
  const event = gatedEvent(runtime, facts, job.id);
  await append(runtime, record, [event]);
  if (!event.passed) throw new Error(`The gate stays closed for ${record.change}. ${event.reason}`);
  return { NUMBER: record.change };
}

/** What the gate decided, with what it saw in prod at that moment. */
function gatedEvent(
  runtime: Runtime,
  facts: GateFacts,
  job: string,
): ChangeEvent & { kind: 'gated'; passed: boolean; reason: string } {
  const answer = gateAnswer(gateChecks(facts));
  const passed = answer.verdict === 'pass';
  const { released, record, waves } = facts;
  const incident = record.verified?.incident;
  return {
    kind: 'gated',
    id: `gated:${job}:${passed ? 'open' : 'closed'}`,
    at: runtime.now().toISOString(),
    passed,
    reason: cut(explain(answer), 4000),
    ...(released ? { returnTo: { change: released.change, revision: released.revision } } : {}),
    firing: passed ? excused({ waves, firstRelease: !released, ...(incident ? { incident } : {}) }) : [],
  };
}

async function gatherFacts(
  runtime: Runtime,
  record: ChangeRecord,
  starter: string | undefined,
  { parameters: { digest }, account }: Job<Parameters>,
): Promise<GateFacts> {
  const { policy } = runtime.settings;
  const released = await getReleased(runtime);
  const [actions, freeze, lane, calendars, budget, waves] = await Promise.all([
    listActions(runtime, record.execution),
    getFreeze(runtime),
    getLane(runtime),
    readCalendars(runtime),
    readBudget(runtime),
    readWaves(runtime, record, released),
  ]);
  return {
    policy,
    now: runtime.now(),
    record,
    freeze,
    lane,
    calendars,
    budget,
    waves,
    released,
    starter,
    ...(account ? { account } : {}),
    approvals: answersOf(actions),
    digest,
  };
}

/** Each wave with what its alarms say: those of what runs there now, or was left there where nothing was ever released. */
async function readWaves(
  runtime: Runtime,
  record: ChangeRecord,
  released: Released | undefined,
): Promise<WaveHealth[]> {
  const waves = await Promise.all(
    runtime.settings.policy.waves.map(async (wave) => {
      const touched = record.waves.some(({ stage }) => stage === wave.stage);
      const running = touched ? record.execution : released?.execution;
      const alarms = await (running ? alarmsOf(runtime, wave, running) : alarmsBeforeRelease(runtime, wave));
      return { stage: wave.stage, touched, alarms };
    }),
  );
  const readings = await readAlarms(
    runtime,
    waves.flatMap((wave) => wave.alarms),
  );
  return waves.map(({ alarms, ...wave }) => ({
    ...wave,
    readings: readings.filter((reading) => alarms.includes(reading.alarm)),
  }));
}

/** Entry point of the function. */
export const handler = bind(gate, { refused: refuseJob });
