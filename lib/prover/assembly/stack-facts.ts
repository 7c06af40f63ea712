import type { StackFacts, TemplateResource } from '../world';
import { resolve } from './intrinsics';
import { fillIn } from './resources';
import { arnOf, refOf } from './scope';
import type { Item, Stack } from './stacks';
import { toJson, type Value } from './value';

/** A stack as theorems about pipelines, stacks and alarms see it. */
export function factsOf(stack: Stack, items: readonly Item[]): StackFacts {
  const { artifact, scope } = stack;
  const { account, region, partition } = scope.environment;
  const fill = (text: string | undefined): string | undefined => text && fillIn(text, partition, account, region);
  return {
    name: artifact.stackName,
    account,
    region,
    resources: items.map(resourceFacts),
    metadata: toJson(resolve(artifact.template.Metadata, scope)) as Record<string, unknown>,
    stage: artifact.stage,
    deployRole: fill(artifact.deployRole),
    executionRole: fill(artifact.executionRole),
    where: artifact.constructPath,
  };
}

function resourceFacts(item: Item): TemplateResource {
  const resolver = (raw: unknown): Value => resolve(raw, item.scope);
  const ref = refOf(item.scope, item.id, item.raw, resolver);
  const json = toJson(ref);
  return {
    logicalId: item.id,
    type: item.type,
    properties: toJson(item.properties) as Record<string, unknown>,
    ref: typeof json === 'string' ? json : '*',
    arn: arnOf(item.scope, item.id, item.raw, resolver)?.pattern,
    where: item.where,
  };
}
