import { z } from 'zod';
import { stackSetStackName } from '../../contract/stack-sets';
import { dnsSuffixOf } from '../../contract/partitions';
import type { Account, WayIn } from '../model';
import { evaluateCondition } from './conditions';
import type { AssemblyFiles } from './files';
import { resolve } from './intrinsics';
import type { StackArtifact } from './manifest';
import type { Unknowns } from './report';
import type { Scope } from './scope';
import type { Stack } from './stacks';
import { toTemplate, type RawResource } from './template';
import { Choice, isMap, Opaque, Text, toJson, type Value } from './value';

/** Type of a stack set in a template. */
export const STACK_SET = 'AWS::CloudFormation::StackSet';

/** The stack set that brings a stack, in the stack that holds the set. */
export interface StackSetOf {
  /** Logical id of the set. */
  readonly id: string;
  /** Template that it stands in; absent within a nested stack. */
  readonly path?: string;
  /** Account that it stands in. */
  readonly account: string;
  /** Units or roots in which it looks for the account. */
  readonly units: readonly string[];
  readonly where: string;
}

const anything = z.unknown().optional();
const some = z.array(z.string()).min(1);

/**
 * The one form whose meaning is known: service-managed, from the account itself, no automatic deployment, no parameters, no
 * tags, and each target one of some named accounts. What has another property or value deploys what nobody reviewed.
 */
const READ = z.strictObject({
  StackSetName: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/),
  PermissionModel: z.literal('SERVICE_MANAGED'),
  AutoDeployment: z.strictObject({ Enabled: z.literal([false, 'false']) }),
  CallAs: z.literal('SELF').optional(),
  TemplateURL: z.string(),
  StackInstancesGroup: z
    .array(
      z.strictObject({
        DeploymentTargets: z.strictObject({
          AccountFilterType: z.literal('INTERSECTION'),
          Accounts: z.array(z.string().regex(/^\d{12}$/)).min(1),
          OrganizationalUnitIds: some,
        }),
        Regions: some,
      }),
    )
    .min(1),
  Capabilities: anything,
  Description: anything,
  ManagedExecution: anything,
  OperationPreferences: anything,
});

type ReadSet = z.output<typeof READ>;

/**
 * The stacks that the stack sets of a stack deploy, as if the assembly listed them: a template of the assembly in exact
 * accounts and regions. A set of any other form is unknown, with what is not understood of it.
 */
export function broughtBy(
  stack: Pick<Stack, 'artifact' | 'scope' | 'scopes'>,
  files: AssemblyFiles,
  unknowns: Unknowns,
): StackArtifact[] {
  return stack.scopes.flatMap((scope) =>
    Object.entries(scope.template.Resources)
      .filter(([, { Type }]) => Type === STACK_SET)
      .flatMap(([id, resource]) => {
        const read = readSet(scope, resource, stack.artifact);
        const where = scope.where(id);
        if (typeof read === 'string') unknowns.add(`${ELSEWHERE}: ${read}`, where, undefined, byOther(id, where));
        if (typeof read === 'string') return [];
        const path = scope === stack.scope ? stack.artifact.path : undefined;
        const { account } = scope.environment;
        return artifactsOf(read, { id, path, account, where, stage: stack.artifact.stage }, files);
      }),
  );
}

const ELSEWHERE = `${STACK_SET} deploys what no template of the assembly shows`;

function byOther(id: string, change: string): WayIn {
  return {
    who: `whoever can change the stack set ${id}, or what it takes its template from`,
    way: ['change it there', 'the next deployment takes it', 'its accounts get what no template shows'],
    change,
  };
}

interface Read {
  readonly set: ReadSet;
  /** Absolute path of the template. */
  readonly path: string;
}

/** A set that is understood, or why it is not. */
function readSet(scope: Scope, resource: RawResource, artifact: StackArtifact): Read | string {
  const there = resource.Condition === undefined || conditionHolds(resource.Condition, scope);
  if (!there) return 'whether it is there shows at deployment';
  const properties = resolve(resource.Properties ?? {}, scope);
  const open = openIn(properties);
  if (open !== undefined) return `${open} is not exact`;
  const parsed = READ.safeParse(toJson(properties));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`).join('; ');
  const path = templateAt(parsed.data.TemplateURL, scope, artifact);
  return path === undefined
    ? `TemplateURL ${parsed.data.TemplateURL} is no template of the assembly in the bucket that its own stack goes through`
    : { set: parsed.data, path };
}

function conditionHolds(condition: string, scope: Scope): boolean {
  return evaluateCondition(condition, scope, (value) => resolve(value, scope)) === true;
}

/** Place of the first value that is not known in full. */
function openIn(value: Value, place: readonly string[] = []): string | undefined {
  const inner = (entries: readonly (readonly [string, Value])[]): string | undefined =>
    entries.map(([key, each]) => openIn(each, [...place, key])).find((found) => found !== undefined);
  if (value instanceof Text) return value.exact ? undefined : place.join('.');
  if (value instanceof Choice || value instanceof Opaque) return place.join('.') || 'the whole of it';
  if (Array.isArray(value)) return inner(value.map((each, index) => [String(index), each]));
  return isMap(value) ? inner(Object.entries(value)) : undefined;
}

/** The asset that a URL names, bucket and key, where the bucket is the one that the stack's own template goes through. */
function templateAt(url: string, { environment }: Scope, { assets, assetBuckets }: StackArtifact): string | undefined {
  const host = `https://s3.${environment.region}.${dnsSuffixOf(environment.partition)}/`;
  if (!url.startsWith(host)) return undefined;
  const place = url.slice(host.length);
  return assetBuckets.includes(place.split('/')[0]) ? assets.get(place) : undefined;
}

function artifactsOf(
  { set, path }: Read,
  { stage, ...holder }: Omit<StackSetOf, 'units'> & Pick<StackArtifact, 'stage'>,
  files: AssemblyFiles,
): StackArtifact[] {
  const template = toTemplate(files.name(path), files.json(path, `named by the stack set at ${holder.where}`));
  const alike = { stage, path, template, constructPath: holder.where, stackName: stackSetStackName(set.StackSetName) };
  const nothing = { assetBuckets: [], paths: new Map(), strangeProperties: [], assets: new Map() };
  return set.StackInstancesGroup.flatMap(({ DeploymentTargets: targets, Regions }) =>
    targets.Accounts.flatMap((account) =>
      Regions.map((region): StackArtifact => {
        const bySet: StackSetOf = { ...holder, units: targets.OrganizationalUnitIds };
        return { ...alike, ...nothing, account, region, bySet };
      }),
    ),
  );
}

/**
 * Stack sets stand in management alone, and bring stacks to those accounts alone that are found in their units: elsewhere nothing
 * is deployed, whatever the template says.
 */
export function checkStackSets(
  { managementAccountId, accounts }: { readonly managementAccountId: string; readonly accounts: readonly Account[] },
  stacks: readonly Stack[],
  unknowns: Unknowns,
): void {
  const known = new Map(accounts.map((account) => [account.id, account]));
  for (const { artifact } of stacks) {
    const { bySet, account } = artifact;
    if (!bySet) continue;
    const { units, where, account: from } = bySet;
    if (from !== managementAccountId)
      unknowns.add(`the stack set stands in account ${from}, expected management: nobody knows whom it reaches`, where);
    if (account === managementAccountId)
      unknowns.add('stack sets with service-managed permissions do not reach the management account', where);
    else if (!known.get(account)?.ous.some((unit) => units.includes(unit)))
      unknowns.add(`account ${account} is in none of ${units.join(', ')}, where the stack set looks for it`, where);
  }
}
