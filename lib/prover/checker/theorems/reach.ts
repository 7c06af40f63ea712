import { DEPLOYING } from '../../../contract/proof/theorem-actions';
import { overlaps } from '../glob';
import type { Witness } from '../claims';
import type { CheckedPolicy, CheckedPrincipal, CheckedStatement } from '../input';
import { admits, type Place } from '../place';
import { forbids, names, truth } from '../statements';
import { cannot } from './cannot';
import { trusting } from './trusting';

/** Principals that a role's ARN or pattern in a template means. */
export function principalsMeant({ principals }: Place, arn: string): readonly CheckedPrincipal[] {
  const exact = principals.get(arn);
  if (exact && !/[*?]/.test(arn)) return [exact];
  return [...principals.values()].filter((one) => overlaps(arn, one.arn));
}

/** Whether a role comes to nobody but some: every trust policy that names it is shut to it, or is one of theirs. */
export function comesToNobodyElse(place: Place, role: CheckedPrincipal, others: ReadonlySet<string>): boolean {
  return waysOut(place, role).every((arn) => others.has(arn));
}

/** ARNs of roles whose trust policies name a principal in a statement that nothing shuts to it, as far as looking shows. */
export function waysOut(place: Place, role: CheckedPrincipal): readonly string[] {
  let known = ways.get(place);
  if (!known) ways.set(place, (known = new WeakMap()));
  let found = known.get(role);
  if (!found) known.set(role, (found = findWaysOut(place, role)));
  return found;
}

/** Several theorems ask for the ways of the same roles. */
const ways = new WeakMap<Place, WeakMap<CheckedPrincipal, readonly string[]>>();

function findWaysOut(place: Place, role: CheckedPrincipal): readonly string[] {
  return trusting(place, role)
    .filter(
      ({ arn, trust }) =>
        arn !== role.arn && trust?.policy.statements.some((one) => isOpen(place, role, arn, trust, one)),
    )
    .map(({ arn }) => arn);
}

const ASSUME = 'sts:AssumeRole';

function isOpen(
  place: Place,
  role: CheckedPrincipal,
  to: string,
  trust: CheckedPolicy,
  statement: CheckedStatement,
): boolean {
  if (statement.effect !== 'Allow' || (statement.unreadable.length === 0 && !names(statement, ASSUME))) return false;
  const caller = place.caller(role);
  const owner = to.split(':')[4];
  const how = statement.unreadable.length > 0 ? 'itself' : admits(statement.principals, caller);
  if (how === 'no' || statement.conditions.some((one) => truth(one, caller, owner) === 'fails')) return false;
  const delegated = how === 'account' || role.account !== owner;
  if (delegated && !assumes(role, to)) return false;
  const denying = [trust, ...place.binding(role), ...place.controlling(owner, 'RESOURCE_CONTROL_POLICY')];
  return !denying.some(({ policy }) =>
    policy.statements.some((one) => names(one, ASSUME) && forbids(one, caller, owner, to)),
  );
}

/** Whether its own policies may let a role assume another. */
function assumes({ identityPolicies }: CheckedPrincipal, to: string): boolean {
  return identityPolicies.some(({ policy }) =>
    policy.statements.some(
      (one) =>
        one.effect === 'Allow' &&
        (one.unreadable.length > 0 || names(one, ASSUME)) &&
        (!one.resources ||
          one.resources.negated ||
          one.resources.patterns.some((each) => each.includes('$') || overlaps(each, to))),
    ),
  );
}

/** What looking takes to show that a role deploys nothing. */
const PLAIN = [{ kind: 'silent' }, { kind: 'boundary' }] as const;

const idle = new WeakMap<Place, WeakMap<CheckedPrincipal, boolean>>();

/** Whether a role deploys nothing in its own account, as far as looking shows. */
export function deploysNothing(place: Place, principal: CheckedPrincipal): boolean {
  let known = idle.get(place);
  if (!known) idle.set(place, (known = new WeakMap()));
  let found = known.get(principal);
  if (found === undefined) known.set(principal, (found = isIdle(place, principal)));
  return found;
}

function isIdle(place: Place, principal: CheckedPrincipal): boolean {
  const denies = place
    .binding(principal)
    .flatMap(({ where, policy }) =>
      policy.statements.filter((one) => one.effect === 'Deny').map((one) => `${where}.${one.where}`),
    );
  const witnesses: Witness[] = [...PLAIN, ...denies.map((statement) => ({ kind: 'deny' as const, statement }))];
  return DEPLOYING.every((action) => witnesses.some((by) => cannot({ place, principal, actions: [action] }, by)));
}
