import { readFileSync } from 'node:fs';
import { BOOTSTRAP_QUALIFIER } from '../names';
import { dataFile } from '../package-root';

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** The official bootstrap template as the build cut it out of the pinned aws-cdk package. */
export interface OfficialBootstrap {
  /** `aws-cdk 2.1148.1`: package and version that the template was cut from. */
  readonly source: string;
  readonly template: JsonObject;
}

/** File of the cut template in dist/data. */
export const BOOTSTRAP_DATA = 'bootstrap-template.json';

/** @throws when the build has not run, so the template is not there. */
export function officialBootstrap(): OfficialBootstrap {
  return JSON.parse(readFileSync(dataFile(BOOTSTRAP_DATA), 'utf8')) as OfficialBootstrap;
}

/** Stays a parameter: the CDK command line reads it to tell one bootstrap from another. */
export const VARIANT_PARAMETER = 'BootstrapVariant';

/** Marks what CloudFormation would leave out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Folded = Json | typeof NO_VALUE;

/**
 * The official template with every parameter fixed to its default (the qualifier to ours) and every condition decided,
 * so nobody who deploys the stack can widen a trust with a parameter, and a reviewer reads what will be there.
 */
export function fixParameters(template: JsonObject): JsonObject {
  const parameters = template['Parameters'] as JsonObject;
  const fold = new Folding(fixedValues(parameters), template['Conditions'] as JsonObject);
  const folded: Record<string, Json> = {};
  for (const section of ['Description', 'Resources', 'Outputs']) {
    const value = fold.value(template[section] ?? null);
    if (value !== NO_VALUE) folded[section] = value;
  }
  return { ...folded, Parameters: { [VARIANT_PARAMETER]: parameters[VARIANT_PARAMETER] ?? null } };
}

function fixedValues(parameters: JsonObject): Map<string, string> {
  const names = Object.keys(parameters).filter((name) => name !== VARIANT_PARAMETER);
  const defaults = names.map((name): [string, string] => [
    name,
    String((parameters[name] as JsonObject)['Default'] ?? ''),
  ]);
  return new Map([...defaults, ['Qualifier', BOOTSTRAP_QUALIFIER]]);
}

/** Decides conditions and puts fixed values in the place of references. */
class Folding {
  public constructor(
    private readonly fixed: ReadonlyMap<string, string>,
    private readonly conditions: JsonObject,
  ) {}

  public value(json: Json): Folded {
    if (Array.isArray(json)) return json.map((item) => this.value(item as Json)).filter(isThere);
    if (!isObject(json)) return json;
    const [name, argument] = Object.entries(json)[0] ?? [];
    if (name === 'Ref') return this.ref(json, argument as string);
    if (name === 'Fn::Sub' && typeof argument === 'string') return this.sub(argument);
    if (name === 'Fn::If') return this.chosen(argument as readonly Json[]);
    return this.object(json);
  }

  private object(json: JsonObject): Folded {
    if (typeof json['Condition'] === 'string') {
      if (!this.holds({ Condition: json['Condition'] })) return NO_VALUE;
    }
    const kept = Object.entries(json).filter(([key, value]) => !(key === 'Condition' && typeof value === 'string'));
    const folded = kept.map(([key, value]): [string, Folded] => [key, this.value(value)]);
    return Object.fromEntries(folded.filter((entry): entry is [string, Json] => isThere(entry[1])));
  }

  private ref(json: JsonObject, name: string): Folded {
    if (name === 'AWS::NoValue') return NO_VALUE;
    return this.fixed.get(name) ?? json;
  }

  private sub(text: string): Json {
    const replaced = text.replace(/\$\{(\w+)\}/g, (whole, name: string) => this.fixed.get(name) ?? whole);
    return replaced.includes('${') ? { 'Fn::Sub': replaced } : replaced;
  }

  private chosen([condition, then, otherwise]: readonly Json[]): Folded {
    return this.value((this.holds({ Condition: condition as string }) ? then : otherwise) as Json);
  }

  private holds(condition: JsonObject): boolean {
    const [name, argument] = Object.entries(condition)[0] as [string, Json];
    const parts = argument as readonly Json[];
    switch (name) {
      case 'Condition':
        return this.holds(this.conditions[argument as string] as JsonObject);
      case 'Fn::Not':
        return !this.holds(parts[0] as JsonObject);
      case 'Fn::And':
        return parts.every((part) => this.holds(part as JsonObject));
      case 'Fn::Equals':
        return this.text(parts[0] as Json) === this.text(parts[1] as Json);
      default:
        throw new Error(
          `The official bootstrap template has a condition of a new kind, ${name}: teach bootstrap-template.ts to decide it.`,
        );
    }
  }

  /** Operands of the official conditions: a text, a parameter, or a list parameter joined with nothing. */
  private text(json: Json): string {
    if (!isObject(json)) return String(json);
    const join = json['Fn::Join'] as readonly Json[] | undefined;
    return join ? this.text(join[1] as Json) : String(this.value(json));
  }
}

function isThere(value: Folded): value is Json {
  return value !== NO_VALUE;
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** One change to the official template: where, what stands there then (undefined takes it out), and why. */
export interface Patch {
  /** Path of keys: `['Resources', 'LookupRole', 'Properties', 'ManagedPolicyArns']`. */
  readonly at: readonly string[];
  readonly to: Json | undefined;
  readonly why: string;
}

/** The template with the patches applied, in order. */
export function applyPatches(template: JsonObject, patches: readonly Patch[]): JsonObject {
  return patches.reduce((patched, patch) => put(patched, patch.at, patch.to), template);
}

function put(object: JsonObject, [key = '', ...rest]: readonly string[], to: Json | undefined): JsonObject {
  if (Array.isArray(object)) return putInto(object, Number(key), rest, to) as unknown as JsonObject;
  if (rest.length > 0) return { ...object, [key]: put((object[key] ?? {}) as JsonObject, rest, to) };
  if (to !== undefined) return { ...object, [key]: to };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function putInto(list: readonly Json[], index: number, rest: readonly string[], to: Json | undefined): readonly Json[] {
  return list.map((item, at) => (at === index ? put(item as JsonObject, rest, to) : item));
}
