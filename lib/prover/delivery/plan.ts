import type { Closure } from '../closure/closure';
import type { Counterexample, ResultUnknown } from '../result';
import { Deployers, type Deployment } from './deployers';
import { pipelinesOf, type Pipeline, type PipelineAction, type PipelineStage } from './pipeline';
import { runningOf, type Running } from './running';

/** An action in its place, with what it can deploy. */
export interface PlacedAction {
  readonly pipeline: Pipeline;
  readonly stage: PipelineStage;
  /** Position of its stage. */
  readonly at: number;
  readonly action: PipelineAction;
  readonly running: Running;
  readonly deployments: readonly Deployment[];
}

/** A pipeline with all its actions judged by their roles. */
export interface DeliveryPlan {
  readonly pipeline: Pipeline;
  readonly actions: readonly PlacedAction[];
  /** Actions that can deploy to a prod account. */
  readonly toProd: readonly PlacedAction[];
  /** Actions that can deploy to any guarded account: who writes in tooling writes to prod. */
  readonly toGuarded: readonly PlacedAction[];
  readonly deployers: Deployers;
}

/** What a world's pipelines deliver, and what nobody can say of them. */
export interface Delivery {
  readonly plans: readonly DeliveryPlan[];
  readonly deployers: Deployers;
  readonly unknowns: readonly ResultUnknown[];
}

const known = new WeakMap<Closure, Delivery>();

const UNSTATED =
  'nothing states what this pipeline was made from, so that what its gate, projects and functions do is only what they are called: make it with GuardedPlatform or ChangePipeline of this package';

/** A pipeline that was looked at for being the package's, and is not. */
function isUnstated({ world }: Closure, { where }: Pipeline): boolean {
  return world.machinery !== undefined && !world.machinery.some((one) => one.where === where);
}

/** What acts under the package's names need not be the package's: who starts the pipeline has it run. */
function unstated(pipeline: Pipeline, deployers: Deployers): ResultUnknown {
  return {
    why: UNSTATED,
    where: pipeline.where,
    who: startOf(pipeline, deployers),
    way: [
      'start the pipeline, or put a change into its source',
      'its gate, projects and functions do what nothing states, and may let anything through',
      'its roles deploy that to prod',
    ],
    change: pipeline.where,
  };
}

function deploysToProd({ organization }: Closure) {
  return ({ deployments }: PlacedAction): boolean =>
    deployments.some(({ account }) => organization.accounts.get(account)?.environment === 'prod');
}

/** Judges every pipeline of the world once. */
export function deliveryOf(closure: Closure): Delivery {
  const found = known.get(closure) ?? build(closure);
  known.set(closure, found);
  return found;
}

function build(closure: Closure): Delivery {
  const deployers = new Deployers(closure);
  const unknowns: ResultUnknown[] = [];
  const plans = pipelinesOf(closure.world).map((pipeline) => {
    const actions = pipeline.stages.flatMap((stage, at) =>
      stage.actions.map((action) => place(closure, deployers, pipeline, stage, at, action)),
    );
    for (const one of pipeline.unreadable)
      unknowns.push({
        why: `${one} of pipeline ${pipeline.name} is not known before deployment`,
        where: pipeline.where,
      });
    if (isUnstated(closure, pipeline) && actions.some(deploysToProd(closure)))
      unknowns.push(unstated(pipeline, deployers));
    for (const { stage, action, running } of actions)
      if (running.missing)
        unknowns.push({
          why: `${stage.name}/${action.name} of pipeline ${pipeline.name} runs ${running.missing}, which nothing describes`,
          where: pipeline.where,
        });
    const reaching = (accounts: (id: string) => boolean): PlacedAction[] =>
      actions.filter((one) => one.deployments.some((deployment) => accounts(deployment.account)));
    const toProd = reaching((id) => closure.organization.accounts.get(id)?.environment === 'prod');
    const toGuarded = reaching((id) => closure.organization.guarded(id));
    return { pipeline, actions, toProd, toGuarded, deployers };
  });
  return { plans, deployers, unknowns: [...unknowns, ...deployers.unknowns] };
}

function place(
  closure: Closure,
  deployers: Deployers,
  pipeline: Pipeline,
  stage: PipelineStage,
  at: number,
  action: PipelineAction,
): PlacedAction {
  const running = runningOf(closure.world, pipeline, action);
  const roles = action.category === 'Approval' ? [] : running.roles;
  const deployments = roles.flatMap((role) => deployers.of(role, pipeline.where));
  return { pipeline, stage, at, action, running, deployments };
}

/** Who stands at the start of a pipeline: a person who may start it, else whoever can put something into its source. */
export function startOf(pipeline: Pipeline, deployers: Deployers): string {
  const [person] = deployers.starters(pipeline.arn, pipeline.account);
  if (person) return person;
  const source = pipeline.stages[0]?.actions[0];
  const { configuration = {} } = source ?? {};
  const what =
    configuration.FullRepositoryId ?? configuration.RepositoryName ?? configuration.S3Bucket ?? pipeline.name;
  return `whoever can commit to ${what}`;
}

/** A counterexample about the structure of a pipeline: from its source to a deployment that its roles really allow. */
export function throughPipeline(
  action: PlacedAction,
  why: readonly string[],
  deployers: Deployers,
  deployment: Deployment = action.deployments[0],
): Counterexample {
  const { pipeline, stage } = action;
  const from = pipeline.stages[0]?.name ?? pipeline.name;
  return {
    human: startOf(pipeline, deployers),
    steps: [
      {
        edge: 'pipeline',
        from: `${pipeline.name}/${from}`,
        to: `${pipeline.name}/${stage.name}/${action.action.name}`,
        by: 'codepipeline:StartPipelineExecution',
        because: [...new Set(why)],
      },
    ],
    request: deployment.request,
    where: [pipeline.where, ...deployment.where],
  };
}
