import { type DataGuard, guardState, rightValue } from './guards';
import { type DataRule, STATEFUL } from './stateful';
import type { Properties, Resource } from './template';

/** Least days of logs in prod: PCI DSS 4.0, 10.5.1, wants three months at hand. */
export const LEAST_LOG_DAYS = 90;

/** Custom resources that empty a store before it is deleted. */
const EMPTIERS: readonly string[] = ['Custom::S3AutoDeleteObjects', 'Custom::ECRAutoDeleteImages'];

/** What prod asks of a resource, if it holds data. */
export function dataRule(type: string, properties: Properties): DataRule | undefined {
  const rule = Object.hasOwn(STATEFUL, type) ? STATEFUL[type] : undefined;
  return rule?.holds?.(properties) === false ? undefined : rule;
}

/** What stands against a resource that holds data in prod. */
export function dataProblems(resource: Resource): string[] {
  const { type, properties } = resource;
  const rule = dataRule(type, properties);
  return [
    ...(EMPTIERS.includes(type) ? ['empties its store on deletion, expected no automatic emptying in prod'] : []),
    ...(rule ? policyProblems(resource, rule) : []),
    ...(rule?.guards ?? []).flatMap((guard) => guardProblems(properties, guard)),
    ...logProblems(resource),
  ];
}

function policyProblems({ deletionPolicy, updateReplacePolicy }: Resource, { snapshots }: DataRule): string[] {
  const kept = ['Retain', 'RetainExceptOnCreate', ...(snapshots ? ['Snapshot'] : [])];
  const policies = { DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy };
  // A removal policy sets both; the first that is wrong stands for both.
  const wrong = Object.entries(policies).find(([, policy]) => !kept.includes(String(policy)));
  return wrong ? [`${wrong[0]} is ${quoted(wrong[1])}, expected 'Retain' (RemovalPolicy.RETAIN) in prod`] : [];
}

function quoted(policy: unknown): string {
  return typeof policy === 'string' ? `'${policy}'` : policy === undefined ? 'not set' : JSON.stringify(policy);
}

function guardProblems(properties: Properties, guard: DataGuard): string[] {
  const { state, got } = guardState(properties, guard);
  if (state === 'fine') return [];
  const told = state === 'weak' ? JSON.stringify(got) : 'not set';
  return [`${guard.path.join('.')} is ${told}, expected ${rightValue(guard)} in prod`];
}

/** Log groups, and CDK's custom resource that sets how long a function's log is kept; no number is for ever. */
const LOGS: readonly string[] = ['AWS::Logs::LogGroup', 'Custom::LogRetention'];

function logProblems({ type, properties }: Resource): string[] {
  if (!LOGS.includes(type)) return [];
  const { RetentionInDays: days, RemovalPolicy: removal } = properties;
  const short = days !== undefined && !(Number(days) >= LEAST_LOG_DAYS);
  return [
    ...(short ? [`RetentionInDays is ${JSON.stringify(days)}, expected at least ${LEAST_LOG_DAYS} in prod`] : []),
    ...(removal === 'destroy' ? [`RemovalPolicy is 'destroy', expected 'retain' in prod`] : []),
  ];
}
