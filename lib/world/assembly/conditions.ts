import type { Scope } from './scope';
import { isObject } from './template';
import { textsOf, type Value } from './value';

type Resolve = (raw: unknown) => Value;

/** Does a named condition of the template hold? Undefined where that shows only at deployment. */
export function evaluateCondition(name: string, scope: Scope, resolve: Resolve): boolean | undefined {
  return evaluate(scope.template.Conditions[name], scope, resolve, 0);
}

function evaluate(raw: unknown, scope: Scope, resolve: Resolve, depth: number): boolean | undefined {
  if (!isObject(raw) || depth > 50) return undefined;
  const [key] = Object.keys(raw);
  const inner = (entry: unknown): boolean | undefined => evaluate(entry, scope, resolve, depth + 1);
  const list = Array.isArray(raw[key]) ? (raw[key] as unknown[]) : [];
  if (key === 'Condition') return inner(scope.template.Conditions[String(raw[key])]);
  if (key === 'Fn::Equals') return equal(resolve(list[0]), resolve(list[1]));
  if (key === 'Fn::Not') return negate(inner(list[0]));
  if (key === 'Fn::And') return all(list.map(inner));
  if (key === 'Fn::Or') return negate(all(list.map((entry) => negate(inner(entry)))));
  return undefined;
}

function equal(left: Value, right: Value): boolean | undefined {
  const [a, ...moreLeft] = textsOf(left);
  const [b, ...moreRight] = textsOf(right);
  if (!a || !b || moreLeft.length > 0 || moreRight.length > 0 || !a.exact || !b.exact) return undefined;
  return a.pattern === b.pattern;
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
