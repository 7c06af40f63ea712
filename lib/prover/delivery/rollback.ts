import type { Closure } from '../closure/closure';
import type { Counterexample, ResultUnknown } from '../result';
import type { StackFacts, TemplateResource, World } from '../world';
import { armedStack, covers, prodStacks, type ArmedStack } from './armed-stacks';
import { buildSpecOf } from './fence';
import { environmentOf } from './pipeline';
import { deliveryOf, throughPipeline, type DeliveryPlan, type PlacedAction } from './plan';

/** What is found about rolling back, and the alarms that nobody may silence. */
export interface RollbackFindings {
  readonly counterexamples: readonly Counterexample[];
  readonly unknowns: readonly ResultUnknown[];
  readonly alarms: readonly (TemplateResource & { readonly account: string })[];
  /** Prod stacks that no pipeline deploys. */
  readonly byHand: readonly StackFacts[];
}

/** Stage rollback of every prod deploy, and alarms of every prod stack. */
export function rollbackFindings(world: World, closure: Closure): RollbackFindings {
  const { plans, unknowns } = deliveryOf(closure);
  const { armed, byHand } = prodStacks(world, plans);
  const stacks = armed.map(armedStack);
  return {
    counterexamples: [
      ...plans.flatMap((plan) => unrolled(world, plan)),
      ...stacks.filter((stack) => stack.problems.length > 0).map((stack) => unarmed(plans, stack)),
    ],
    unknowns,
    alarms: stacks.flatMap(({ stack, alarms }) => alarms.map((alarm) => ({ ...alarm, account: stack.account }))),
    byHand,
  };
}

/** The prod deploys of a pipeline that do not roll back, in one counterexample. */
function unrolled(world: World, plan: DeliveryPlan): Counterexample[] {
  const found = plan.toProd
    .map((action) => ({ action, problems: deployProblems(world, action) }))
    .filter(({ problems }) => problems.length > 0);
  if (found.length === 0) return [];
  return [
    throughPipeline(
      found[0].action,
      found.flatMap(({ problems }) => problems),
    ),
  ];
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
  if (stage.onEntry.length > 0) problems.push(`the entry condition of ${stage.name} can hold its rollback up`);
  if (action.provider === 'CloudFormation')
    return [...problems, `${name} is a CloudFormation action, which cannot carry rollback alarms`];
  return [...problems, ...handOver(world, placed, name)];
}

/** The deploy project hands the alarms of the template to CloudFormation. */
function handOver(world: World, placed: PlacedAction, name: string): string[] {
  if (placed.action.provider !== 'CodeBuild')
    return [`${name} does not hand rollback alarms over: only the CodeBuild deploy action does`];
  const spec = buildSpecOf(world, placed) ?? '';
  if (!spec.includes('--rollback-trigger-alarm-arns'))
    return [`the commands of ${name} hand no rollback alarms to CloudFormation`];
  const asked = environmentOf(placed.action).ROLLBACK_ALARMS;
  return asked === 'hand over' ? [] : [`${name} asks for no rollback alarms (ROLLBACK_ALARMS is ${asked ?? 'absent'})`];
}

/** A stack without working alarms: the deployment that would not be rolled back. */
function unarmed(plans: readonly DeliveryPlan[], { stack, problems }: ArmedStack): Counterexample {
  const human = `whoever releases ${stack.name}`;
  const action = plans
    .flatMap((plan) => plan.toProd)
    .find((one) => covers(one, stack) || one.deployments.some((each) => each.account === stack.account));
  const deployment = action?.deployments.find((one) => one.account === stack.account);
  if (action) return { ...throughPipeline(action, problems, deployment), human, where: [stack.where] };
  const partition = stack.executionRole?.split(':')[1] ?? stack.resources[0]?.arn?.split(':')[1] ?? 'aws';
  const resource = `arn:${partition}:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/*`;
  const by = 'cloudformation:ExecuteChangeSet';
  return {
    human,
    steps: [{ edge: 'pipeline', from: 'release', to: resource, by, because: problems }],
    request: { principal: stack.deployRole ?? 'the deploy role', action: by, resource, context: {} },
    where: [stack.where],
  };
}
