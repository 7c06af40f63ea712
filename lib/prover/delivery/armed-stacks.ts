import { homeRegionBeside } from '../../contract/partitions';
import { ROLLBACK_ALARMS_METADATA } from '../../names';
import { matchesPattern } from '../../world/patterns';
import type { StackFacts, TemplateResource, World } from '../../world/model';
import type { Unread } from './unread';
import { slowness } from './alarms';
import { environmentOf } from './pipeline';
import type { DeliveryPlan, PlacedAction } from './plan';
import { watching } from './watching';

/** A stack that has to roll back by itself, with the alarms that make it. */
export interface ArmedStack {
  readonly stack: StackFacts;
  readonly alarms: readonly TemplateResource[];
  readonly problems: readonly string[];
  /** Where to change the alarms that are wrong; the stack itself where that is wrong. */
  readonly places: readonly string[];
  /** What nobody can say of the alarms. */
  readonly unread: readonly Unread[];
  /** Minutes of watching that the alarms count on. */
  readonly bakeMinutes?: number;
}

/** CloudFormation takes at most five rollback triggers and watches them for at most 180 minutes. */
const LIMITS = { alarms: 5, minutes: 180 } as const;

/** Prod stacks that a pipeline deploys: all of a stage, and those of the root that an action names. */
export function prodStacks(
  world: World,
  plans: readonly DeliveryPlan[],
): { armed: StackFacts[]; byHand: StackFacts[] } {
  const prod = new Set(world.accounts.filter((account) => account.environment === 'prod').map((account) => account.id));
  const stacks = (world.stacks ?? []).filter((stack) => prod.has(stack.account));
  const actions = plans.flatMap((plan) => plan.toProd);
  const deployed = (stack: StackFacts): boolean =>
    stack.stage !== '' || actions.some((action) => covers(action, stack));
  const support = (stack: StackFacts): boolean =>
    actions.some((action) => supports(action, stack)) ||
    (!actions.some((action) => stageOf(action) === stack.stage) && stands(stack, stacks));
  return {
    armed: stacks.filter((stack) => deployed(stack) && !support(stack)),
    byHand: stacks.filter((stack) => !deployed(stack)),
  };
}

/**
 * Does an action deploy a stack beside its target, in the region of the global services? Nothing watches it there: the
 * alarms are those of the target, whose stacks come after it in the same action.
 */
function supports(placed: PlacedAction, stack: StackFacts): boolean {
  const { TARGET_REGION } = environmentOf(placed.action);
  return stack.region !== TARGET_REGION && covers(placed, stack);
}

/**
 * Does a stack stand beside a target, where no pipeline of the stage is in sight? The one that deploys it takes stacks of the
 * target's region and of this one alone: were this region the target's, it would refuse those of the other.
 */
function stands(stack: StackFacts, all: readonly StackFacts[]): boolean {
  if (stack.stage === '' || homeRegionBeside(stack.region) !== stack.region) return false;
  return all.some(
    ({ stage, account, region }) => stage === stack.stage && account === stack.account && region !== stack.region,
  );
}

/** Folder of the assembly that an action deploys. */
function stageOf({ action }: Pick<PlacedAction, 'action'>): string {
  const { ASSEMBLY } = environmentOf(action);
  return ASSEMBLY === undefined || ASSEMBLY === '.' ? '' : ASSEMBLY;
}

/** Does a deploy action deploy a stack? Its environment variables say what goes where. */
export function covers({ action }: Pick<PlacedAction, 'action'>, stack: StackFacts): boolean {
  const { TARGET_ACCOUNT, TARGET_REGION, GLOBAL_REGION, STACKS } = environmentOf(action);
  if (TARGET_ACCOUNT !== stack.account || ![TARGET_REGION, GLOBAL_REGION].includes(stack.region)) return false;
  if (stageOf({ action }) !== stack.stage) return false;
  const names = namesIn(STACKS);
  return (
    names.length === 0 || names.some((name) => matchesPattern(name, stack.name) || matchesPattern(name, stack.where))
  );
}

function namesIn(list: string | undefined): string[] {
  try {
    const names: unknown = JSON.parse(list || '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

interface ListedAlarm {
  readonly name?: unknown;
  readonly logicalId?: unknown;
  readonly imported?: unknown;
}

interface Listed {
  readonly bakeMinutes?: unknown;
  readonly alarms?: unknown;
  readonly emits?: unknown;
}

/**
 * The alarms that a stack's template lists for its rollback, and what is wrong with them.
 *
 * @param family Stacks of the same stage, account and region, itself included.
 */
export function armedStack(stack: StackFacts, family: readonly StackFacts[] = [stack]): ArmedStack {
  const listed = stack.metadata[ROLLBACK_ALARMS_METADATA] as Listed | undefined;
  const entries = Array.isArray(listed?.alarms) ? (listed.alarms as ListedAlarm[]) : [];
  const bake = Number(listed?.bakeMinutes);
  if (entries.length === 0)
    return {
      stack,
      alarms: [],
      problems: [`the stack ${stack.name} lists no rollback alarms`],
      places: [stack.where],
      unread: [],
    };
  const emitted = Array.isArray(listed?.emits) ? listed.emits.map(String) : [];
  const found = entries.map((entry) => alarmOf({ stack, family, emitted }, entry, bake));
  const counted = countProblems(stack, entries.length, bake).map((why): Unread => ({ why }));
  const wrong = [...counted, ...found.flatMap((one) => one.problems)];
  return {
    stack,
    alarms: found.flatMap((one) => one.alarm ?? []),
    problems: wrong.map(({ why }) => why),
    places: [...new Set(wrong.map((one) => placeOf(one, stack)))],
    unread: found.flatMap((one) => one.unread ?? []),
    bakeMinutes: bake,
  };
}

function placeOf({ where = '', property }: Unread, stack: StackFacts): string {
  if (where === '') return stack.where;
  return property === undefined ? where : `${where}, ${property}`;
}

function countProblems({ name }: StackFacts, count: number, bake: number): string[] {
  const problems: string[] = [];
  if (count > LIMITS.alarms)
    problems.push(`the stack ${name} lists ${count} rollback alarms; CloudFormation takes ${LIMITS.alarms}`);
  if (!(bake >= 1 && bake <= LIMITS.minutes))
    problems.push(`the stack ${name} is watched for ${bake} minutes; 1 to ${LIMITS.minutes} are possible`);
  return problems;
}

/** A stack, those beside it, and the namespaces that it emits metrics to. */
interface Surroundings {
  readonly stack: StackFacts;
  readonly family: readonly StackFacts[];
  readonly emitted: readonly string[];
}

interface FoundAlarm {
  readonly alarm?: TemplateResource;
  readonly problems: readonly Unread[];
  readonly unread?: readonly Unread[];
}

function alarmOf({ stack, family, emitted }: Surroundings, entry: ListedAlarm, bake: number): FoundAlarm {
  const name = `the rollback alarm ${String(entry.name)} of ${stack.name}`;
  if (entry.imported === true)
    return {
      problems: [],
      unread: [{ why: `${name} was imported: no template says what it watches and whether it can fire` }],
    };
  const own = stack.resources.filter((one) => one.logicalId === entry.logicalId);
  const alarm = named([stack, ...family], entry) ?? own[0];
  if (!alarm) return { problems: [{ why: `${name} is not in the stack, so not in its account and region` }] };
  const where = `${alarm.where} (${alarm.logicalId})`;
  const other = otherThanListed(alarm, entry);
  if (alarm.type !== 'AWS::CloudWatch::Alarm' && alarm.type !== 'AWS::CloudWatch::CompositeAlarm')
    return { problems: [{ why: `${name} ${other}`, where }] };
  if (other !== undefined) return { alarm, problems: [{ why: `${name} ${other}`, where }] };
  const watched = watching(alarm, stack, family, emitted);
  const told = ({ why, property }: Unread): Unread => ({ why: `${name}: ${why}`, property, where });
  return {
    alarm,
    problems: [...slowness(alarm, bake), ...watched.problems].map(told),
    unread: watched.unknowns.map((one) => ({ ...told(one), where: alarm.where })),
  };
}

/** What stands where an alarm is listed, if it is none that the command line could hand over under that name. */
function otherThanListed({ type, properties }: TemplateResource, { name }: ListedAlarm): string | undefined {
  if (type === 'AWS::CloudWatch::CompositeAlarm')
    return 'is a composite alarm; the command line hands every alarm over as a metric alarm';
  if (type !== 'AWS::CloudWatch::Alarm') return `is a ${type}, no alarm`;
  return properties.AlarmName === name
    ? undefined
    : `has the name ${JSON.stringify(properties.AlarmName)} in the template`;
}

/** An alarm of the stack or of one beside it, the first where both fit; logical ids are a stack's own, so its name counts. */
function named(stacks: readonly StackFacts[], { name, logicalId }: ListedAlarm): TemplateResource | undefined {
  return stacks
    .flatMap(({ resources }) => resources)
    .find((one) => one.logicalId === logicalId && one.properties.AlarmName === name);
}
