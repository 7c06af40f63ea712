import { APPROVING, CHANGING } from '../../contract/proof/theorem-actions';
import type { Closure, Node, Violation } from '../closure/closure';
import { knownAs } from '../../world/authorize/actor';
import { unserved } from '../delivery/unserved';
import { stories } from '../closure/story';
import { listed, reasons } from '../../world/authorize/ask';
import { identityOf, type Counterexample } from '../result';
import type { Resource } from '../../world/model';
import { GIT_IDENTITIES } from './git-identities';
import { guardedResources, withoutPipeline } from './listed';
import type { Theorem } from './theorem';

/** What is proved of nothing is said to be so. */
const NO_PIPELINES = {
  id: 'no-pipelines',
  statement: 'the input lists no pipeline in a guarded account: nothing is released or approved through one',
};

function able(closure: Closure, pipeline: Resource, actions: readonly string[]): Violation[] {
  const found: Violation[] = [];
  const asked = { actions, ...listed(closure.organization, pipeline, false) };
  for (const node of closure.nodes.values()) {
    const answer = closure.ask({ actor: node.actor, ...asked });
    if (answer.verdict !== 'sat') continue;
    const { action, resource, context } = answer.request;
    found.push({
      node,
      request: { principal: knownAs(node.actor.principal), action, resource, context },
      where: reasons(answer),
    });
  }
  return found;
}

function mayTouch(node: Node): boolean {
  return node.actor.principal.identityPolicies.length > 0 || node.actor.powers.rewritten === true;
}

/** People who can do both on one pipeline; the approval is told, since taking it away separates the duties. */
function onPipeline(closure: Closure, pipeline: Resource): Counterexample[] {
  if (![...closure.nodes.values()].some(mayTouch)) return [];
  const approving = able(closure, pipeline, APPROVING);
  const changing = approving.length > 0 ? able(closure, pipeline, CHANGING) : [];
  if (changing.length === 0) return [];
  const approvers = stories(closure, approving);
  const changers = new Map(stories(closure, changing).map((one) => [identityOf(one), one]));
  return approvers.flatMap((approval) => {
    const change = changers.get(identityOf(approval));
    return change ? [{ ...change, where: [...new Set([...change.where, ...approval.where])] }] : [];
  });
}

/** Nobody both changes what is released and approves it. What else approvers may do, no-human-write-to-prod says. */
export const dutiesAreSeparate: Theorem = {
  id: 'duties-are-separate',
  statement:
    'no human can both change what is released (commit is an assumption of the repository; start, retry, edit, override are not) and approve it; approvers can approve and nothing else',
  check(world, closure) {
    const pipelines = guardedResources(world, /^AWS::CodePipeline::Pipeline$/);
    return {
      counterexamples: pipelines.flatMap((pipeline) => onPipeline(closure, pipeline)),
      unknowns: pipelines.length > 0 ? closure.undecided : unserved(closure),
      assumptions: [
        {
          id: 'branch-protection',
          statement: "the repository's branch protection keeps commits from being released without review",
        },
        GIT_IDENTITIES,
        ...(pipelines.length === 0 ? [NO_PIPELINES] : []),
      ],
      ...withoutPipeline(world),
    };
  },
};
