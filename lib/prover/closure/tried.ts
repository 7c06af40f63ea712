import type { KeyFact } from '../../iam/query';
import type { Explorer, Granted, Node } from './closure';
import type { EdgeKind } from './edge-kind';
import { couldTry } from './names';

/** Asks for one action on something of the caller's own account; what no policy names is not asked. */
export function onIam(
  node: Node,
  explorer: Explorer,
  action: string,
  arn: string,
  context: Record<string, KeyFact>,
): Granted | undefined {
  const { account } = node.actor.principal;
  if (!couldTry(explorer.organization, node.actor, action)) return undefined;
  return explorer.allowed({ actor: node.actor, actions: [action], resource: [arn], owner: account, context });
}

/** The first alternative of a kind of which every action is allowed. */
export function tried(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  arn: string,
  context: Record<string, KeyFact>,
): Granted | undefined {
  for (const joint of kind.actions) {
    const granted = joint.map((each) => {
      const [action, other] = each.split(' @ ');
      return onIam(node, explorer, action, other ?? arn, other ? {} : context);
    });
    if (granted.every((one) => one !== undefined)) return granted[0];
  }
  return undefined;
}
