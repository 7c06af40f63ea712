import { InputError } from '../../errors';
import type { AssemblyFiles } from './files';
import { evaluateCondition } from './conditions';
import { resolve } from './intrinsics';
import type { StackArtifact } from './manifest';
import type { Unknowns } from './report';
import { broughtBy } from './stack-sets';
import { dnsSuffixOf, partitionOf } from '../../contract/partitions';
import { resourceKey, type Environment, type Imports, type Scope } from './scope';
import { isObject, toTemplate, type RawResource, type RawTemplate } from './template';
import { concat, exactText, Hole, isMap, Opaque, Text, textsOf, type Value, type ValueMap } from './value';

/** One stack, nested ones apart: its scope and what its manifest says. */
export interface Stack {
  readonly artifact: StackArtifact;
  readonly scope: Scope;
  /** This scope and those of its nested stacks. */
  readonly scopes: readonly Scope[];
  /** Parameters whose defaults something in the stack rests on. */
  readonly defaults: ReadonlySet<string>;
}

/** A resource of a template with its properties resolved. */
export interface Item {
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly raw: RawResource;
  readonly properties: ValueMap;
  readonly scope: Scope;
  readonly stack: Stack;
  readonly account: string;
  readonly where: string;
  /** False where its condition shows only at deployment: it may be there or not. */
  readonly certain: boolean;
}

/**
 * Builds the scopes of all stacks; what one exports the others can import.
 *
 * @param exporting Whose exports are those of the account: a stack that nobody deploys exports nothing.
 */
export function buildStacks(
  artifacts: readonly StackArtifact[],
  files: AssemblyFiles,
  unknowns: Unknowns,
  exporting: (artifact: StackArtifact) => boolean = () => true,
): Stack[] {
  const stacks: Stack[] = [];
  const imports = importsFrom(stacks, exporting);
  for (const artifact of artifacts) {
    const stack = buildStack(artifact, files, unknowns, imports);
    const brought = broughtBy(stack, files, unknowns).map((one) => buildStack(one, files, unknowns, imports));
    // What a set brings names no asset, so that it brings nothing further.
    for (const one of brought) broughtBy(one, files, unknowns);
    stacks.push(stack, ...brought);
  }
  return stacks;
}

function buildStack(artifact: StackArtifact, files: AssemblyFiles, unknowns: Unknowns, imports: Imports): Stack {
  const file = files.name(artifact.path);
  const defaults = new Set<string>();
  const scope: Scope = {
    key: keyOf(artifact, files),
    file,
    template: artifact.template,
    stackName: nameOf(artifact),
    environment: environmentOf(artifact),
    parameter: () => undefined, // the deployment passes none, and keeps none of the deployment before
    onDefault: (name) => void defaults.add(name),
    children: new Map(),
    imports,
    where: whereIn(artifact, artifact.template, file, undefined),
  };
  const scopes = [scope];
  addNested({ artifact, files, unknowns, scopes }, scope, 0);
  return { artifact, scope, scopes, defaults };
}

/** One template may be deployed by a stack set to several places. */
function keyOf({ path, bySet, account, region }: StackArtifact, files: AssemblyFiles): string {
  return bySet ? `${files.relative(path)}@${account}/${region}` : files.relative(path);
}

function nameOf({ stackName, bySet }: StackArtifact): Text {
  if (!bySet) return Text.of(stackName);
  return new Text([`${stackName}-`, new Hole('name', 'stack sets end the names of their stacks')]);
}

function environmentOf({ account, region }: StackArtifact): Environment {
  return { account, region, partition: partitionOf(region) };
}

interface Nesting {
  readonly artifact: StackArtifact;
  readonly files: AssemblyFiles;
  readonly unknowns: Unknowns;
  readonly scopes: Scope[];
}

/** Nested stacks whose templates the assembly holds become scopes; the others are unknown. */
function addNested(nesting: Nesting, parent: Scope, depth: number): void {
  if (depth > 20) throw InputError.at(parent.file, undefined, 'stacks are nested more than 20 deep.');
  for (const [id, resource] of Object.entries(parent.template.Resources)) {
    if (resource.Type !== 'AWS::CloudFormation::Stack') continue;
    const path = nestedTemplate(nesting, parent, resource);
    if (path === undefined) {
      nesting.unknowns.add('the template of this nested stack is not in the assembly', parent.where(id));
      continue;
    }
    const child = nestedScope(nesting, parent, id, resource, path);
    parent.children.set(id, child);
    nesting.scopes.push(child);
    addNested(nesting, child, depth + 1);
  }
}

/**
 * The template of a nested stack is the asset that its URL names, bucket and key, in the stack's own region. Whatever else
 * says where it is (metadata, the end of another URL) is not what CloudFormation takes.
 */
function nestedTemplate({ artifact }: Nesting, parent: Scope, resource: RawResource): string | undefined {
  const urls = textsOf(resolve(resource.Properties?.TemplateURL, parent));
  const [url] = urls;
  if (urls.length !== 1 || !url!.exact) return undefined;
  const { region, partition } = parent.environment;
  const host = `https://s3.${region}.${dnsSuffixOf(partition)}/`;
  return url!.pattern.startsWith(host) ? artifact.assets.get(url!.pattern.slice(host.length)) : undefined;
}

function nestedScope(nesting: Nesting, parent: Scope, id: string, resource: RawResource, path: string): Scope {
  const { files, artifact } = nesting;
  const template = toTemplate(files.name(path), files.json(path, `nested stack ${id} of ${parent.file}`));
  const given = resource.Properties?.Parameters;
  return {
    ...parent,
    key: `${parent.key}#${id}`,
    file: files.name(path),
    template,
    stackName: concat([
      parent.stackName,
      new Text([`-${id}-`, new Hole('name', `CloudFormation names the nested stack ${id}`)]),
    ]),
    parameter: guarded((name) =>
      isObject(given) && Object.hasOwn(given, name) ? resolve(given[name], parent) : undefined,
    ),
    children: new Map(),
    where: whereIn(artifact, template, files.name(path), parent.where(id).replace(/\.NestedStack\/.*$/, '')),
  };
}

/** A resource's construct path: from the template, else from the assembly's metadata, else its place in the file. */
function whereIn(artifact: StackArtifact, template: RawTemplate, file: string, nested: string | undefined) {
  return (id: string): string => {
    const path = template.Resources[id]?.Metadata?.['aws:cdk:path'];
    if (typeof path === 'string') return path;
    const candidates = artifact.paths.get(id) ?? [];
    const mine = nested === undefined ? candidates : candidates.filter((one) => one.startsWith(`${nested}/`));
    return mine[0] ?? `${file}: Resources.${id}`;
  };
}

/** Resolves by key, and says so where resolving one needs the same one again. */
function guarded(resolveKey: (key: string) => Value | undefined): (key: string) => Value | undefined {
  const busy = new Set<string>();
  return (key) => {
    if (busy.has(key)) return new Opaque('references run in a circle');
    busy.add(key);
    try {
      return resolveKey(key);
    } finally {
      busy.delete(key);
    }
  };
}

/** Exports are unique in an account and region; two of one name are a mistake and resolve to nothing. */
function importsFrom(stacks: readonly Stack[], exporting: (artifact: StackArtifact) => boolean): Imports {
  let table: Map<string, Export[]> | undefined;
  const lookUp = guarded((key) => {
    table ??= exportsOf(stacks.filter(({ artifact }) => exporting(artifact)));
    const found = table.get(key) ?? [];
    return found.length === 1 ? resolve(found[0].raw, found[0].scope) : undefined;
  });
  return (name, { account, region }) => lookUp(`${account}/${region}/${name}`);
}

interface Export {
  readonly raw: unknown;
  readonly scope: Scope;
}

function exportsOf(stacks: readonly Stack[]): Map<string, Export[]> {
  const table = new Map<string, Export[]>();
  for (const scope of stacks.flatMap((stack) => stack.scopes)) {
    for (const output of Object.values(scope.template.Outputs)) {
      const name = exactText(resolve(output.Export?.Name, { ...scope, imports: () => undefined }));
      if (name === undefined) continue;
      const key = `${scope.environment.account}/${scope.environment.region}/${name}`;
      table.set(key, [...(table.get(key) ?? []), { raw: output.Value, scope }]);
    }
  }
  return table;
}

/** Every resource that is or may be deployed. */
export function itemsOf(stack: Stack): Item[] {
  return stack.scopes.flatMap((scope) =>
    Object.entries(scope.template.Resources).flatMap(([id, raw]) => {
      const present =
        raw.Condition === undefined ? true : evaluateCondition(raw.Condition, scope, (value) => resolve(value, scope));
      if (present === false) return [];
      const resolved = resolve(raw.Properties ?? {}, scope);
      return [
        {
          key: resourceKey(scope, id),
          id,
          type: raw.Type,
          raw,
          properties: isMap(resolved) ? resolved : {},
          scope,
          stack,
          account: scope.environment.account,
          where: scope.where(id),
          certain: present === true,
        },
      ];
    }),
  );
}
