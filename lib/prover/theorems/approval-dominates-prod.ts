import { undefinedResources } from './listed';
import type { Theorem } from './theorem';
import { NOTHING_FOUND } from './theorem';

/** Each way from a source to a prod deploy passes the approvals, then the gate, and deploys the approved digest. */
export const approvalDominatesProd: Theorem = {
  id: 'approval-dominates-prod',
  statement:
    'in every pipeline, each way from a source to a prod deploy passes the approvals, then the gate, and deploys the digest that was approved',
  check(world) {
    const unknowns = world.stacks
      ? [{ why: 'the pipelines of an assembly are not decided yet', where: 'stacks' }]
      : undefinedResources(world, /^AWS::CodePipeline::Pipeline$/, 'its definition');
    return { ...NOTHING_FOUND, unknowns };
  },
};
