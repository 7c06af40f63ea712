import type { Statement } from '../../iam/model';
import type { PolicySource } from '../model';

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
