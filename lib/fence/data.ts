import { DATA_RULES, type DataGuard, guardState, rightValue } from './data-rules';
import type { Resource } from './template';

/** Least days of logs in prod: PCI DSS 4.0, 10.5.1, wants three months at hand. */
export const LEAST_LOG_DAYS = 90;

/** Custom resources that empty a store before it is deleted. */
const EMPTIERS: readonly string[] = ['Custom::S3AutoDeleteObjects', 'Custom::ECRAutoDeleteImages'];

/** What stands against a resource that holds data in prod. */
export function dataProblems(resource: Resource): string[] {
  const rule = DATA_RULES[resource.type];
  const emptier = EMPTIERS.includes(resource.type)
    ? ['empties its store on deletion, expected no automatic emptying in prod']
    : [];
  if (!rule) return emptier;
  return [
    ...policyProblems(resource, ['Retain', 'RetainExceptOnCreate', ...(rule.snapshots ? ['Snapshot'] : [])]),
    ...rule.guards.flatMap((guard) => guardProblems(resource, guard)),
    ...(resource.type === 'AWS::Logs::LogGroup' ? logProblems(resource) : []),
  ];
}

function policyProblems({ deletionPolicy, updateReplacePolicy }: Resource, kept: readonly string[]): string[] {
  const policies = { DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy };
  // A removal policy sets both; the first that is wrong stands for both.
  const wrong = Object.entries(policies).find(([, policy]) => !kept.includes(String(policy)));
  return wrong ? [`${wrong[0]} is ${quoted(wrong[1])}, expected 'Retain' (RemovalPolicy.RETAIN) in prod`] : [];
}

function quoted(policy: unknown): string {
  return typeof policy === 'string' ? `'${policy}'` : policy === undefined ? 'not set' : JSON.stringify(policy);
}

function guardProblems({ properties }: Resource, guard: DataGuard): string[] {
  const { state, got } = guardState(properties, guard);
  if (state === 'fine') return [];
  const is = state === 'weak' ? JSON.stringify(got) : 'not set';
  return [`${guard.path.join('.')} is ${is}, expected ${rightValue(guard)} in prod`];
}

function logProblems({ properties: { RetentionInDays: days } }: Resource): string[] {
  if (days === undefined || (typeof days === 'number' && days >= LEAST_LOG_DAYS)) return [];
  return [`RetentionInDays is ${JSON.stringify(days)}, expected at least ${LEAST_LOG_DAYS} in prod`];
}
