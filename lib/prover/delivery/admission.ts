import { PIPELINE_PATH } from '../../names';
import type { World } from '../../world/model';
import { environmentOf } from './pipeline';
import type { PlacedAction } from './plan';
import { isOwn } from './policies';
import { findResource, regional } from './running';

/** The role that the admission's function runs as, by the names that make the fence. */
const ADMIT_ROLE = new RegExp(`:role${PIPELINE_PATH}[^/]+-admit-function$`);

const EXECUTION = '#{codepipeline.PipelineExecutionId}';

/**
 * Why a deployment does not ask change control at the moment before it begins: a stage can be retried long after its
 * gate. That the platform's script asks is shown by its commands; here stands whom it asks, and in whose name.
 */
export function admissionProblems(world: World, { pipeline, stage, action, running }: PlacedAction): string[] {
  if (running.missing !== undefined) return [];
  const name = `${stage.name}/${action.name}`;
  const { ADMISSION: asked = 'none', STAGE, APPLICATION, PIPELINE, EXECUTION: execution } = environmentOf(action);
  if (asked === 'none') return [`${name} does not ask for its admission, so a retry reaches prod past the gate`];
  const answering = findResource(world, 'AWS::Lambda::Function', regional(pipeline, 'lambda', `function:${asked}`));
  if (!answering?.roles.some((role) => ADMIT_ROLE.test(role)))
    return [`${name} asks ${asked}, which is not the admission of change control`];
  if (![APPLICATION, PIPELINE].every((one) => isOwn(pipeline.name, one)))
    return [`${name} asks in the name of another application than its own`];
  const forItself = STAGE === stage.name && execution === EXECUTION;
  return forItself ? [] : [`${name} asks for another stage or execution than its own`];
}
