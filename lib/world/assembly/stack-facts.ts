import { join } from 'node:path';
import { POLICIES_FILE, POLICY_FILE, SERVED_ALONE } from '../../contract/change-policies';
import { dimensionReferences } from './dimension-references';
import type { StackFacts, TemplateResource } from '../model';
import type { AssemblyFiles } from './files';
import { resolve } from './intrinsics';
import { namePattern } from './manifest';
import { fillIn } from './resources';
import { arnOf, refOf } from './scope';
import type { Item, Stack } from './stacks';
import { exactText, property, toJson, type Value } from './value';

/** A stack as theorems about pipelines, stacks and alarms see it. */
export function factsOf(stack: Stack, items: readonly Item[], files: AssemblyFiles): StackFacts {
  const { artifact, scope } = stack;
  const { account, region, partition } = scope.environment;
  const fill = (text: string | undefined): string | undefined => text && fillIn(text, partition, account, region);
  return {
    name: namePattern(artifact),
    account,
    region,
    resources: items.map((item) => resourceFacts(item, files)),
    metadata: toJson(resolve(artifact.template.Metadata, scope)) as Record<string, unknown>,
    stage: artifact.stage,
    deployRole: fill(artifact.deployRole),
    executionRole: fill(artifact.executionRole),
    where: artifact.constructPath,
  };
}

function resourceFacts(item: Item, files: AssemblyFiles): TemplateResource {
  const resolver = (raw: unknown): Value => resolve(raw, item.scope);
  const ref = refOf(item.scope, item.id, item.raw, resolver);
  const json = toJson(ref);
  const decidesBy = policiesBeside(item, files);
  return {
    logicalId: item.id,
    type: item.type,
    properties: toJson(item.properties) as Record<string, unknown>,
    ...decidesBy,
    ...(item.type === 'AWS::CloudWatch::Alarm' ? { refersTo: dimensionReferences(item.raw.Properties ?? {}) } : {}),
    ...(item.certain ? {} : { uncertain: true }),
    ref: typeof json === 'string' ? json : '*',
    arn: arnOf(item.scope, item.id, item.raw, resolver)?.pattern,
    where: item.where,
  };
}

/** What the function decides by: the policy that travels beside its code, unless its environment names another one. */
function policiesBeside(
  { type, properties, stack }: Item,
  files: AssemblyFiles,
): Pick<TemplateResource, 'policy' | 'policies'> {
  if (type !== 'AWS::Lambda::Function') return {};
  const variables = Object.keys(property(properties, 'Environment', 'Variables') ?? {});
  const bucket = exactText(property(properties, 'Code', 'S3Bucket'));
  const key = exactText(property(properties, 'Code', 'S3Key'));
  const folder = stack.artifact.assets.get(`${bucket}/${key}`);
  if (!folder || variables.some((name) => name.startsWith('CHANGE_POLICY'))) return {};
  const policy = files.ifThere(join(folder, POLICY_FILE));
  const policies = variables.includes(SERVED_ALONE) ? undefined : files.ifThere(join(folder, POLICIES_FILE));
  return { ...(policy === undefined ? {} : { policy }), ...(policies === undefined ? {} : { policies }) };
}
