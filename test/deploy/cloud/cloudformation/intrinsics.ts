/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { Refusal } from '../refusal';

/** What references of a template stand for. */
export interface Scope {
  readonly template: Record<string, any>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly pseudo: Readonly<Record<string, unknown>>;
  /** Value of a reference to a resource, or of one of its attributes. */
  readonly resource: (logicalId: string, attribute?: string) => unknown;
  readonly imported: (name: string) => unknown;
}

/** Stands for a property that is left out. */
const NOTHING = Symbol('AWS::NoValue');

/** A value of a template with every intrinsic function carried out. */
export function resolve(value: unknown, scope: Scope): any {
  const found = inner(value, scope);
  return found === NOTHING ? undefined : found;
}

function inner(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => inner(one, scope)).filter((one) => one !== NOTHING);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  const [name, argument] = entries[0] ?? ['', undefined];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return call(name, argument, scope);
  const kept = entries.map(([key, one]) => [key, inner(one, scope)] as const).filter(([, one]) => one !== NOTHING);
  return Object.fromEntries(kept);
}

function call(name: string, argument: any, scope: Scope): unknown {
  const get = (value: unknown): any => inner(value, scope);
  switch (name) {
    case 'Ref':
      return reference(String(argument), scope);
    case 'Fn::GetAtt': {
      const [id, ...path] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
      return scope.resource(id!, path.join('.'));
    }
    case 'Fn::Join':
      return (get(argument[1]) as unknown[]).join(String(argument[0]));
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select':
      return get(argument[1])[Number(get(argument[0]))];
    case 'Fn::Split':
      return String(get(argument[1])).split(String(argument[0]));
    case 'Fn::If':
      return get(argument[holds({ Condition: argument[0] }, scope) ? 1 : 2]);
    case 'Fn::ImportValue':
      return scope.imported(String(get(argument)));
    case 'Fn::GetAZs':
      return ['a', 'b', 'c'].map((zone) => `${String(get(argument) || scope.pseudo['AWS::Region'])}${zone}`);
    case 'Fn::FindInMap':
      return scope.template.Mappings[get(argument[0])][get(argument[1])][get(argument[2])];
    case 'Fn::Base64':
      return Buffer.from(String(get(argument))).toString('base64');
    default:
      throw new Refusal('ValidationError', `Template error: the function ${name} is not known.`);
  }
}

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NOTHING;
  if (name in scope.pseudo) return scope.pseudo[name];
  if (name in scope.parameters) return scope.parameters[name];
  return scope.resource(name);
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, more] = Array.isArray(argument)
    ? (argument as [string, Record<string, unknown>])
    : [String(argument), {}];
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in more) return String(inner(more[name], scope));
    const [id, ...path] = name.split('.');
    return String(path.length > 0 ? scope.resource(id!, path.join('.')) : reference(name, scope));
  });
}

/** Whether a condition of the template holds. */
export function holds(condition: any, scope: Scope): boolean {
  if (condition === undefined) return true;
  const [[name, argument] = ['', undefined]] = Object.entries(condition as Record<string, any>);
  switch (name) {
    case 'Condition':
      return holds(scope.template.Conditions[argument as string], scope);
    case 'Fn::Equals':
      return inner(argument[0], scope) === inner(argument[1], scope);
    case 'Fn::Not':
      return !holds(argument[0], scope);
    case 'Fn::And':
      return (argument as unknown[]).every((one) => holds(one, scope));
    case 'Fn::Or':
      return (argument as unknown[]).some((one) => holds(one, scope));
    default:
      throw new Refusal('ValidationError', `Template error: the condition ${name} is not known.`);
  }
}

/** Logical ids that a part of a template refers to. */
export function references(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) references(one, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value as Record<string, any>)) {
      if (name === 'Ref') found.add(String(one));
      else if (name === 'Fn::GetAtt') found.add(typeof one === 'string' ? one.split('.')[0]! : String(one[0]));
      else if (name === 'Fn::Sub')
        for (const [, id] of String(Array.isArray(one) ? one[0] : one).matchAll(/\$\{([^!}.]+)[^}]*\}/g))
          found.add(id!);
      references(one, found);
    }
  return found;
}
