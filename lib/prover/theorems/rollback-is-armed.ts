import { undefinedResources } from './listed';
import type { Theorem } from './theorem';
import { NOTHING_FOUND } from './theorem';

/** Prod deploys roll back by themselves, on alarms that can fire and that nobody can silence. */
export const rollbackIsArmed: Theorem = {
  id: 'rollback-is-armed',
  statement:
    'every prod deploy has stage rollback, every prod stack has rollback alarms in its account and region that can fire within the bake, and no human can silence them',
  check(world) {
    const types = /^AWS::(CodePipeline::Pipeline|CloudFormation::Stack)$/;
    const unknowns = world.stacks
      ? [{ why: 'the stacks of an assembly are not decided yet', where: 'stacks' }]
      : undefinedResources(world, types, 'how it rolls back');
    return { ...NOTHING_FOUND, unknowns };
  },
};
