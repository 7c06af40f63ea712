import { partitionOf } from '../../contract/partitions';
import type { Reading } from '../snapshot/reading';
import type { SnapshotDocument } from '../snapshot/schema';
import { withoutDelegations } from '../delegations';
import type { Resource } from '../model';
import { sourceOf } from './accounts';
import type { PlainPolicy } from './concretize';
import { contentOf } from './content';
import { tagsOf, type Identities } from './drafts';
import { guardrailsOf } from './guardrails';
import { namePattern } from './manifest';
import type { Meanings } from '../meaning/table';
import type { Unknowns } from './report';
import { ownArn, policiesOf, type AttachedPolicy } from './resource-policies';
import { rolesOf } from './running-roles';
import type { Item, Stack } from './stacks';

/** A resource with the key that templates refer to it by. */
interface Keyed {
  readonly key: string;
  readonly resource: Resource;
}

/** The reviewed table, and the stores whose content something in the assembly runs. */
export interface Carried {
  readonly meanings: Meanings;
  readonly stores: ReadonlySet<string>;
}

/** Everything that runs as a role, carries a policy or executes content, of one account. */
export function resourcesOf(
  items: readonly Item[],
  all: readonly Item[],
  identities: Identities,
  reading: Reading,
  unknowns: Unknowns,
  { meanings, stores }: Carried,
): Resource[] {
  const byKey = new Map(all.map((item) => [item.key, item]));
  const own = items.flatMap((item) => resourceOf(item, identities, byKey, reading, meanings));
  const holder = new Map(
    own.flatMap(({ key, resource }) => [[key, key] as const, [resource.arn, key] as const]).reverse(),
  );
  const carried = new Map<string, AttachedPolicy[]>();
  for (const policy of items.flatMap((item) => policiesOf(item, unknowns, meanings))) {
    const key = (policy.of && holder.get(policy.of)) ?? holder.get(policy.arn) ?? policy.arn;
    carried.set(key, [...(carried.get(key) ?? []), policy]);
  }
  const known = new Set(own.map(({ key }) => key));
  const bare = [...carried]
    .filter(([key]) => !known.has(key))
    .map(([key, list]): Keyed => ({ key, resource: bareResource(list[0].arn, list[0], items) }));
  const found = [...own, ...bare]
    .map(({ key, resource }) => withPolicy(resource, carried.get(key) ?? [], reading))
    .filter(
      (resource) =>
        resource.policy !== undefined ||
        resource.roles.length > 0 ||
        resource.dependsOn.length > 0 ||
        stores.has(resource.arn),
    );
  return distinct(found);
}

/** Two unnamed resources may have one language: a further star leaves it as it is and keeps them apart. */
function distinct(resources: readonly Resource[]): Resource[] {
  const taken = new Set<string>();
  return resources.map((resource) => {
    let { arn } = resource;
    while (taken.has(arn) && arn.includes('*')) arn = `${arn}*`;
    taken.add(arn);
    return { ...resource, arn };
  });
}

function resourceOf(
  item: Item,
  identities: Identities,
  byKey: ReadonlyMap<string, Item>,
  reading: Reading,
  meanings: Meanings,
): Keyed[] {
  if (/^AWS::(IAM|SSO|Organizations)::|^Custom::/.test(item.type)) return [];
  const guardrails = guardrailsOf(item, identities, reading);
  const resource: Resource = {
    arn: ownArn(item).pattern,
    type: item.type,
    account: item.account,
    roles: rolesOf(item, identities, byKey, meanings),
    tags: tagsOf(item),
    dependsOn: contentOf(item, meanings),
    ...(guardrails ? { guardrails } : {}),
    where: item.where,
  };
  return [{ key: item.key, resource }];
}

/** A policy on a resource that another stack, or nobody here, describes. */
function bareResource(arn: string, policy: AttachedPolicy, items: readonly Item[]): Resource {
  const account = arn.split(':')[4];
  const own = /^\d{12}$/.test(account) ? account : items[0].account;
  return { arn, type: policy.type, account: own, roles: [], tags: {}, dependsOn: [], where: policy.where };
}

/** Several documents on one resource (permissions of a function) count as one. */
function withPolicy(resource: Resource, policies: readonly AttachedPolicy[], reading: Reading): Resource {
  if (policies.length === 0) return resource;
  const document = merged(policies.map((policy) => policy.document));
  const policy = sourceOf(reading, resource.arn, document as SnapshotDocument, 'resource', policies[0].where);
  return policy ? { ...resource, policy: withoutDelegations(policy, resource.account) } : resource;
}

function merged(documents: readonly PlainPolicy[]): PlainPolicy {
  const [first, ...rest] = documents;
  return rest.length === 0
    ? first
    : { Version: '2012-10-17', Statement: documents.flatMap((document) => document.Statement) };
}

/** The stacks themselves: who may deploy one chooses what its execution role does. */
export function deployments(stacks: readonly Stack[]): Resource[] {
  return stacks.map(({ artifact }) => {
    const partition = partitionOf(artifact.region);
    const { account, region, executionRole } = artifact;
    return {
      arn: `arn:${partition}:cloudformation:${region}:${account}:stack/${namePattern(artifact)}/*`,
      type: 'AWS::CloudFormation::Stack',
      account,
      roles: executionRole ? [fillIn(executionRole, partition, account, region)] : [],
      tags: {},
      dependsOn: artifact.assetBuckets.map((bucket) => `arn:${partition}:s3:::${bucket}`),
      where: artifact.constructPath,
    };
  });
}

/** The manifest leaves the placeholders of the environment open. */
export function fillIn(text: string, partition: string, account: string, region: string): string {
  return text
    .replaceAll('${AWS::Partition}', partition)
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region);
}
