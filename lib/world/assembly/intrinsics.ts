import { evaluateCondition } from './conditions';
import { dnsSuffixOf } from '../../contract/partitions';
import { attributeOf, refOf, type Scope } from './scope';
import { isObject } from './template';
import { choice, concat, exactText, Hole, listOf, NO_VALUE, Opaque, product, Text, textsOf, type Value } from './value';

/** Deepest chain of references; a longer one is a cycle. */
const MAX_DEPTH = 150;

/** Resolves a template value as far as anybody can before deployment. */
export function resolve(raw: unknown, scope: Scope, depth = 0): Value {
  if (depth > MAX_DEPTH) return new Opaque('references run in a circle');
  if (typeof raw === 'string') return literal(raw);
  if (Array.isArray(raw)) return raw.map((entry) => resolve(entry, scope, depth + 1)).filter((v) => v !== NO_VALUE);
  if (!isObject(raw)) return raw === undefined ? NO_VALUE : (raw as number | boolean | null);
  const keys = Object.keys(raw);
  const intrinsic = keys.length === 1 ? INTRINSICS[keys[0]] : undefined;
  if (intrinsic) return intrinsic(raw[keys[0]], new Resolver(scope, depth + 1));
  if (keys.length === 1 && keys[0].startsWith('Fn::')) return new Opaque(`${keys[0]} is not modelled`);
  return Object.fromEntries(keys.map((key) => [key, resolve(raw[key], scope, depth + 1)]));
}

/** A scope and how deep the references are that led here. */
class Resolver {
  public constructor(
    public readonly scope: Scope,
    public readonly depth: number,
  ) {}

  public resolve = (raw: unknown, scope: Scope = this.scope): Value => resolve(raw, scope, this.depth);

  public texts(raw: unknown): Text[] {
    return textsOf(this.resolve(raw));
  }
}

type Intrinsic = (argument: unknown, at: Resolver) => Value;

/** Each intrinsic function of CloudFormation that gives a value. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, at) => (typeof name === 'string' ? reference(name, at) : new Opaque('Ref needs a name')),
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': conditional,
  'Fn::ImportValue': importValue,
  'Fn::FindInMap': findInMap,
  // Nobody compares what is encoded; what it says is what matters.
  'Fn::Base64': (argument, at) => at.resolve(argument),
};

/** Dynamic references are filled in at deployment. */
function literal(text: string): Text {
  if (!text.includes('{{resolve:')) return Text.of(text);
  const pieces = text.split(/(\{\{resolve:[^}]*\}\})/);
  return concat(pieces.map((piece, i) => (i % 2 === 0 ? Text.of(piece) : dynamic(piece))));
}

function dynamic(reference: string): Text {
  const name = /^\{\{resolve:[a-z-]+:([^:}]*)/.exec(reference)?.[1] ?? '';
  return Text.unknown(`a dynamic reference (${name}) is filled in at deployment`);
}

function pseudo(name: string, { scope }: Resolver): Value {
  const { account, region, partition } = scope.environment;
  const values: Record<string, Value> = {
    AccountId: Text.of(account),
    Region: Text.of(region),
    Partition: Text.of(partition),
    URLSuffix: Text.of(dnsSuffixOf(partition)),
    StackName: scope.stackName,
    StackId: concat([
      Text.of(`arn:${partition}:cloudformation:${region}:${account}:stack/`),
      scope.stackName,
      new Text(['/', new Hole('name', 'CloudFormation makes the id of the stack')]),
    ]),
    NoValue: NO_VALUE,
  };
  return values[name] ?? new Opaque(`AWS::${name} is known only at deployment`);
}

function reference(name: string, at: Resolver): Value {
  if (name.startsWith('AWS::')) return pseudo(name.slice('AWS::'.length), at);
  const { scope } = at;
  if (Object.hasOwn(scope.template.Parameters, name)) return parameter(name, at);
  const resource = Object.hasOwn(scope.template.Resources, name) ? scope.template.Resources[name] : undefined;
  if (resource) return refOf(scope, name, resource, at.resolve);
  return new Opaque(`nothing in the template is called ${name}`);
}

function parameter(name: string, { scope }: Resolver): Value {
  const given = scope.parameter(name);
  if (given !== undefined) return given;
  const { Type, Default } = scope.template.Parameters[name];
  if (Type?.startsWith('AWS::SSM::'))
    return new Opaque(`parameter ${name} is read from Parameter Store (${String(Default)}) at deployment`);
  if (Default === undefined) return new Opaque(`parameter ${name} is given at deployment`);
  scope.onDefault?.(name);
  const text = String(Default);
  return Type === 'CommaDelimitedList' || Type?.startsWith('List<')
    ? text.split(',').map((entry) => Text.of(entry.trim()))
    : literal(text);
}

function getAtt(argument: unknown, at: Resolver): Value {
  const [id, attribute] = typeof argument === 'string' ? splitOnce(argument) : pair(argument, at);
  const { scope } = at;
  const resource =
    id !== undefined && Object.hasOwn(scope.template.Resources, id) ? scope.template.Resources[id] : undefined;
  if (!resource || id === undefined || attribute === undefined)
    return new Opaque('Fn::GetAtt names nothing in the template');
  return attributeOf(scope, id, attribute, resource, at.resolve);
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function pair(argument: unknown, at: Resolver): [string | undefined, string | undefined] {
  if (!Array.isArray(argument)) return [undefined, undefined];
  return [argument[0] as string, exactText(at.resolve(argument[1]))];
}

function join(argument: unknown, at: Resolver): Value {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string')
    return new Opaque('Fn::Join needs a delimiter and a list');
  const list = at.resolve(argument[1]);
  if (!Array.isArray(list)) return new Opaque('Fn::Join over a list that is not known');
  const delimiter = Text.of(argument[0]);
  const items = listOf(list).map(textsOf);
  return choice(product(items.flatMap((item, i) => (i === 0 ? [item] : [[delimiter], item]))));
}

function sub(argument: unknown, at: Resolver): Value {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isObject(variables)) return new Opaque('Fn::Sub needs a string');
  const pieces = text.split(/\$\{([^}]*)\}/);
  const texts = pieces.map((piece, i) => {
    if (i % 2 === 0) return [literal(piece)];
    if (piece.startsWith('!')) return [Text.of(`\${${piece.slice(1)}}`)];
    if (Object.hasOwn(variables, piece)) return at.texts(variables[piece]);
    return at.texts(piece.includes('.') ? { 'Fn::GetAtt': piece } : { Ref: piece });
  });
  return choice(product(texts));
}

function select(argument: unknown, at: Resolver): Value {
  if (!Array.isArray(argument)) return new Opaque('Fn::Select needs an index and a list');
  const index = Number(exactText(at.resolve(argument[0])));
  const list = at.resolve(argument[1]);
  if (Array.isArray(list) && list[index] !== undefined) return list[index];
  return new Opaque('Fn::Select from a list that is not known');
}

/** A hole made by CloudFormation holds letters, digits and hyphens; any other may hold the delimiter. */
function split(argument: unknown, at: Resolver): Value {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string')
    return new Opaque('Fn::Split needs a delimiter and a string');
  const delimiter = argument[0];
  const [text, ...others] = at.texts(argument[1]);
  if (!text || others.length > 0 || text.open || delimiter === '')
    return new Opaque('Fn::Split of a string that is not known');
  if (!text.exact && /^[A-Za-z0-9-]*$/.test(delimiter)) return new Opaque('Fn::Split of a generated name');
  return splitText(text, delimiter);
}

function splitText(text: Text, delimiter: string): Text[] {
  const pieces: (string | Hole)[][] = [[]];
  for (const part of text.parts) {
    const [head, ...rest] = typeof part === 'string' ? part.split(delimiter) : [part];
    pieces[pieces.length - 1].push(head);
    for (const piece of rest) pieces.push([piece]);
  }
  return pieces.map((parts) => concat([new Text(parts)]));
}

function conditional(argument: unknown, at: Resolver): Value {
  if (!Array.isArray(argument) || argument.length !== 3) return new Opaque('Fn::If needs a condition and two values');
  const holds = evaluateCondition(String(argument[0]), at.scope, at.resolve);
  if (holds !== undefined) return at.resolve(argument[holds ? 1 : 2]);
  return choice([at.resolve(argument[1]), at.resolve(argument[2])]);
}

function importValue(argument: unknown, at: Resolver): Value {
  const name = exactText(at.resolve(argument));
  const found = name === undefined ? undefined : at.scope.imports(name, at.scope.environment);
  return found ?? new Opaque(`${name ?? 'a value'} is imported from outside the assembly`);
}

function findInMap(argument: unknown, at: Resolver): Value {
  if (!Array.isArray(argument)) return new Opaque('Fn::FindInMap needs a map and two keys');
  const [map, first, second] = argument.slice(0, 3).map((key) => exactText(at.resolve(key)));
  const table = map === undefined ? undefined : at.scope.template.Mappings[map];
  const fallback: Value[] = isObject(argument[3]) ? [at.resolve(argument[3].DefaultValue)] : [];
  if (!table || second === undefined) return new Opaque('Fn::FindInMap with a key that is not known');
  const rows = first === undefined ? Object.values(table) : table[first] ? [table[first]] : [];
  const values: Value[] = rows.filter((row) => Object.hasOwn(row, second)).map((row) => at.resolve(row[second]));
  const all = first === undefined ? [...values, ...fallback] : values.length > 0 ? values : fallback;
  return all.length === 0 ? new Opaque(`the mapping ${map} has no such key`) : choice(all);
}
