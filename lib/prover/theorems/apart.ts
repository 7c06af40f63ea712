import type { BoundStatement, Caller } from '../../iam/query';
import { knownAs, standing } from '../../world/authorize/actor';
import { Addressees } from '../../world/authorize/addressed';
import { within } from '../../world/authorize/ask';
import { speaking, touching } from '../../world/authorize/speaking';
import type { Resource } from '../../world/model';
import type { Closure, Node } from '../closure/closure';
import { except } from './writes';

/** What lies in an account that is asked about by itself. */
export interface Apart {
  /** Keys have mandatory policies, and resources whose policy denies need it looked at: they are asked one by one. */
  readonly resources: readonly Resource[];
  /** By whom their policies may address. */
  readonly addressees: Addressees<Resource>;
  /** What does not count where the account is asked about as a whole. */
  readonly besides: readonly BoundStatement[];
}

/** What of an account is asked about by itself, found once for each. */
export function askedApart(closure: Closure, account: string): Apart {
  const known = closure.once(nothingYet);
  let found = known.get(account);
  if (!found) known.set(account, (found = findApart(closure, account)));
  return found;
}

function nothingYet(): Map<string, Apart> {
  return new Map();
}

function findApart({ organization }: Closure, account: string): Apart {
  const all = organization.accounts.get(account)?.resources ?? [];
  const resources = all.filter((one) => one.policy !== undefined || one.type === 'AWS::KMS::Key');
  const denying = resources
    .filter((one) => one.policy?.policy.statements.some((statement) => statement.effect === 'Deny'))
    .flatMap((one) => [one.arn, `${one.arn}/*`, `${one.arn}:*`]);
  return {
    resources,
    addressees: new Addressees(resources, ({ policy }) => organization.statements(policy).allows),
    besides: denying.length > 0 ? [except('own policy', ['*'], denying)] : [],
  };
}

/** Of resources those that a node may act on: by its own statements about sought actions, or since a policy addresses it. */
export function withinReach(
  { organization }: Closure,
  { actor }: Node,
  actions: readonly string[],
  resources: readonly Resource[],
  addressing: (caller: Caller, arn: string) => readonly Resource[],
): readonly Resource[] {
  const { identity, caller } = standing(organization, actor);
  const own = speaking(identity, actions);
  const admitting = new Set(addressing(caller, knownAs(actor.principal)));
  return resources.filter((one) => admitting.has(one) || touching(own, within(one)).length > 0);
}
