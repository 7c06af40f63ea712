import type { Context } from '../context';
import {
  environmentOf,
  object,
  objects,
  parsed,
  type PlacedAction,
  resourceAt,
  templateOf,
  variablesIn,
} from './pipelines';

/** Minutes for which a deployment is watched for sure: by CloudFormation itself, or by a bake after it in its stage. */
export function watchedMinutes(context: Context, deploy: PlacedAction): number {
  const { ROLLBACK_ALARMS, MONITORING_MINUTES } = environmentOf(deploy);
  const monitored = ROLLBACK_ALARMS === 'hand over' ? Number(MONITORING_MINUTES) || 0 : 0;
  const bakes = deploy.pipeline.actions.filter((one) => bakesAfter(one, deploy)).map((one) => minutesOf(context, one));
  return Math.max(monitored, ...bakes);
}

/** A state machine of the same stage that starts after the deployment and is handed its alarms. */
function bakesAfter(one: PlacedAction, { stage, runOrder, namespace }: PlacedAction): boolean {
  const after = one.stage.at === stage.at && one.provider === 'StepFunctions' && one.runOrder > runOrder;
  return after && namespace !== undefined && variablesIn(one).has(`${namespace}.ALARMS`);
}

/** By the policy beside the code of the one function that the machine asks until that says healthy. */
function minutesOf({ place }: Context, bake: PlacedAction): number {
  const machine = bake.runs && templateOf(place, bake.runs);
  const asked = machine && askedUntilHealthy(object(parsed(machine.properties.DefinitionString)));
  const found = asked === undefined ? undefined : resourceAt(place, 'AWS::Lambda::Function', asked);
  const { stage, application } = object(parsed(bake.configuration.Input));
  const handler = found && templateOf(place, found);
  const shared = object(handler?.policies);
  const own =
    application === bake.pipeline.name && Object.hasOwn(shared, application) ? shared[application] : undefined;
  const policy = object(handler?.policies === undefined ? handler?.policy : own);
  return Number(objects(policy.waves).find((one) => one.stage === stage)?.bakeMinutes) || 0;
}

/** The one task of a machine; nothing where success has another way than its answer `healthy`. */
function askedUntilHealthy({ States, StartAt }: Readonly<Record<string, unknown>>): string | undefined {
  const states = Object.entries(object(States)).map(([name, one]) => [name, object(one)] as const);
  const good = states.filter(([, one]) => one.Type === 'Succeed').map(([name]) => name);
  const tasks = states.filter(([, one]) => one.Type === 'Task').map(([, one]) => one);
  const ends = (next: unknown): boolean => good.includes(String(next));
  const loose = ([, one]: (typeof states)[number]): boolean =>
    one.End === true ||
    [one.Next, one.Default, ...objects(one.Catch).map((each) => each.Next)].some(ends) ||
    objects(one.Choices).some(
      (each) => ends(each.Next) && !(each.Variable === '$.answer.verdict' && each.StringEquals === 'healthy'),
    );
  const only = tasks.length === 1 && good.length > 0 && !ends(StartAt) && !states.some(loose);
  return only ? String(tasks[0].Resource) : undefined;
}
