import { type Properties, intrinsicOf } from './template';

/** One property that protects data, and what it must be in prod. */
export interface DataGuard {
  /** Names from the resource's properties inwards: `['VersioningConfiguration', 'Status']`; `*` is each item of a list. */
  readonly path: readonly string[];
  /** What an unset property becomes; a number is also the least that prod takes. */
  readonly value: string | number | boolean;
  /** Whether the property is this resource's to decide: a restored or secondary store inherits some. */
  readonly applies?: (properties: Properties) => boolean;
}

/** How a property stands towards its guard; `weak` also where nobody can tell before deployment. */
export type GuardState = 'unset' | 'fine' | 'weak';

/** How the properties stand towards a guard, and what stands there. */
export function guardState(properties: Properties, guard: DataGuard): { state: GuardState; got?: unknown } {
  if (guard.applies?.(properties) === false) return { state: 'fine' };
  const values = valuesAt(properties, guard.path);
  const weak = values.find((value) => value !== undefined && !isFine(value, guard));
  if (weak !== undefined) return { state: 'weak', got: weak };
  return { state: values.includes(undefined) ? 'unset' : 'fine' };
}

/** CloudFormation takes 'true' and '7' for true and 7. */
function isFine(value: unknown, guard: DataGuard): boolean {
  if (typeof guard.value !== 'number') return value === guard.value || String(value) === String(guard.value);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= guard.value;
}

/** `*` stands for each item of a list. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (name === undefined) return [value];
  if (value === undefined || value === null) return [undefined];
  if (name === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [value];
  if (typeof value !== 'object') return [value];
  // An intrinsic such as Fn::If has no such name; it stands there as it is and is not fine.
  return intrinsicOf(value) ? [value] : valuesAt((value as Properties)[name], rest);
}

/** What a guard asks for, in words. */
export function rightValue({ value }: DataGuard): string {
  return typeof value === 'number' ? `at least ${value}` : JSON.stringify(value);
}

/** The property must be true. */
export function on(...path: string[]): DataGuard {
  return { path, value: true };
}

/** The property must be a text. */
export function is(value: string, ...path: string[]): DataGuard {
  return { path, value };
}

/** The property must be a number, or more. */
export function atLeast(value: number, ...path: string[]): DataGuard {
  return { path, value };
}

/** The guard, where none of these properties is set: with one, the service takes the value from elsewhere. */
export function unless(guard: DataGuard, ...inherited: string[]): DataGuard {
  return { ...guard, applies: (properties) => inherited.every((name) => properties[name] === undefined) };
}
