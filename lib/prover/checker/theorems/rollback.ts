import { HOLDING_UP, SILENCING } from '../../../contract/proof/theorem-actions';
import type { Duty, Ledger, Witness } from '../claims';
import { type Context, isReached } from '../context';
import type { CheckedPrincipal } from '../input';
import { firesOnTrouble, isHeard, slowest, watchesOwn } from './alarms';
import { type ArmedStack, type ListedAlarm, prodStacks, toProd } from './armed-stacks';
import { watchedMinutes } from './bake';
import { cannot } from './cannot';
import { runsScript } from './commands';
import { checkDefinitions, isAssumed } from './definitions';
import { deployments, type Deployments } from './deployments';
import { environmentOf, nameOf, type PlacedAction } from './pipelines';
import { reachedInFence, settleByWrites } from './reached-writes';
import { unservedDuties } from './unserved';

/** What must hold of a deployment to prod, by looking. */
export const DEPLOY_LOOKS: Readonly<Record<string, (look: DeployLook, by: Witness) => boolean>> = {
  /** Its stage rolls back whenever it fails, in a mode in which CodePipeline rolls back, and nothing holds that up. */
  stage: ({ deploy: { stage, pipeline } }, by) =>
    by.kind === 'stage' &&
    by.onFailure === 'ROLLBACK' &&
    stage.onFailure === by.onFailure &&
    pipeline.mode === by.mode &&
    ['SUPERSEDED', 'QUEUED'].includes(by.mode) &&
    stage.onFailureToo.length + stage.onEntry.length === 0,
  /** The platform's script runs and nothing else, and is asked to hand the alarms to CloudFormation. */
  script: ({ context, deploy }, by) =>
    by.kind === 'script' &&
    runsScript(context, deploy, 'deploy') &&
    environmentOf(deploy).ROLLBACK_ALARMS === 'hand over',
};

/** What must hold of an alarm, by looking. */
export const ALARM_LOOKS: Readonly<Record<string, (look: AlarmLook, by: Witness) => boolean>> = {
  /** It fires within the minutes for which the template says that it is watched. */
  alarm: ({ armed: { bakeMinutes }, alarm: { template } }, by) =>
    by.kind === 'alarm' && template !== undefined && slowest(template) === by.seconds && by.seconds <= bakeMinutes * 60,
  /** It fires on a bad release, not on a good one. */
  fires: ({ armed, alarm: { template } }) => template !== undefined && firesOnTrouble(template, armed),
  /** It compares one known value, on few samples too, and is heard. */
  heard: ({ alarm: { template } }) => template !== undefined && isHeard(template),
  /** What it watches is the workload's own. */
  own: ({ armed, alarm: { template } }) => template !== undefined && watchesOwn(template, armed),
};

/** How long a stack is watched, by looking. */
export const WATCH_LOOKS: Readonly<Record<string, (look: WatchLook, by: Witness) => boolean>> = {
  /** The deployment is watched for as long as the stack's alarms count on. */
  watch: ({ context, armed, deploy }, by) =>
    by.kind === 'watch' &&
    deploy !== undefined &&
    by.minutes >= armed.bakeMinutes &&
    watchedMinutes(context, deploy) === by.minutes,
  /** No pipeline of the assembly deploys it: an assumption of the certificate names it. */
  assumed: ({ context, armed: { stack }, deploy }) =>
    deploy === undefined && isAssumed(context, 'bake-as-listed', stack.where),
};

interface DeployLook {
  readonly context: Context;
  readonly deploy: PlacedAction;
}

interface AlarmLook {
  readonly armed: ArmedStack;
  readonly alarm: ListedAlarm;
}

interface WatchLook {
  readonly context: Context;
  readonly armed: ArmedStack;
  /** Absent where no pipeline of the assembly deploys the stack. */
  readonly deploy?: PlacedAction;
}

/** A duty about what is there to be looked at, with whatever may be written down for it. */
export interface Structural extends Duty {
  readonly witnesses: () => readonly Witness[];
}

/** CloudFormation takes so many rollback triggers, and watches them for so many minutes. */
const LIMITS = { alarms: 5, minutes: 180 };

function* deployDuties(context: Context, where: Deployments): Generator<Structural> {
  for (const deploy of toProd(context, where)) {
    const { stage, pipeline } = deploy;
    const look = { context, deploy };
    yield {
      ...{ says: 'rolls back by its stage:', subject: nameOf(deploy) },
      holds: (by) => by.kind === 'stage' && DEPLOY_LOOKS.stage(look, by),
      witnesses: () => [{ kind: 'stage', onFailure: stage.onFailure ?? 'none', mode: pipeline.mode }],
    };
    yield {
      ...{ says: 'hands the alarms over:', subject: nameOf(deploy) },
      holds: (by) => by.kind === 'script' && DEPLOY_LOOKS.script(look, by),
      witnesses: () => [{ kind: 'script' }],
    };
  }
}

const ALARM_SAYS: Readonly<Record<string, string>> = {
  alarm: 'fires within the bake:',
  fires: 'fires on a bad release alone:',
  heard: 'is heard:',
  own: 'watches the workload:',
};

function* alarmDuties(armed: ArmedStack): Generator<Structural> {
  for (const alarm of armed.alarms) {
    const seconds = alarm.template ? (slowest(alarm.template) ?? 0) : 0;
    const witnesses: readonly Witness[] = [
      { kind: 'alarm', seconds },
      { kind: 'fires' },
      { kind: 'heard' },
      { kind: 'own' },
    ];
    for (const [kind, says] of Object.entries(ALARM_SAYS))
      yield {
        ...{ says, subject: `${armed.stack.where} ${alarm.name}` },
        holds: (by) => by.kind === kind && ALARM_LOOKS[kind]({ armed, alarm }, by),
        witnesses: () => witnesses,
      };
  }
}

function* watchDuties(context: Context, armed: ArmedStack): Generator<Structural> {
  const says = 'is watched as long as its alarms count on:';
  for (const deploy of armed.by.length > 0 ? armed.by : [undefined])
    yield {
      ...{ says, subject: deploy ? `${armed.stack.where} ${nameOf(deploy)}` : armed.stack.where },
      holds: (by) => WATCH_LOOKS[by.kind]?.({ context, armed, deploy }, by) ?? false,
      witnesses: () => (deploy ? [{ kind: 'watch', minutes: watchedMinutes(context, deploy) }] : [{ kind: 'assumed' }]),
    };
}

/** What silences without naming an alarm is a resource of its own. */
const MUTE_RULES = 'arn:*:cloudwatch:*:*:alarm-mute-rule:*';
const PIPELINES = /:role\/guarded\/pipeline\//;

/** Of every machine beside the pipeline's where alarms watch: that it silences none, and holds no stack up. */
export function* silenceDuties(
  context: Context,
  where: Deployments,
): Generator<Duty & { readonly principal: CheckedPrincipal }> {
  const armed = prodStacks(context, where).armed.filter((one) => one.alarms.some(({ template }) => template?.arn));
  const accounts = new Set(armed.map((one) => one.stack.account));
  const alarms = armed.flatMap((one) => one.alarms.flatMap(({ template }) => template?.arn ?? []));
  const stacks = armed.map(({ stack }) => `arn:*:cloudformation:*:${stack.account}:stack/${stack.name}/*`);
  const on = [...alarms, MUTE_RULES, ...stacks];
  const { place } = context;
  for (const { principals } of place.world.accounts.filter((one) => accounts.has(one.id)))
    for (const principal of principals.filter((one) => isMachine(context, one)))
      yield {
        ...{ says: 'silences nothing:', subject: principal.arn, actions: SILENCE },
        principal,
        holds: (by, actions) => cannot({ place, principal, actions, on }, by),
      };
}

const SILENCE = [...SILENCING, ...HOLDING_UP];

function isMachine(context: Context, one: CheckedPrincipal): boolean {
  return (
    one.kind === 'role' && !one.person && !one.serviceLinked && !PIPELINES.test(one.arn) && !isReached(context, one)
  );
}

/** Everything about the way back that is there to be looked at. */
export function* rollbackDuties(context: Context, where: Deployments): Generator<Structural> {
  yield* deployDuties(context, where);
  for (const armed of prodStacks(context, where).armed) {
    yield* alarmDuties(armed);
    yield* watchDuties(context, armed);
  }
}

/** Every deployment to prod rolls back, on alarms that fire in time and that nobody silences. */
export function checkRollback(context: Context, ledger: Ledger): void {
  const where = deployments(context, ledger);
  checkDefinitions(context, ledger, where);
  for (const duty of rollbackDuties(context, where)) ledger.settle(duty);
  const { armed, byHand } = prodStacks(context, where);
  for (const { stack, alarms, bakeMinutes } of armed) {
    if (alarms.length < 1 || alarms.length > LIMITS.alarms)
      ledger.refuse(`${stack.where} lists ${alarms.length} rollback alarms; right are 1 to ${LIMITS.alarms}`);
    if (!(bakeMinutes >= 1 && bakeMinutes <= LIMITS.minutes))
      ledger.refuse(`${stack.where} is watched for ${bakeMinutes} minutes; right are 1 to ${LIMITS.minutes}`);
  }
  for (const { where: place } of byHand)
    if (!isAssumed(context, 'stacks-by-hand', place))
      ledger.refuse(`no pipeline deploys ${place}, and no assumption says so`);
  for (const duty of unservedDuties(context)) ledger.settle(duty);
  for (const duty of silenceDuties(context, where)) ledger.settle(duty);
  checkSilence(context, ledger, armed);
}

/** Nobody whom people reach keeps an alarm from firing or a stack from going back: all their writes are shut. */
function checkSilence(context: Context, ledger: Ledger, armed: readonly ArmedStack[]): void {
  const accounts = new Set(armed.filter((one) => one.alarms.length > 0).map((one) => one.stack.account));
  const near = reachedInFence(context).filter((one) => accounts.has(one.account));
  settleByWrites(context, ledger, near, SILENCE);
}
