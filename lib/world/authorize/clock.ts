import type { BoundStatement } from '../../iam/query';
import type { Condition } from '../../iam/model';
import type { Bound } from './organization';

/** Two keys tell one instant (IAM user guide, 'AWS global condition context keys'); the other is written as this one. */
const CLOCK = 'aws:CurrentTime';
const SECONDS = 'aws:EpochTime';

/** Statements in which both keys of the clock are one, so that a deny before an instant and one after it leave nothing. */
export function withOneClock(bound: Bound): Bound {
  const all = [...bound.allows, ...bound.denies];
  if (!all.some(({ statement }) => statement.conditions.some(isSeconds))) return bound;
  return { allows: bound.allows.map(rewritten), denies: bound.denies.map(rewritten) };
}

/** The context of a request with the instant under both of its names. */
export function withBothClocks(
  context: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  const [time] = Object.entries(context).find(([key]) => key.toLowerCase() === CLOCK.toLowerCase())?.[1] ?? [];
  const seconds = time === undefined ? Number.NaN : Date.parse(time) / 1000;
  return Number.isFinite(seconds) ? { ...context, [SECONDS]: [String(Math.floor(seconds))] } : context;
}

function isSeconds({ key }: Condition): boolean {
  return key.toLowerCase() === SECONDS.toLowerCase();
}

function rewritten(one: BoundStatement): BoundStatement {
  const { statement } = one;
  return { ...one, statement: { ...statement, conditions: statement.conditions.map(onClock) } };
}

/** Of numbers and dates; another operator compares the text, which is the text of that key alone. */
function onClock(condition: Condition): Condition {
  const relation = /^(?:Numeric|Date)(\w+)$/.exec(condition.operator)?.[1];
  if (!isSeconds(condition) || relation === undefined) return condition;
  const values = condition.values.map(instantOf);
  if (!values.every((value): value is string => value !== undefined)) return condition;
  return { ...condition, operator: `Date${relation}`, key: CLOCK, values };
}

function instantOf(value: string): string | undefined {
  const time = /^\d+(\.0*)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().replace('.000Z', 'Z') : undefined;
}
