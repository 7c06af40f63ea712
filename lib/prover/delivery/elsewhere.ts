import type { Closure } from '../closure/closure';
import type { Note, ResultUnknown } from '../result';
import type { Resource, World } from '../../world/model';
import { Deployers } from './deployers';
import { pipelinesOf } from './pipeline';

/** What pipelines mean that are listed without their definition. */
export interface Elsewhere {
  readonly unknowns: readonly ResultUnknown[];
  readonly assumptions: readonly Note[];
}

/** What a snapshot leaves open of a pipeline, however completely it was read. */
const STAGES_UNTOLD = 'can deploy to prod, but a snapshot does not say by which stages';

/** Is it something that only a cloud assembly can tell, since a snapshot lists no stages? */
export function isAboutStages({ why }: ResultUnknown): boolean {
  return why.includes(STAGES_UNTOLD);
}

const known = new WeakMap<Closure, Elsewhere>();

/**
 * A snapshot lists a pipeline's roles, not its stages. For a workload's assembly beside the platform's snapshot that is
 * an assumption: the platform's own assembly proves its pipelines. A snapshot alone leaves them unknown, where they can
 * deploy to prod at all.
 */
export function elsewhere(world: World, closure: Closure): Elsewhere {
  let found = known.get(closure);
  if (!found) known.set(closure, (found = judge(world, closure)));
  return found;
}

function judge(world: World, closure: Closure): Elsewhere {
  const defined = new Set(pipelinesOf(world).map((pipeline) => pipeline.where));
  const listed = world.accounts
    .flatMap((account) => account.resources)
    .filter((resource) => resource.type === 'AWS::CodePipeline::Pipeline' && !defined.has(resource.where));
  const deployers = new Deployers(closure);
  const toProd = listed.filter((pipeline) => reachesProd(closure, deployers, pipeline));
  if (toProd.length === 0) return { unknowns: deployers.unknowns, assumptions: [] };
  if (world.subject.source === 'assembly') return { unknowns: [], assumptions: [proved(toProd)] };
  const unknowns = toProd.map((pipeline) => ({
    why: `${pipeline.arn} ${STAGES_UNTOLD}: prove its cloud assembly with --app`,
    where: pipeline.where,
  }));
  return { unknowns: [...unknowns, ...deployers.unknowns], assumptions: [] };
}

function proved(pipelines: readonly Resource[]): Note {
  const names = pipelines.map((pipeline) => pipeline.arn).join(', ');
  return { id: 'pipelines-of-the-platform', statement: `the platform's own assembly proves its pipelines: ${names}` };
}

/** By its own roles, and by those of what its actions run. */
function reachesProd(closure: Closure, deployers: Deployers, pipeline: Resource): boolean {
  const { resources, accounts } = closure.organization;
  const roles = [pipeline, ...pipeline.dependsOn.flatMap((arn) => resources.get(arn) ?? [])].flatMap(
    (one) => one.roles,
  );
  const deployments = roles.flatMap((role) => deployers.of(role, pipeline.where));
  return deployments.some((one) => accounts.get(one.account)?.environment === 'prod');
}
