import type { Closure } from '../closure/closure';
import type { Counterexample, ResultUnknown } from '../result';
import type { StackFacts, TemplateResource, World } from '../../world/model';
import { armedStack, covers, prodStacks, type ArmedStack } from './armed-stacks';
import { watchesOf, type Watch } from './bake';
import type { Deployers, Deployment } from './deployers';
import { environmentOf } from './pipeline';
import { foreignCommands } from './platform-commands';
import { deliveryOf, startOf, throughPipeline, type DeliveryPlan, type PlacedAction } from './plan';
import { unseenRelease } from './unread';

/** What is found about rolling back, and the alarms that nobody may silence. */
export interface RollbackFindings {
  readonly counterexamples: readonly Counterexample[];
  readonly unknowns: readonly ResultUnknown[];
  readonly alarms: readonly (TemplateResource & { readonly account: string })[];
  /** Prod stacks that have to go back by themselves. */
  readonly armed: readonly StackFacts[];
  /** Names of the pipelines whose stages roll prod back. */
  readonly pipelines: readonly string[];
  /** Prod stacks that no pipeline deploys. */
  readonly byHand: readonly StackFacts[];
  /** Prod stacks whose watch no pipeline of the assembly shows. */
  readonly unwatched: readonly StackFacts[];
}

/** Stage rollback of every prod deploy, and alarms of every prod stack that can fire while it is watched. */
export function rollbackFindings(world: World, closure: Closure): RollbackFindings {
  const { plans, deployers, unknowns } = deliveryOf(closure);
  const { armed, byHand } = prodStacks(world, plans);
  const stacks = armed.map((stack) =>
    watched(
      armedStack(stack, familyOf(stack, armed)),
      watchesOf(world, plans, stack),
      releaser(plans, deployers, stack),
    ),
  );
  const told = stacks.filter((one) => one.problems.length > 0).map((one) => unarmed(plans, deployers, one));
  return {
    counterexamples: byPerson([
      ...plans.flatMap((plan) => unrolled(world, plan, deployers)),
      ...told.flatMap((one) => one.counterexample ?? []),
    ]),
    unknowns: [...unknowns, ...told.flatMap((one) => one.unknown ?? []), ...stacks.flatMap((one) => one.unknowns)],
    alarms: stacks.flatMap(({ stack, alarms }) => alarms.map((alarm) => ({ ...alarm, account: stack.account }))),
    armed,
    pipelines: plans.filter(({ toProd }) => toProd.length > 0).map(({ pipeline }) => pipeline.name),
    byHand,
    unwatched: stacks.filter((one) => one.watches === 0).map((one) => one.stack),
  };
}

/** Who brings a version of a stack to prod: through the pipeline that deploys it, where one is described. */
function releaser(plans: readonly DeliveryPlan[], deployers: Deployers, stack: StackFacts): string {
  const action = plans.flatMap((plan) => plan.toProd).find((one) => covers(one, stack));
  return action ? startOf(action.pipeline, deployers) : `whoever releases ${stack.name}`;
}

function familyOf(stack: StackFacts, all: readonly StackFacts[]): StackFacts[] {
  return all.filter((one) => one.stage === stack.stage && one.account === stack.account && one.region === stack.region);
}

interface WatchedStack extends ArmedStack {
  readonly watches: number;
  readonly unknowns: readonly ResultUnknown[];
}

/** The template may not promise a longer bake than any pipeline that deploys it keeps. */
function watched(armed: ArmedStack, watches: readonly Watch[], who: string): WatchedStack {
  const { stack, problems, unread: unseen, bakeMinutes = 0 } = armed;
  const short = watches.filter((one) => one.minutes < bakeMinutes);
  const kept = short.filter((one) => one.unread === undefined).map((one) => one.minutes);
  const why = `the stack ${stack.name} counts on ${bakeMinutes} minutes of watching, its pipeline watches for ${Math.min(...kept)}`;
  const unread = short.flatMap((one) => one.unread ?? []);
  return {
    ...armed,
    problems: kept.length > 0 ? [...problems, why] : problems,
    places: kept.length > 0 ? [...armed.places, stack.where] : armed.places,
    watches: watches.length,
    unknowns: [...unseen, ...[...new Set(unread)].map((one) => ({ why: one }))].map((one) =>
      unseenRelease(one, stack, who),
    ),
  };
}

/** One counterexample a person, with everything that is wrong. */
function byPerson(all: readonly Counterexample[]): Counterexample[] {
  const found = new Map<string, Counterexample>();
  for (const one of all) {
    const before = found.get(one.human);
    const [first, ...rest] = before?.steps ?? one.steps;
    const because = [...new Set([...first.because, ...one.steps[0].because])];
    const where = [...new Set([...(before?.where ?? []), ...one.where])];
    found.set(one.human, { ...(before ?? one), steps: [{ ...first, because }, ...rest], where });
  }
  return [...found.values()];
}

/** The prod deploys of a pipeline that do not roll back, in one counterexample. */
function unrolled(world: World, plan: DeliveryPlan, deployers: Deployers): Counterexample[] {
  const found = plan.toProd
    .map((action) => ({ action, problems: deployProblems(world, action) }))
    .filter(({ problems }) => problems.length > 0);
  if (found.length === 0) return [];
  const problems = found.flatMap((one) => one.problems);
  return [throughPipeline(found[0].action, problems, deployers)];
}

/** What keeps a deploy action from rolling back. */
function deployProblems(world: World, placed: PlacedAction): string[] {
  const { stage, action } = placed;
  const name = `${stage.name}/${action.name}`;
  const problems: string[] = [];
  if (stage.onFailure !== 'ROLLBACK')
    problems.push(
      `the stage ${stage.name} does not roll back on failure (OnFailure ${stage.onFailure ?? 'is absent'})`,
    );
  if (stage.onFailureToo.length > 0)
    problems.push(
      `the rollback of ${stage.name} hangs on more than its failure (OnFailure ${stage.onFailureToo.join(', ')})`,
    );
  problems.push(...modeProblems(placed));
  if (stage.onEntry.length > 0) problems.push(`the entry condition of ${stage.name} can hold its rollback up`);
  if (action.provider === 'CloudFormation')
    return [...problems, `${name} is a CloudFormation action, which cannot carry rollback alarms`];
  return [...problems, ...handOver(world, placed, name)];
}

/** Modes in which CodePipeline rolls stages back; side by side it does not (user guide, 'Configuring stage rollback'). */
const ROLLING_BACK = ['SUPERSEDED', 'QUEUED'];

function modeProblems({ pipeline: { name, executionMode } }: PlacedAction): string[] {
  if (ROLLING_BACK.includes(executionMode)) return [];
  return [`the executions of pipeline ${name} run in mode ${executionMode}, in which no stage rolls back`];
}

/** The deploy project hands the alarms of the template to CloudFormation. */
function handOver(world: World, placed: PlacedAction, name: string): string[] {
  if (placed.action.provider !== 'CodeBuild')
    return [`${name} does not hand rollback alarms over: only the CodeBuild deploy action does`];
  const foreign = foreignCommands(world, placed, 'deploy');
  if (foreign.length > 0)
    return foreign.map(
      (why) => `nothing shows that ${name} hands rollback alarms to CloudFormation: its commands ${why}`,
    );
  const asked = environmentOf(placed.action).ROLLBACK_ALARMS;
  return asked === 'hand over' ? [] : [`${name} asks for no rollback alarms (ROLLBACK_ALARMS is ${asked ?? 'absent'})`];
}

/** A stack without working alarms: the deployment that would not be rolled back. */
function unarmed(
  plans: readonly DeliveryPlan[],
  deployers: Deployers,
  { stack, problems, places }: ArmedStack,
): { counterexample?: Counterexample; unknown?: ResultUnknown } {
  const action = plans
    .flatMap((plan) => plan.toProd)
    .find((one) => covers(one, stack) || one.deployments.some((each) => each.account === stack.account));
  const deployment =
    action?.deployments.find((one) => one.account === stack.account) ?? deployers.into(stack.account, stack.deployRole);
  if (action && deployment) {
    const told = throughPipeline(action, problems, deployers, deployment);
    const human = told.human.startsWith('arn:') ? told.human : `whoever releases ${stack.name}`;
    return { counterexample: { ...told, human, where: places } };
  }
  if (deployment) return { counterexample: directly(stack, problems, places, deployment) };
  return { unknown: { why: `${problems.join('; ')}; nobody who is described here may deploy it`, where: stack.where } };
}

/** No pipeline of the assembly deploys it, but somebody may. */
function directly(
  stack: StackFacts,
  problems: readonly string[],
  where: readonly string[],
  { request }: Deployment,
): Counterexample {
  const step = { edge: 'pipeline', from: 'release', to: request.principal, by: request.action, because: problems };
  return { human: `whoever releases ${stack.name}`, steps: [step], request, where };
}
