import type { Condition, Statement } from '../iam/model';
import type { PolicySource } from './model';

/**
 * A policy without the statements that admit nobody by themselves: those that leave access to the account's own access
 * points, whose policies are judged where they stand, and those that let in whoever reaches a mount target, as a file
 * system without a policy does.
 */
export function withoutDelegations(source: PolicySource, account: string): PolicySource {
  const kept = source.policy.statements.filter((one) => !delegates(one, account));
  if (kept.length === source.policy.statements.length) return source;
  return { ...source, policy: { ...source.policy, statements: kept } };
}

function delegates({ effect, conditions }: Statement, account: string): boolean {
  return effect === 'Allow' && conditions.some((one) => toOwnAccessPoints(one, account) || toTheNetwork(one));
}

function isPlain({ quantifier, ifExists, values }: Condition): boolean {
  return quantifier === 'none' && !ifExists && values.length > 0;
}

function toOwnAccessPoints(condition: Condition, account: string): boolean {
  const key = condition.key.toLowerCase();
  if (!isPlain(condition)) return false;
  if (key === 's3:dataaccesspointaccount')
    return /^String(Equals|Like)$/i.test(condition.operator) && condition.values.every((value) => value === account);
  const own = new RegExp(`^arn:[^:*]+:s3:[^:]*:${account}:accesspoint/.+$`);
  return (
    key === 's3:dataaccesspointarn' &&
    /^(String|Arn)(Equals|Like)$/i.test(condition.operator) &&
    condition.values.every((value) => own.test(value))
  );
}

function toTheNetwork(condition: Condition): boolean {
  const key = condition.key.toLowerCase();
  const mounted = key === 'elasticfilesystem:accessedviamounttarget';
  return (
    isPlain(condition) &&
    mounted &&
    /^Bool$/i.test(condition.operator) &&
    condition.values.every((one) => one === 'true')
  );
}
