import { z } from 'zod';
import { type BakeAnswer, type BakeDecision, bakeOnce } from '../change/bake';
import { holdsLane } from '../change/lane';
import type { PolicyWave } from '../change/policy';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { cut } from '../change/verified';
import { wayBackBegan } from '../change/way-back';
import { getLane, getReleased } from './change-store';
import { readExecution } from './executions';
import { assertOurs, fourKeys } from './job';
import { KEYS } from './keys';
import { alarmsOf, keepAlarms, parseAlarms } from './known-alarms';
import { append } from './ledger';
import { readAlarms } from './readings';
import { reconcile } from './reconcile';
import { bind, type Runtime } from './runtime';
import { stageFacts } from './stages';
import { getItem } from './table';

const eventSchema = z.object({
  input: z.object({ ...fourKeys, stage: z.string().min(1).max(100), alarms: z.array(z.string()).default([]) }),
  startedAt: z.iso.datetime({ offset: true }),
});
type Event = z.output<typeof eventSchema>;

/** Looks at the alarms of a wave once. A rollback bakes nothing: it passes. */
export async function bake(runtime: Runtime, event: unknown): Promise<BakeAnswer> {
  const { input, startedAt } = eventSchema.parse(event);
  assertOurs(runtime.settings, input);
  const execution = await readExecution(runtime, input.execution);
  if (execution.rollback || (await isRollingBack(runtime, input.stage)))
    return { verdict: 'healthy', reason: 'A rollback is not held up.', seconds: 0 };
  const wave = waveOf(runtime, input.stage);
  const record = await reconcile(runtime, execution);
  const mayBake = await stillOurs(runtime, record);
  if (mayBake) return { verdict: 'failed', reason: mayBake, seconds: 0 };
  const answer = await look(runtime, record, wave, { input, startedAt });
  await tellInconclusive(runtime, record, input.stage, startedAt, answer);
  return answer;
}

/** A rollback may carry the id of the execution that it returns to; what the stage is doing tells it apart. */
async function isRollingBack(runtime: Runtime, stage: string): Promise<boolean> {
  return (await stageFacts(runtime)).some((fact) => fact.stage === stage && fact.type === 'ROLLBACK');
}

function waveOf({ settings }: Runtime, stage: string): PolicyWave {
  const wave = settings.policy.waves.find((one) => one.stage === stage);
  if (wave) return wave;
  throw new Error(
    `The policy of ${settings.application} has no wave for stage ${cut(stage, 100)}. Release the platform again, which deploys the pipeline.`,
  );
}

/** Why this execution may not be in prod at all; undefined where it may. */
async function stillOurs(runtime: Runtime, record: ChangeRecord): Promise<string | undefined> {
  if (isFinal(record.state)) return `${record.change} is sealed (${record.state}) and must not be deployed again.`;
  if (wayBackBegan(record)) return `${record.change} is on its way back out of prod.`;
  const turn = holdsLane(await getLane(runtime), record.execution);
  return turn.verdict === 'pass' ? undefined : turn.reason;
}

async function look(runtime: Runtime, record: ChangeRecord, wave: PolicyWave, event: Event): Promise<BakeAnswer> {
  const alarms = await watched(runtime, record, wave, parseAlarms(event.input.alarms));
  const decision = await readDecision(runtime, record.execution, wave.stage);
  return bakeOnce({
    readings: await readAlarms(runtime, alarms),
    excused: record.firing,
    startedAt: new Date(event.startedAt),
    now: runtime.now(),
    bakeMinutes: wave.bakeMinutes,
    patienceMinutes: wave.patienceMinutes,
    ...(decision ? { decision } : {}),
  });
}

/** What the deployment told, and what the policy names; where neither says anything, what guarded the release before. */
async function watched(
  runtime: Runtime,
  { execution }: ChangeRecord,
  wave: PolicyWave,
  told: readonly string[],
): Promise<string[]> {
  const released = (await getReleased(runtime))?.execution;
  if (told.length) await keepAlarms(runtime, wave.stage, told, { execution, released });
  return [...new Set([...told, ...(await alarmsOf(runtime, wave, told.length ? execution : released))])];
}

const decisionSchema = z.object({ go: z.boolean(), by: z.string(), reason: z.string() });

/** A person's word; one that cannot be read is none. */
async function readDecision(runtime: Runtime, execution: string, stage: string): Promise<BakeDecision | undefined> {
  return decisionSchema.safeParse(await getItem(runtime, KEYS.decision(execution, stage))).data;
}

/** People are asked once a bake. */
async function tellInconclusive(
  runtime: Runtime,
  record: ChangeRecord,
  stage: string,
  startedAt: string,
  answer: BakeAnswer,
): Promise<void> {
  if (answer.verdict !== 'inconclusive') return;
  const at = runtime.now().toISOString();
  const reason = cut(answer.reason, 4000);
  await append(runtime, record, [
    { kind: 'inconclusive', id: `inconclusive:${stage}:${startedAt}`, at, stage, reason },
  ]);
}

/** Entry point of the function. */
export const handler = bind(bake);
