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

/**
 * Identity policies without what they allow on the generated names of other resources, for a question about one: there,
 * too, a name that is spelled as another's means that other. A glob of the same letters says no more, since the name of
 * a resource holds its own logical id where that of the other stands, and no sign joins two of them.
 */
export function onIt(policies: readonly PolicySource[], arn: string, known: ReadonlySet<string>): PolicySource[] {
  const other = (value: string): boolean => {
    const named = value.replace(/:\*$/, '');
    return named.includes('*') && named !== arn && known.has(named);
  };
  return policies.map((source) => {
    const statements = source.policy.statements.flatMap((one) => meant(one, other));
    return { ...source, policy: { ...source.policy, statements } };
  });
}

/** A statement that is left with no resource goes. */
function meant(statement: Statement, other: (value: string) => boolean): Statement[] {
  const { effect, resources } = statement;
  if (effect !== 'Allow' || !resources || resources.negated) return [statement];
  const patterns = resources.patterns.filter((pattern) => !other(pattern));
  return patterns.length > 0 ? [{ ...statement, resources: { ...resources, patterns } }] : [];
}
