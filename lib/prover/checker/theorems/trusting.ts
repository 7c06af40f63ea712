import type { CheckedCondition, CheckedPrincipal, CheckedStatement } from '../input';
import { ANY, Lookup } from '../lookup';
import { nameIn, type Place } from '../place';

/** A principal that a value names by itself: no account, no root, no wildcard. */
const ITSELF = /^arn:[^:*?$]*:(?:iam|sts)::\d{12}:[^*?$]+\/[^*?$]+$/;

/** The names of all whom a role's trust policy admits; any where a statement may admit somebody whom it does not name. */
function namesOf({ trust }: CheckedPrincipal): readonly string[] {
  return (trust?.policy.statements ?? []).flatMap(namesIn);
}

function namesIn({ effect, principals, unreadable, conditions }: CheckedStatement): readonly string[] {
  if (effect !== 'Allow') return [];
  if (unreadable.length > 0) return [ANY];
  const held = conditions.find(namesCallers);
  if (held) return held.values.map(nameIn);
  if (!principals || principals.negated) return [ANY];
  const values = principals.entries.filter(({ type }) => type === 'AWS').map(({ value }) => value);
  const canonical = principals.entries.some(({ type }) => type === 'CanonicalUser');
  return canonical || !values.every((value) => ITSELF.test(value)) ? [ANY] : values.map(nameIn);
}

/** A condition that holds for callers alone whom it names by themselves. */
function namesCallers({ operator, quantifier, key, values }: CheckedCondition): boolean {
  const isNaming = /^(String|Arn)(Equals|Like)$/.test(operator) && quantifier === 'none';
  return isNaming && key.toLowerCase() === 'aws:principalarn' && values.every((value) => ITSELF.test(value));
}

const byAccount = new WeakMap<Place, Map<string, Lookup<CheckedPrincipal>>>();

/** Roles whose trust policies may mean a principal: those that name only others need no look. */
export function trusting(place: Place, role: CheckedPrincipal): readonly CheckedPrincipal[] {
  let index = byAccount.get(place);
  if (!index) byAccount.set(place, (index = new Map()));
  const { account, arn } = place.caller(role);
  let found = index.get(account);
  if (!found) index.set(account, (found = new Lookup(trustedIn(place, account), namesOf)));
  const name = nameOf(arn);
  return /[*?]/.test(name) ? found.all : found.of(name);
}

/** As the sessions of a role, and so its ARN, are told apart by their last part. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Roles whose trust policies may mean somebody of an account. */
function trustedIn(place: Place, account: string): readonly CheckedPrincipal[] {
  const all = place.world.accounts.flatMap(({ principals }) => principals);
  const means = ({ effect, principals, unreadable }: CheckedStatement): boolean =>
    effect === 'Allow' &&
    (unreadable.length > 0 ||
      !principals ||
      principals.negated ||
      principals.entries.some(
        ({ type, value }) => type === 'AWS' && (value.includes(account) || !/\d{12}/.test(value)),
      ));
  return all.filter((one) => one.trust?.policy.statements.some(means));
}
