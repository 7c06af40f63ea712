import type { Answer } from '../../iam/query';
import { resourceContext } from '../../world/authorize/actor';
import { decide } from '../../world/authorize/decide';
import { reachedByRcp } from '../../world/authorize/rcp-services';
import type { Account, PolicySource, World } from '../../world/model';
import type { Closure } from '../closure/closure';
import { deputiesOf, deputiesOfTrust, deputyActions, ownPaths, STRANGER, type Deputy } from './deputies';

/** Something of prod whose policy names somebody. */
export interface Target {
  readonly policy: PolicySource;
  readonly account: Account;
  /** Itself, and what lies in it. */
  readonly resource: readonly string[];
  /** What a role's trust is about; absent where it is a resource's policy. */
  readonly actions?: readonly string[];
}

/** Notes services that the policy of a resource admits, whoever sends them, or the trust of a role on behalf of whom it names. */
export function sentByOthers(world: World, closure: Closure, { policy, account, resource, actions }: Target): void {
  const [, partition, service] = resource[0].split(':');
  const { allows, denies } = closure.organization.statements(policy);
  const rcp = !actions && reachedByRcp(`${service}:x`) ? closure.organization.resourceDenies(account.id) : [];
  const deputies = actions ? deputiesOfTrust : deputiesOf;
  for (const deputy of deputies(world, policy, partition, (id) => closure.organization.guarded(id))) {
    const answer = decide({
      actions: actions ?? deputyActions(service),
      resource,
      callers: deputy.callers,
      context: { ...resourceContext(closure.organization, account.id), ...deputy.context },
      layers: [allows],
      denies: [...denies, ...rcp, ...ownPaths(deputy.callers[0].id, account.id)],
    });
    if (answer.verdict !== 'unsat') tell(closure, deputy, answer, policy.where, resource[0]);
  }
}

type Open = Exclude<Answer, { verdict: 'unsat' }>;

function tell(closure: Closure, { callers, account }: Deputy, answer: Open, where: string, target: string): void {
  const host = callers[0].id;
  const action = answer.verdict === 'sat' ? answer.request.action : 'a write';
  const whose = account === STRANGER ? 'any account' : `account ${account}`;
  const why = answer.verdict === 'sat' ? `${host} may ${action} on behalf of ${whose}` : answer.why;
  closure.note(`${why}: name aws:SourceArn or aws:SourceAccount`, where, {
    who: account === STRANGER ? 'whoever has an AWS account' : `whoever acts in account ${account}`,
    way: [
      `set ${host} up in that account, aimed at ${target}`,
      `the service does ${action} there on behalf of that account`,
    ],
    change: `${where}, Condition`,
  });
}
