import type { Statement } from '../../iam/model';
import type { PolicySource, Principal } from '../model';

/**
 * A policy without those whom it allows by the generated name of another role. Languages of generated names overlap
 * (`stack*-Cleaner*-*` and `stack*-Retention*-*`), but a name with holes in a template is always a reference to one
 * resource: where it is spelled as another principal's is, and not as this one's, it means that other.
 */
export function withoutOthers(policy: PolicySource, principal: Principal, known: Names): PolicySource {
  const own = principal.sessionOf ?? principal.arn;
  // Whoever is made under a name of somebody's choice may get another's.
  if (principal.madeAs !== undefined || !known.has(own)) return policy;
  const other = (value: string): boolean => value.includes('*') && value !== own && known.has(value);
  const statements = policy.policy.statements.map((one) => without(one, other));
  if (statements.every((one, at) => one === policy.policy.statements[at])) return policy;
  return { ...policy, policy: { ...policy.policy, statements } };
}

/** Names of what is described. */
interface Names {
  has(name: string): boolean;
}

/** Denials and the negated form stay as they are: there, fewer names would mean more rights. */
function without(statement: Statement, other: (value: string) => boolean): Statement {
  const { effect, principals } = statement;
  if (effect !== 'Allow' || !principals || principals.negated) return statement;
  const entries = principals.entries.filter(({ type, value }) => type !== 'AWS' || !other(value));
  if (entries.length === principals.entries.length) return statement;
  return { ...statement, principals: { ...principals, entries } };
}
