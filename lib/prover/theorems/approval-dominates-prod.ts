import type { Closure } from '../closure/closure';
import { openToCommitters } from '../delivery/committers';
import { holesIn } from '../delivery/fence';
import { deliveryOf, throughPipeline } from '../delivery/plan';
import { elsewhere } from '../delivery/elsewhere';
import { unserved } from '../delivery/unserved';
import { strangers } from '../delivery/strangers';
import type { Note } from '../result';
import { GIT_IDENTITIES } from './git-identities';
import { withoutPipeline } from './listed';
import type { Theorem } from './theorem';

const ASSUMPTIONS: readonly Note[] = [
  {
    id: 'pipeline-order',
    statement:
      'CodePipeline runs the stages of a pipeline in order and starts a stage only when the one before it succeeded',
  },
  {
    id: 'source-protection',
    statement: 'the protection of the release branch decides who may change what a pipeline builds',
  },
  GIT_IDENTITIES,
];

/** Each way from a source to a prod deploy passes the approvals, then the gate, and deploys the approved digest. */
export const approvalDominatesProd: Theorem = {
  id: 'approval-dominates-prod',
  statement:
    'in every pipeline, each way from a source to a prod deploy passes the approvals, then the gate, and deploys the digest that was approved',
  check(world, closure: Closure) {
    const { plans, deployers, unknowns } = deliveryOf(closure);
    const other = elsewhere(world, closure);
    const told = plans.map((plan) => holesIn(world, plan)).filter((holes) => holes.length > 0);
    const beside = strangers(closure);
    const open = plans.flatMap((plan) => openToCommitters(world, plan));
    const through = told.map((holes) =>
      throughPipeline(
        holes[0].action,
        holes.map((hole) => hole.why),
        deployers,
        holes[0].deployment,
      ),
    );
    return {
      counterexamples: [...through, ...beside.counterexamples],
      unknowns: [...unknowns, ...other.unknowns, ...beside.unknowns, ...open, ...unserved(closure)],
      assumptions: [...ASSUMPTIONS, ...other.assumptions],
      ...(plans.length === 0 ? withoutPipeline(world) : {}),
    };
  },
};
