import { isAbsolute, join, normalize, relative } from 'node:path';
import { InputError } from '../../errors';

/** A resource as it stands in a template. */
export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly UpdatePolicy?: unknown;
}

/** A parameter as it stands in a template. */
export interface RawParameter {
  readonly Type?: string;
  readonly Default?: unknown;
}

/** The sections of a template that mean something to a proof. */
export interface RawTemplate {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Parameters: Readonly<Record<string, RawParameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Outputs: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>
  >;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
  readonly Hooks?: unknown;
  /** Names of sections that no template has. */
  readonly strangeSections: readonly string[];
}

/** Is this a JSON object? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SECTIONS = ['Parameters', 'Conditions', 'Mappings', 'Outputs', 'Metadata'] as const;

/** What a template has besides; rules can only refuse parameters. */
const OTHER_SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Resources', 'Rules', 'Transform', 'Hooks'];

/**
 * Checks the shape of a template.
 *
 * @throws InputError naming the file and the place where it is no template.
 */
export function toTemplate(file: string, json: unknown): RawTemplate {
  if (!isObject(json)) throw InputError.at(file, undefined, 'is no CloudFormation template: an object is expected.');
  const resources = section(file, json, 'Resources');
  for (const [id, resource] of Object.entries(resources)) checkResource(file, id, resource);
  const rest = Object.fromEntries(SECTIONS.map((name) => [name, section(file, json, name)]));
  const known: readonly string[] = [...SECTIONS, ...OTHER_SECTIONS];
  const strangeSections = Object.keys(json).filter((name) => !known.includes(name));
  const { Transform, Hooks } = json;
  return { ...rest, Resources: resources, Transform, Hooks, strangeSections } as unknown as RawTemplate;
}

function section(file: string, json: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = json[name] ?? {};
  if (!isObject(value)) throw InputError.at(file, name, `got ${kindOf(value)}, an object is expected.`);
  return value;
}

function checkResource(file: string, id: string, resource: unknown): void {
  const place = `Resources.${id}`;
  if (!isObject(resource)) throw InputError.at(file, place, `got ${kindOf(resource)}, a resource is expected.`);
  if (typeof resource.Type !== 'string')
    throw InputError.at(file, `${place}.Type`, `got ${kindOf(resource.Type)}, a resource type is expected.`);
  for (const key of ['Properties', 'Metadata']) {
    const value = resource[key] ?? {};
    if (!isObject(value)) throw InputError.at(file, `${place}.${key}`, `got ${kindOf(value)}, an object is expected.`);
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${typeof value} ${String(value)}`;
}

/**
 * Joins a path that an assembly names to its folder.
 *
 * @throws InputError where the path would leave the folder: an assembly is closed in itself.
 */
export function within(root: string, folder: string, name: string, place: string, file: string): string {
  const path = normalize(join(folder, name));
  const inside = relative(root, path);
  if (isAbsolute(name) || inside.startsWith('..'))
    throw InputError.at(file, place, `got ${name}, which lies outside the assembly; a path within it is expected.`);
  return path;
}
