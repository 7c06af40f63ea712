import { parsePolicy } from '../../iam';
import type { Condition } from '../../iam/model';

/** An exception as a template has it, its condition read apart: the snapshot format knows none. */
export interface ReadException {
  readonly rest: unknown;
  /** Absent where there is no condition. */
  readonly conditions?: readonly Condition[];
  /** Why the condition cannot be read; then nothing is sanctioned. */
  readonly unreadable?: string;
}

/**
 * Reads `condition` of an exception, a Condition block as IAM has it. Platform templates may carry one so that a request
 * is sanctioned in no wider a context than the statement that allows it.
 */
export function exceptionConditions(exception: unknown): ReadException {
  if (exception === null || typeof exception !== 'object' || !('condition' in exception)) return { rest: exception };
  const { condition, ...rest } = exception as { condition: unknown };
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }],
  };
  const { policy, problems } = parsePolicy(document, 'identity', 'exceptions');
  const [statement] = policy?.statements ?? [];
  const why = problems[0]?.message ?? statement?.unreadable[0]?.why ?? openVariable(statement?.conditions ?? []);
  return why === undefined ? { rest, conditions: statement.conditions } : { rest, unreadable: why };
}

/** What a policy variable comes to is not known here. */
function openVariable(conditions: readonly Condition[]): string | undefined {
  const found = conditions.flatMap(({ values }) => values).find((value) => value.includes('${'));
  return found === undefined ? undefined : `"${found}" holds a policy variable, name the values`;
}
