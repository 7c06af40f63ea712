import { parsePolicy } from '../iam';
import type { Condition } from '../iam/model';

/** The condition of an exception, read. */
export interface ReadConditions {
  /** All must hold; absent where they cannot be read. */
  readonly conditions?: readonly Condition[];
  /** Why they cannot be read; then nothing is sanctioned. */
  readonly unreadable?: string;
}

/** Reads a Condition block as IAM has it: a request is sanctioned in no wider a context. */
export function exceptionConditions(block: unknown): ReadConditions {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: block }],
  };
  const { policy, problems } = parsePolicy(document, 'identity', 'exceptions');
  const [statement] = policy?.statements ?? [];
  const why = problems[0]?.message ?? statement?.unreadable[0]?.why ?? openVariable(statement?.conditions ?? []);
  return why === undefined ? { conditions: statement.conditions } : { unreadable: why };
}

/** What a policy variable comes to is not known here. */
function openVariable(conditions: readonly Condition[]): string | undefined {
  const found = conditions.flatMap(({ values }) => values).find((value) => value.includes('${'));
  return found === undefined ? undefined : `"${found}" holds a policy variable, name the values`;
}
