import { createHash } from 'node:crypto';
import { AssemblyFiles } from '../../../lib/world/assembly/files';
import { resolve } from '../../../lib/world/assembly/intrinsics';
import { readManifest } from '../../../lib/world/assembly/manifest';
import { Unknowns } from '../../../lib/world/assembly/report';
import { arnOf, refOf } from '../../../lib/world/assembly/scope';
import { buildStacks, itemsOf, type Item } from '../../../lib/world/assembly/stacks';
import { Choice, isMap, NO_VALUE, Opaque, Text, type Value } from '../../../lib/world/assembly/value';

/** A resource as CloudFormation has made it: every name given, nothing open. */
export interface DeployedResource {
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly ref: string;
  readonly arn: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- properties are any JSON
  readonly properties: Record<string, any>;
}

/** A stack that CloudFormation has made, with the template that it keeps. */
export interface DeployedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly executionRole?: string;
  readonly template: unknown;
}

/** What accounts hold after an assembly was deployed. */
export interface Deployed {
  readonly stacks: readonly DeployedStack[];
  readonly resources: readonly DeployedResource[];
}

/**
 * Deploys an assembly on paper: what CloudFormation and the services would name themselves gets a name, the same
 * wherever it is referred to.
 *
 * @param stages Whether the stages in it, the workloads, are deployed too.
 */
export function deploy(folder: string, stages: boolean): Deployed {
  const files = new AssemblyFiles(folder);
  const artifacts = readManifest(files).stacks.filter(({ stage }) => stages || stage === '');
  const stacks = buildStacks(artifacts, files, new Unknowns());
  return {
    stacks: stacks.map(({ artifact: { stackName, account, region, executionRole, template } }) => ({
      ...{ name: stackName, account, region, template },
      executionRole: executionRole?.replace(/\$\{AWS::Partition\}/g, 'aws'),
    })),
    resources: stacks.flatMap(itemsOf).map(deployItem),
  };
}

function deployItem(item: Item): DeployedResource {
  const { account, region } = item.scope.environment;
  const resolver = (raw: unknown): Value => resolve(raw, item.scope);
  const settle = (value: Value): unknown => settled(value, item.stack.artifact.stackName);
  const arn = arnOf(item.scope, item.id, item.raw, resolver);
  return {
    type: item.type,
    account,
    region,
    stack: item.stack.artifact.stackName,
    logicalId: item.id,
    ref: String(settle(refOf(item.scope, item.id, item.raw, resolver))),
    arn: arn ? String(settle(arn)) : '',
    properties: settle(item.properties) as Record<string, unknown>,
  };
}

/**
 * A value with names in its holes: letters and digits that hang on nothing but the stack and why the hole is there, so
 * that all in a stack who refer to a thing agree. Stacks that import from each other would not; the platform's do not.
 */
function settled(value: Value, stack: string): unknown {
  const made = (why: string): string => createHash('sha256').update(`${stack} ${why}`).digest('hex').slice(0, 12);
  const each = (one: Value): unknown => settled(one, stack);
  if (value instanceof Text && value.opaque && value.of) return made(value.of);
  if (value instanceof Text)
    return value.parts.map((part) => (typeof part === 'string' ? part : made(part.why))).join('');
  if (value instanceof Opaque) return made(value.why);
  if (value instanceof Choice) return each(value.options[0]!);
  if (Array.isArray(value)) return value.filter((one) => one !== NO_VALUE).map(each);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== NO_VALUE);
  return Object.fromEntries(entries.map(([key, one]) => [key, each(one)]));
}
