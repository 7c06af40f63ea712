import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Properties } from '../../lib/fence';
import { intrinsicOf } from '../../lib/fence';

/** A resource as its template will have it, whatever kind of construct made it. */
export interface ResourceView {
  readonly properties: Properties;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
}

interface Rendered {
  readonly Properties?: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Reads what will be rendered, overrides included, so nothing that a construct hides is missed. */
export function viewOf(resource: CfnResource): ResourceView {
  const fragment = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    readonly Resources?: Readonly<Record<string, Rendered>>;
  };
  const rendered = Object.values(fragment.Resources ?? {})[0] ?? {};
  return {
    properties: rendered.Properties ?? {},
    deletionPolicy: rendered.DeletionPolicy,
    updateReplacePolicy: rendered.UpdateReplacePolicy,
  };
}

/**
 * Sets a property where a typed construct has it, which is where rule packs look; on an untyped one, as an override.
 * Names are CloudFormation's: `PointInTimeRecoverySpecification`.
 */
export function setProperty(resource: CfnResource, path: readonly string[], value: unknown, beside: Properties): void {
  const [name = '', ...rest] = path;
  const typed = lowerFirst(name);
  if (!(typed in resource)) return resource.addPropertyOverride(path.join('.'), value);
  const whole = rest.length === 0 ? value : merged(beside[name], rest, value);
  (resource as unknown as Record<string, unknown>)[typed] = camelCased(whole);
}

/** Sets a property over everything, overrides of the workload included. */
export function forceProperty(resource: CfnResource, name: string, value: string): void {
  setProperty(resource, [name], value, {});
  resource.addPropertyOverride(name, value);
}

function merged(current: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const object = (current ?? {}) as Properties;
  return { ...object, [name]: rest.length === 0 ? value : merged(object[name], rest, value) };
}

/** Sets a property in each item of a list that does not have it: `['Replicas', '*', 'DeletionProtectionEnabled']`. */
export function setInEach(resource: CfnResource, path: readonly string[], value: unknown, beside: Properties): void {
  const [list = '', , ...inner] = path;
  const items = Array.isArray(beside[list]) ? (beside[list] as unknown[]) : [];
  for (const [index, item] of items.entries()) {
    const found = inner.reduce<unknown>((at, name) => (at as Properties | undefined)?.[name], item);
    if (found === undefined) resource.addPropertyOverride([list, index, ...inner].join('.'), value);
  }
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null || intrinsicOf(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [lowerFirst(key), camelCased(inner)]));
}

/** As CDK does: `sseSpecification` of `SSESpecification`. */
function lowerFirst(name: string): string {
  return name.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|$)|[A-Z])/, (first) => first.toLowerCase());
}
