import { concretize } from './concretize';
import type { Identities } from './drafts';
import type { Snapshot } from '../snapshot/schema';
import type { Item } from './stacks';
import { exactText, possibleEntries, property, textsOf, type Text, type Value } from './value';

type PermissionSet = NonNullable<Snapshot['identityCenter']>['permissionSets'][number];

/** A permission set with the accounts it is assigned in and the groups that hold it there. */
export interface AssignedSet {
  readonly set: PermissionSet;
  readonly accountId: string;
  readonly groups: readonly string[];
  readonly where: string;
}

/** A permission set of a template, or of the organization's description. */
interface KnownSet {
  readonly key?: string;
  readonly set: PermissionSet;
  readonly where: string;
}

/** Every assignment of a permission set: from templates and from the organization's description. */
export function assignedSets(
  items: readonly Item[],
  described: Snapshot['identityCenter'],
  describedAt: string,
  identities: Identities,
): AssignedSet[] {
  const own = items
    .filter((item) => item.type === 'AWS::SSO::PermissionSet')
    .flatMap((item) => readSet(item, identities));
  const names = new Set(own.map(({ set }) => set.name));
  const others = (described?.permissionSets ?? [])
    .filter((set) => !names.has(set.name))
    .map((set) => ({ set, where: describedAt }));
  const assigned = new Map<string, AssignedSet>();
  const assign = (known: KnownSet, accountId: string, group: string | undefined): void => {
    const key = `${accountId} ${known.set.name}`;
    const groups = [...(assigned.get(key)?.groups ?? []), ...(group ? [group] : [])];
    assigned.set(key, { set: known.set, where: known.where, accountId, groups: [...new Set(groups)] });
  };
  for (const { permissionSet, accountId, group } of described?.assignments ?? []) {
    const known: KnownSet | undefined = [...own, ...others].find(({ set }) => set.name === permissionSet);
    if (known) assign(known, accountId, group);
    else identities.unknowns.add(`the permission set ${permissionSet} is assigned but described nowhere`, describedAt);
  }
  for (const item of items) if (item.type === 'AWS::SSO::Assignment') readAssignment(item, own, assign, identities);
  return [...assigned.values()];
}

function readAssignment(
  item: Item,
  own: readonly KnownSet[],
  assign: (known: KnownSet, accountId: string, group?: string) => void,
  identities: Identities,
): void {
  const targets = texts(item, 'TargetId');
  const group = textsOf(property(item.properties, 'PrincipalId'))[0];
  for (const reference of texts(item, 'PermissionSetArn')) {
    const known = own.find((one) => one.key !== undefined && one.key === reference.of);
    if (!known) identities.unknowns.add('assigns a permission set that is not in the assembly', item.where);
    for (const target of targets) {
      if (!target.exact)
        identities.unknowns.add(
          'assigns a permission set in an account that is not known before deployment',
          item.where,
        );
      else if (known) assign(known, target.pattern, group?.exact ? group.pattern : undefined);
    }
  }
}

function texts(item: Item, ...path: string[]): Text[] {
  return possibleEntries(property(item.properties, ...path)).flatMap(textsOf);
}

function readSet(item: Item, identities: Identities): KnownSet[] {
  const name = exactText(property(item.properties, 'Name'));
  if (name === undefined) {
    identities.unknowns.add('the name of this permission set is not known before deployment', item.where);
    return [];
  }
  const inline = property(item.properties, 'InlinePolicy');
  const document =
    inline === undefined ? undefined : concretize(inline, identities.unknowns.at(item.where), item.certain);
  return [
    {
      key: item.key,
      where: item.where,
      set: {
        name,
        awsManagedPolicies: texts(item, 'ManagedPolicies').flatMap((text) => known(text, item, identities)),
        customerManagedPolicies: byNames(
          property(item.properties, 'CustomerManagedPolicyReferences'),
          item,
          identities,
        ),
        inlinePolicy: document,
        permissionsBoundary: boundary(item, identities),
      },
    },
  ];
}

function known(text: Text, item: Item, identities: Identities): string[] {
  if (text.exact) return [text.pattern];
  identities.unknowns.add('a managed policy is not known before deployment', item.where);
  return [];
}

function byNames(value: Value | undefined, item: Item, identities: Identities): { name: string; path: string }[] {
  return possibleEntries(value).flatMap((entry) => {
    const name = textsOf(property(entry, 'Name'))[0];
    const path = exactText(property(entry, 'Path')) ?? '/';
    return name ? known(name, item, identities).map((one) => ({ name: one, path })) : [];
  });
}

function boundary(item: Item, identities: Identities): PermissionSet['permissionsBoundary'] {
  const value = property(item.properties, 'PermissionsBoundary');
  if (value === undefined) return undefined;
  const managed = exactText(property(value, 'ManagedPolicyArn'));
  if (managed !== undefined) return { awsManagedPolicy: managed };
  const [reference] = byNames(property(value, 'CustomerManagedPolicyReference'), item, identities);
  if (reference) return { customerManagedPolicy: reference };
  identities.unknowns.add('the permissions boundary is not known before deployment', item.where);
  return undefined;
}
