import type { Condition, Statement } from '../iam/model';
import type { PolicySource } from './model';

/**
 * A policy without the statements that admit nobody by themselves: those that leave access to the account's own access
 * points, whose policies are judged where they stand, those that let in whoever reaches a mount target, as a file system
 * without a policy does, and those for calls through a function's address, which its other permission publishes.
 */
export function withoutDelegations(source: PolicySource, account: string): PolicySource {
  const kept = source.policy.statements.filter((one) => !delegates(one, account));
  if (kept.length === source.policy.statements.length) return source;
  return { ...source, policy: { ...source.policy, statements: kept } };
}

function delegates({ effect, conditions }: Statement, account: string): boolean {
  return effect === 'Allow' && conditions.some((one) => toOwnAccessPoints(one, account) || opens(one));
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

/** Conditions that hold for what another door lets in: a mount target, or a function's address, which is published. */
const DOORS = ['elasticfilesystem:accessedviamounttarget', 'lambda:invokedviafunctionurl'];

function opens(condition: Condition): boolean {
  const isDoor = DOORS.includes(condition.key.toLowerCase());
  return (
    isPlain(condition) &&
    isDoor &&
    /^Bool$/i.test(condition.operator) &&
    condition.values.every((one) => one === 'true')
  );
}
