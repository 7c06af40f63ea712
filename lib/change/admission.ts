import { type Answer, pass, refuse, wait, worst } from './answer';
import { type CalendarReading, checkCalendars } from './calendar';
import { checkDigest } from './digest';
import { checkFreeze, type FreezeState } from './freeze';
import { gateAnswer } from './gate';
import { holdsLane, type Lane } from './lane';
import type { ChangePolicy } from './policy';
import type { ChangeRecord } from './record';
import { isFinal } from './states';
import type { StageFact } from './unwind';
import { wayBackBegan } from './way-back';
import { checkWindow } from './window-check';

/** What a deployment to prod is admitted by. */
export interface AdmissionFacts {
  readonly policy: Pick<ChangePolicy, 'window' | 'waves'>;
  readonly now: Date;
  /** The stage that would deploy, and the digest of what. */
  readonly stage: string;
  readonly digest: string;
  /** How CodePipeline says that the execution stands; read before the record. */
  readonly status: string;
  readonly stages: readonly StageFact[];
  /** Brought up to what CodePipeline says happened, this deployment included. */
  readonly record: ChangeRecord;
  readonly lane: Lane | undefined;
  /** Read where `asksTime` says so. */
  readonly time?: {
    readonly freeze: FreezeState | undefined;
    readonly calendars: readonly CalendarReading[];
  };
}

/**
 * How long the gate's word on time holds for a first deployment. A build waits for a machine, rarely for long; without
 * this a release that the gate let through at the last minute of a window would fail for its build's slow start.
 */
const GATE_HOLDS_MS = 3_600_000;

const START_ANEW = 'Start a new release from the repository.';

/**
 * A rollback is never held up. It is one by its own type, or by what its stage is doing: it may carry the id of the
 * execution that it returns to. That execution must be the one that asks, since a build that was abandoned runs on and
 * would else slip in behind the rollback that followed it.
 */
export function checkRollback(
  execution: { readonly id: string; readonly rollback: boolean },
  stage: string,
  stages: readonly StageFact[],
): Answer | undefined {
  const fact = stages.find((one) => one.stage === stage);
  const isRollingBack = fact?.type === 'ROLLBACK' && /^(InProgress|Stopping)$/.test(fact.status);
  const returnsToIt = isRollingBack && [fact.execution, fact.target].includes(execution.id);
  return execution.rollback || returnsToIt ? pass('A rollback is not held up.') : undefined;
}

/**
 * Whether a release may deploy to a wave at this moment. The gate decided before; since then its execution may have been
 * stopped, taken back or sealed, another release may have its turn, and somebody may have retried the stage.
 */
export function mayDeploy(facts: AdmissionFacts): Answer {
  return worst([gateAnswer(admissionChecks(facts)), checkSeen(facts)]);
}

/** Every check that time alone does not mend, by name; all of them must pass. */
export function admissionChecks(facts: AdmissionFacts): Readonly<Record<string, Answer>> {
  return {
    running: checkRunning(facts),
    place: checkPlace(facts),
    record: checkRecord(facts),
    gate: checkGate(facts.record),
    turn: holdsLane(facts.lane, facts.record.execution),
    digest: checkDigest(facts.record.verified?.digest, facts.digest),
    ...checkTime(facts),
  };
}

function checkRunning({ status, record }: AdmissionFacts): Answer {
  if (status === 'InProgress') return pass('');
  return refuse(`The execution of ${record.change} is ${status}, so its build deploys nothing any more.`, START_ANEW);
}

/** Every wave before runs it still. */
function checkPlace({ policy, stage, stages, record }: AdmissionFacts): Answer {
  const order = policy.waves.map((wave) => wave.stage);
  if (!order.includes(stage))
    return refuse(
      `The policy knows no wave of stage ${stage}.`,
      'Release the platform again, which deploys the pipeline.',
    );
  const before = order.slice(0, order.indexOf(stage));
  const lost = before.filter((wave) => !isIn(stages, wave, record));
  if (!lost.length) return pass('');
  return refuse(
    `${record.change} is not what ${lost.join(', ')} did last: it was taken back, or overtaken.`,
    START_ANEW,
  );
}

function isIn(stages: readonly StageFact[], stage: string, { execution }: ChangeRecord): boolean {
  return stages.some((one) => one.stage === stage && one.execution === execution);
}

function checkRecord({ record }: AdmissionFacts): Answer {
  const { change, state } = record;
  if (isFinal(state)) return refuse(`${change} is sealed (${state}) and must not be deployed again.`, START_ANEW);
  if (wayBackBegan(record)) return refuse(`${change} is on its way back out of prod.`, START_ANEW);
  if (state !== 'drafted' && state !== 'verified') return pass('');
  return refuse(`${change} is ${state}; only what was approved and passed the gate is deployed.`, START_ANEW);
}

/** How soon CodePipeline is asked again for what it does not show yet. */
const ASK_AGAIN_MS = 2000;

/**
 * CodePipeline shows the execution in the stage, and the record says that prod is being deployed to, so that it can no
 * longer be sealed as if prod had not been touched. What CodePipeline shows may lag behind what it does for a moment.
 */
function checkSeen({ record, stage, stages, now }: AdmissionFacts): Answer {
  const { change, state, waves } = record;
  const isTold = /^(deploying|baking)$/.test(state) && waves.some((wave) => wave.stage === stage);
  if (isTold && isIn(stages, stage, record)) return pass('');
  return wait(
    `CodePipeline does not show that ${change} (${state}) is being deployed in ${stage}.`,
    new Date(now.getTime() + ASK_AGAIN_MS),
    'Release again; if it stays so, report it.',
  );
}

function checkGate({ change, history }: ChangeRecord): Answer {
  const last = history.findLast((one) => one.kind === 'gated');
  return last?.id.endsWith(':open') ? pass('') : refuse(`The gate is not open for ${change}.`, START_ANEW);
}

/** A retry, or a build that waited long, is a new start: the gate's word on time no longer stands for it. */
export function asksTime(record: ChangeRecord, now: Date): boolean {
  const { history } = record;
  return isRetry(record) || !(now.getTime() - Date.parse(history[gateOf(record)]?.at ?? '') <= GATE_HOLDS_MS);
}

/** The gate decided last; each wave has a gate of its own before it. */
function gateOf({ history }: ChangeRecord): number {
  return history.findLastIndex((one) => one.kind === 'gated');
}

function isRetry(record: ChangeRecord): boolean {
  return record.history.slice(gateOf(record) + 1).some((one) => one.id.startsWith('failed:'));
}

/**
 * Then the window and the calendars must be open and the line not stopped. A stopped line does not hold up a release that
 * is in an earlier wave already and was not stopped by a failure: it finishes.
 */
function checkTime({ record, policy, now, time, stage }: AdmissionFacts): Readonly<Record<string, Answer>> {
  if (!asksTime(record, now)) return {};
  return {
    window: checkWindow(policy.window, now),
    calendar: time ? checkCalendars(time.calendars, now) : refuse('Nobody asked the change calendars.', START_ANEW),
    freeze: checkFreeze(time?.freeze, !isRetry(record) && record.waves.some((wave) => wave.stage !== stage)),
  };
}

/**
 * Whether alarms that fire before the deployment begins are to be silenced by it: a fix, or a release before anything was
 * released, since what failed before it stays where it is.
 */
export function excusesAlarms({ verified, firing, returnTo }: ChangeRecord): boolean {
  return verified?.incident !== undefined || firing.length > 0 || returnTo === undefined;
}
