import type { StackFacts, TemplateResource, World } from '../../world/model';
import { covers } from './armed-stacks';
import { environmentOf, variablesIn } from './pipeline';
import { policyFor } from './policies';
import type { DeliveryPlan, PlacedAction } from './plan';
import { findResource, templateOf } from './running';

/** How long a pipeline really watches what it deployed, or why nobody knows. */
export interface Watch {
  readonly minutes: number;
  /** What could not be read, and so counts for nothing. */
  readonly unread?: string;
}

/** A stack with the watches of all actions that deploy it; none where no pipeline of the assembly does. */
export function watchesOf(world: World, plans: readonly DeliveryPlan[], stack: StackFacts): Watch[] {
  return plans.flatMap((plan) =>
    plan.toProd.filter((action) => covers(action, stack)).map((action) => watchOf(world, plan, action)),
  );
}

/** The longer one of CloudFormation's own watch and the bake after it: alarms must be able to fire within one of them. */
function watchOf(world: World, plan: DeliveryPlan, deploy: PlacedAction): Watch {
  const told = environmentOf(deploy.action);
  const monitored = told.ROLLBACK_ALARMS === 'hand over' ? Number(told.MONITORING_MINUTES) || 0 : 0;
  const bakes = plan.actions.filter((one) => bakesAfter(one, deploy)).map((one) => bakeOf(world, plan, one));
  const unread = bakes.find((one) => one.unread !== undefined)?.unread;
  return { minutes: Math.max(monitored, ...bakes.map((one) => one.minutes)), ...(unread ? { unread } : {}) };
}

/** The state machine of the same stage that starts after the deployment and is handed its alarms. */
function bakesAfter(one: PlacedAction, deploy: PlacedAction): boolean {
  return (
    one.at === deploy.at &&
    one.action.provider === 'StepFunctions' &&
    one.action.runOrder > deploy.action.runOrder &&
    deploy.action.namespace !== undefined &&
    variablesIn(one.action).has(`${deploy.action.namespace}.ALARMS`)
  );
}

/** Minutes by the policy beside the code of the function that the state machine asks until it says healthy. */
function bakeOf(world: World, plan: DeliveryPlan, action: PlacedAction): Watch {
  const { stage } = action;
  const nothing = (why: string): Watch => ({ minutes: 0, unread: `the bake of ${stage.name}: ${why}` });
  const machine = action.running.runs && templateOf(world, action.running.runs);
  const asked = machine && askedUntilHealthy(machine);
  if (!asked) return nothing('its state machine does not ask one function until that says healthy');
  const resource = findResource(world, 'AWS::Lambda::Function', asked);
  const policy = resource && policyFor(templateOf(world, resource), plan.pipeline.name, toldIn(action).application);
  const wave = objects(object(policy).waves).find((one) => one.stage === toldIn(action).stage);
  const minutes = Number(wave?.bakeMinutes);
  if (policy === undefined) return nothing('no policy of this pipeline stands beside the code of its function');
  return minutes > 0 ? { minutes } : nothing('the policy of its function knows no such wave');
}

function toldIn({ action }: PlacedAction): Json {
  return object(parsed(action.configuration.Input));
}

/** ARN of the one function whose answer `healthy` alone leads to success; nothing where there are other ways. */
function askedUntilHealthy({ properties }: TemplateResource): string | undefined {
  const definition = object(parsed(properties.DefinitionString));
  const states = Object.entries(object(definition.States)).map(([name, state]) => ({ name, state: object(state) }));
  const tasks = states.filter(({ state }) => state.Type === 'Task');
  const successes = states.filter(({ state }) => state.Type === 'Succeed').map(({ name }) => name);
  const loose = states.some(({ state }) => state.End === true || leadsLoosely(state, successes));
  return tasks.length === 1 && successes.length > 0 && !loose && !successes.includes(String(definition.StartAt))
    ? String(tasks[0].state.Resource)
    : undefined;
}

function leadsLoosely(state: Json, successes: readonly string[]): boolean {
  const catches = objects(state.Catch).map((one) => one.Next);
  if ([state.Next, state.Default, ...catches].some((next) => successes.includes(String(next)))) return true;
  return objects(state.Choices)
    .filter((choice) => successes.includes(String(choice.Next)))
    .some((choice) => choice.Variable !== '$.answer.verdict' || choice.StringEquals !== 'healthy');
}

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
