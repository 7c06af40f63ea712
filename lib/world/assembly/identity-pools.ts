import type { PoolWay, Pools } from '../federated';
import type { Identities } from './drafts';
import type { Item } from './stacks';
import { isMap, possibleEntries, property, textsOf, type Text, type Value } from './value';

/** Which roles identity pools give to whom, by what attaches them: without it a role's trust names its pool at most. */
export function identityPools(items: readonly Item[], identities: Identities): Pools {
  const pools = new Map(items.filter(({ type }) => type === 'AWS::Cognito::IdentityPool').map((one) => [one.key, one]));
  const ways = new Map<string, PoolWay>();
  for (const item of items.filter(({ type }) => type === 'AWS::Cognito::IdentityPoolRoleAttachment'))
    for (const { role, path } of attached(item)) {
      const way = wayOf(item, path, pools);
      for (const arn of rolesNamed(role, identities)) ways.set(arn, ways.get(arn) ?? way);
    }
  return ways;
}

interface Attached {
  readonly role: Text;
  readonly path: string;
}

/** The roles of the attachment: one for guests, one for users, and those that rules on their claims choose. */
function attached({ properties }: Item): Attached[] {
  const listed = entriesOf(properties.Roles).flatMap(([name, value]) => rolesAt(value, `Roles.${name}`));
  const rules = entriesOf(properties.RoleMappings).flatMap(([name, mapping]) =>
    possibleEntries(property(mapping, 'RulesConfiguration', 'Rules')).flatMap((rule) =>
      rolesAt(property(rule, 'RoleARN'), `RoleMappings.${name}.RulesConfiguration.Rules`),
    ),
  );
  return [...listed, ...rules];
}

function entriesOf(value: Value | undefined): [string, Value][] {
  return possibleEntries(value).flatMap((one) => (isMap(one) ? Object.entries(one) : []));
}

function rolesAt(value: Value | undefined, path: string): Attached[] {
  return possibleEntries(value)
    .flatMap(textsOf)
    .map((role) => ({ role, path }));
}

function wayOf(item: Item, path: string, pools: ReadonlyMap<string, Item>): PoolWay {
  const [id] = possibleEntries(item.properties.IdentityPoolId).flatMap(textsOf);
  const pool = id?.of === undefined ? undefined : pools.get(id.of);
  const [given] = pool ? possibleEntries(pool.properties.IdentityPoolName).flatMap(textsOf) : [];
  const where = [`${item.where}, ${path}`];
  if (!pool) return { pool: id?.pattern ?? 'that its attachment names', where };
  return { pool: given?.pattern ?? pool.id, where: [...where, `${pool.where}, AllowUnauthenticatedIdentities`] };
}

function rolesNamed(role: Text, identities: Identities): string[] {
  const drafts = identities.drafts.filter((draft) => draft.kind === 'role' && draft.key === role.of);
  if (drafts.length > 0) return drafts.map((draft) => draft.arn);
  return role.pattern.startsWith('arn:') ? [identities.roleArn(role)] : [];
}
