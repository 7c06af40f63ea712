import type { BoundStatement } from '../iam/query';

/** An object that is named by the digest of its content in the store of a bootstrap, as files of an assembly are. */
const BY_DIGEST = /^(arn:[^:]+:s3:::cdk-[a-z0-9]+-assets-[^/*?]+\/(?:[^*?]*\/)?)[0-9a-f]{64}(\.\w+)?$/;

/**
 * A right to read exactly one file of an assembly, without the digest that is its name: another release has another, and who
 * may read it may do no more. What the file holds is compared where it is used.
 */
export function withoutDigests(bound: BoundStatement): BoundStatement {
  const { effect, actions, resources } = bound.statement;
  const reads = !actions.negated && actions.patterns.every((one) => /^s3:getobject$/i.test(one));
  if (effect !== 'Allow' || !reads || !resources || resources.negated) return bound;
  const patterns = resources.patterns.map((one) => one.replace(BY_DIGEST, '$1{digest}$2'));
  return { ...bound, statement: { ...bound.statement, resources: { ...resources, patterns } } };
}
