import type { BoundStatement, Layer } from '../../iam/query';
import type { PrincipalEntry } from '../../iam/model';
import type { Principal } from '../model';

/** Whether an entry names an account, which leaves it to that account's identity policies. */
function delegates(entry: PrincipalEntry, account: string): boolean {
  return (
    entry.type === 'AWS' &&
    (entry.value === account || new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(entry.value))
  );
}

function keepEntries(bound: BoundStatement, keep: (entry: PrincipalEntry) => boolean): BoundStatement[] {
  const principals = bound.statement.principals;
  if (!principals || principals.negated) return [bound];
  const entries = principals.entries.filter(keep);
  if (entries.length === 0) return [];
  if (entries.length === principals.entries.length) return [bound];
  return [{ ...bound, statement: { ...bound.statement, principals: { ...principals, entries } } }];
}

const cache = new WeakMap<Layer, Map<string, Layer>>();

/** The Allow statements that grant to a principal itself, not merely to its account. */
export function directGrants(allows: Layer, account: string): Layer {
  let byAccount = cache.get(allows);
  if (!byAccount) cache.set(allows, (byAccount = new Map()));
  const known = byAccount.get(account);
  if (known) return known;
  const found = allows.flatMap((bound) => keepEntries(bound, (entry) => !delegates(entry, account)));
  byAccount.set(account, found);
  return found;
}

/**
 * Denies of a resource's policy as they bind somebody under a boundary: one with NotPrincipal denies every such
 * principal, whomever it spares by name (IAM user guide, 'AWS JSON policy elements: NotPrincipal').
 */
export function bindingUnder(
  boundary: Layer | undefined,
  denies: readonly BoundStatement[],
): readonly BoundStatement[] {
  if (!boundary || denies.every(({ statement }) => !statement.principals?.negated)) return denies;
  return denies.map((bound) =>
    bound.statement.principals?.negated
      ? { ...bound, statement: { ...bound.statement, principals: undefined } }
      : bound,
  );
}

/**
 * A grant to a user or a session passes the implicit deny of a boundary, one to a role's ARN does not (IAM user guide,
 * 'Permissions boundaries', evaluating with resource-based policies).
 */
export function boundaryRules(
  direct: Layer,
  principal: Principal,
  boundary: Layer | undefined,
): readonly { readonly grants: Layer; readonly bounded: boolean }[] {
  if (!boundary || principal.kind === 'user') return [{ grants: direct, bounded: false }];
  const free = direct.flatMap((bound) => keepEntries(bound, (entry) => !entry.value.includes(':role/')));
  return [
    { grants: free, bounded: false },
    { grants: direct, bounded: true },
  ];
}
