import { dnsSuffixOf } from '../../contract/partitions';
import { generatedName } from './generated-name';
import { RESOURCE_FORMS } from './resource-forms';
import type { RawResource, RawTemplate } from './template';
import { concat, Hole, Opaque, Text, textOf, type Value } from './value';

/** Where a template is deployed. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** Looks up what other stacks of the assembly export under a name in an environment. */
export type Imports = (name: string, environment: Environment) => Value | undefined;

/** One template as one stack sees it: a nested stack is a scope of its own. */
export interface Scope {
  /** Template file, relative to the assembly; with the logical ids of nested stacks after `#` it is unique. */
  readonly key: string;
  /** File for messages. */
  readonly file: string;
  readonly template: RawTemplate;
  readonly stackName: Text;
  readonly environment: Environment;
  /** Value of a parameter as the manifest or the parent stack gives it. */
  readonly parameter: (name: string) => Value | undefined;
  /** Told which parameter counts with its default. */
  readonly onDefault?: (name: string) => void;
  /** Nested stacks by logical id. */
  readonly children: Map<string, Scope>;
  readonly imports: Imports;
  /** Path of a resource for the reader: its construct path, or its place in the file. */
  readonly where: (logicalId: string) => string;
}

/** Key of a resource across the assembly. */
export function resourceKey(scope: Scope, logicalId: string): string {
  return `${scope.key}#${logicalId}`;
}

/** The name of a resource, given or generated. */
export function nameOf(scope: Scope, logicalId: string, resource: RawResource, resolve: (raw: unknown) => Value): Text {
  const form = RESOURCE_FORMS[resource.Type];
  const given = form?.name ? resource.Properties?.[form.name] : undefined;
  const text = given === undefined ? undefined : textOf(resolve(given));
  if (text) return text;
  if (form?.generated) return generatedName(scope.stackName, logicalId, form.generated);
  return new Text([new Hole('name', `CloudFormation generates the name of ${logicalId}`)]);
}

/** Fills a form's template in. */
export function fill(
  template: string,
  scope: Scope,
  logicalId: string,
  resource: RawResource,
  resolve: (raw: unknown) => Value,
): Text {
  const { account, region, partition } = scope.environment;
  const known: Record<string, () => Text> = {
    account: () => Text.of(account),
    region: () => Text.of(region),
    partition: () => Text.of(partition),
    suffix: () => Text.of(dnsSuffixOf(partition)),
    name: () => nameOf(scope, logicalId, resource, resolve),
    path: () => pathOf(resource, resolve),
    '*': () => new Text([new Hole('name', `the service makes the id of ${logicalId}`)]),
  };
  const pieces = template.split(/\{([^}]+)\}/);
  return concat(pieces.map((piece, i) => (i % 2 === 0 ? Text.of(piece) : known[piece]()))).from(
    resourceKey(scope, logicalId),
  );
}

function pathOf(resource: RawResource, resolve: (raw: unknown) => Value): Text {
  const path = resource.Properties?.Path;
  return (path === undefined ? undefined : textOf(resolve(path))) ?? Text.of('/');
}

/** Value of `Ref` for a resource. */
export function refOf(scope: Scope, logicalId: string, resource: RawResource, resolve: (raw: unknown) => Value): Value {
  const ref = RESOURCE_FORMS[resource.Type]?.ref;
  if (ref) return fill(ref, scope, logicalId, resource, resolve);
  return Text.unknown(`what Ref gives for ${resource.Type} (${logicalId}) is not modelled`).from(
    resourceKey(scope, logicalId),
  );
}

/** ARN of a resource, where its form is known. */
export function arnOf(
  scope: Scope,
  logicalId: string,
  resource: RawResource,
  resolve: (raw: unknown) => Value,
): Text | undefined {
  const arn = RESOURCE_FORMS[resource.Type]?.arn;
  return arn ? fill(arn, scope, logicalId, resource, resolve) : undefined;
}

/** Value of `Fn::GetAtt` for a resource; outputs of nested stacks are looked up in their templates. */
export function attributeOf(
  scope: Scope,
  logicalId: string,
  attribute: string,
  resource: RawResource,
  resolve: (raw: unknown, scope?: Scope) => Value,
): Value {
  const form = RESOURCE_FORMS[resource.Type];
  const child = scope.children.get(logicalId);
  if (child && attribute.startsWith('Outputs.')) {
    const output = child.template.Outputs[attribute.slice('Outputs.'.length)];
    return output ? resolve(output.Value, child) : new Opaque(`${attribute} is no output of ${logicalId}`);
  }
  const template = attribute === 'Arn' ? form?.arn : form?.attributes?.[attribute];
  if (template) return fill(template, scope, logicalId, resource, resolve);
  return Text.unknown(`what ${attribute} of ${resource.Type} (${logicalId}) is shows only in the account`).from(
    resourceKey(scope, logicalId),
  );
}
