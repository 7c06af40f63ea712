import { homeRegionBeside } from '../../../contract/partitions';
import { overlaps } from '../glob';
import type { Context } from '../context';
import type { CheckedStack, CheckedTemplate } from '../input';
import type { Deployments } from './deployments';
import { environmentOf, object, objects, parsed, type PlacedAction, pipelinesOf } from './pipelines';

/** A prod stack that a pipeline deploys, with what its template says of its rollback. */
export interface ArmedStack {
  readonly stack: CheckedStack;
  readonly bakeMinutes: number;
  /** Alarms that its template lists; one that is not there has no template. */
  readonly alarms: readonly ListedAlarm[];
  /** Namespaces that the stack says it emits itself. */
  readonly emitted: readonly string[];
  /** Armed stacks of the same stage, account and region, itself included. */
  readonly family: readonly CheckedStack[];
  /** Actions to prod that deploy it. */
  readonly by: readonly PlacedAction[];
}

/** An entry of the list of rollback alarms. */
export interface ListedAlarm {
  readonly name: string;
  readonly template?: CheckedTemplate;
}

/** All prod stacks: those that a pipeline deploys, and those that somebody deploys by hand. */
export interface ProdStacks {
  readonly armed: readonly ArmedStack[];
  readonly byHand: readonly CheckedStack[];
}

/** Actions that may deploy to prod. */
export function toProd({ place }: Context, where: Deployments): readonly PlacedAction[] {
  const isProd = (id: string): boolean => place.accounts.get(id)?.environment === 'prod';
  return pipelinesOf(place)
    .flatMap((one) => one.actions)
    .filter((one) => where.of(one).some(isProd));
}

/** Sorts the prod stacks of a world. */
export function prodStacks(context: Context, where: Deployments): ProdStacks {
  const { place } = context;
  const actions = toProd(context, where);
  const prod = (place.world.stacks ?? []).filter((one) => place.accounts.get(one.account)?.environment === 'prod');
  const byHand = prod.filter((one) => one.stage === '' && !actions.some((action) => deploys(action, one)));
  const isSupport = (one: CheckedStack): boolean =>
    actions.some((action) => supports(action, one)) || (isUnseen(one, actions) && isBesideItsTarget(one, prod));
  const armed = prod.filter((one) => !byHand.includes(one) && !isSupport(one));
  return { armed: armed.map((one) => armedStack(one, armed, actions)), byHand };
}

/** Whether an action deploys a stack, by the environment that it hands to its project. */
function deploys(action: PlacedAction, { account, region, stage, name, where }: CheckedStack): boolean {
  const { TARGET_ACCOUNT, TARGET_REGION, GLOBAL_REGION, ASSEMBLY = '.', STACKS } = environmentOf(action);
  const place = TARGET_ACCOUNT === account && (TARGET_REGION === region || GLOBAL_REGION === region);
  const list = parsed(STACKS ?? '[]');
  const names = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  const isNamed = names.length === 0 || names.some((one) => overlaps(one, name) || overlaps(one, where));
  return place && (ASSEMBLY === '.' ? '' : ASSEMBLY) === stage && isNamed;
}

/** A stack in the region of the global services: the alarms are those of the target, which comes after it. */
function supports(action: PlacedAction, stack: CheckedStack): boolean {
  return environmentOf(action).TARGET_REGION !== stack.region && deploys(action, stack);
}

/** No action in sight deploys the stage of a stack: the pipeline is another assembly's. */
function isUnseen({ stage }: CheckedStack, actions: readonly PlacedAction[]): boolean {
  return stage !== '' && !actions.some((action) => (environmentOf(action).ASSEMBLY ?? '.') === stage);
}

/** Its stage has stacks of two regions; the deployment would refuse it as its target for those of the other one. */
function isBesideItsTarget({ stage, account, region }: CheckedStack, all: readonly CheckedStack[]): boolean {
  const others = all.filter((one) => one.stage === stage && one.account === account && one.region !== region);
  return region === homeRegionBeside(region) && others.length > 0;
}

function armedStack(stack: CheckedStack, all: readonly CheckedStack[], actions: readonly PlacedAction[]): ArmedStack {
  const listed = object(stack.metadata['GuardedEnvironments::RollbackAlarms']);
  const family = all.filter(
    (one) => one.stage === stack.stage && one.account === stack.account && one.region === stack.region,
  );
  return {
    stack,
    family,
    bakeMinutes: Number(listed.bakeMinutes),
    alarms: objects(listed.alarms).map((one) => alarmOf([stack, ...family], one)),
    emitted: Array.isArray(listed.emits) ? listed.emits.map(String) : [],
    by: actions.filter((one) => deploys(one, stack)),
  };
}

function alarmOf(
  stacks: readonly CheckedStack[],
  { name, logicalId, imported }: Readonly<Record<string, unknown>>,
): ListedAlarm {
  const isMeant = (one: CheckedTemplate): boolean =>
    one.logicalId === logicalId && one.type === 'AWS::CloudWatch::Alarm' && one.properties.AlarmName === name;
  const template = imported === true ? undefined : stacks.flatMap((one) => one.resources).find(isMeant);
  return { name: String(name), ...(template ? { template } : {}) };
}
