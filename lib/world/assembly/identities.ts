import { concretize } from './concretize';
import { Identities, inlineOf, namedArn, tagsOf, type Draft } from './drafts';
import type { Unknowns } from './report';
import type { Item } from './stacks';
import { possibleEntries, property, textOf, textsOf, type Text } from './value';

/** Types of the identities themselves. */
const KINDS: Readonly<Record<string, Draft['kind']>> = {
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
};

/** Reads all identities and managed policies, then everything that adds to them. */
export function readIdentities(items: readonly Item[], unknowns: Unknowns): Identities {
  const identities = new Identities(unknowns);
  for (const item of items) if (item.type === 'AWS::IAM::ManagedPolicy') addManaged(item, identities);
  for (const item of items) if (KINDS[item.type]) addIdentity(item, KINDS[item.type], identities);
  for (const item of items) ADDITIONS[item.type]?.(item, identities);
  return identities;
}

function addManaged(item: Item, identities: Identities): void {
  const { name, arn } = namedArn(item);
  const document = concretize(
    property(item.properties, 'PolicyDocument'),
    identities.unknowns.at(item.where),
    item.certain,
  );
  const unique = identities.unique(item.account, arn.pattern);
  identities.managed.push({
    key: item.key,
    account: item.account,
    arn: unique,
    name: name.pattern,
    document: document ?? { Statement: [] },
    where: item.where,
  });
}

function addIdentity(item: Item, kind: Draft['kind'], identities: Identities): void {
  const { name, arn } = namedArn(item);
  if (arn.open) identities.unknowns.add(`the name of this ${kind} is not known before deployment`, item.where);
  const report = identities.unknowns.at(item.where);
  const trust =
    kind === 'role'
      ? concretize(property(item.properties, 'AssumeRolePolicyDocument'), report, item.certain)
      : undefined;
  identities.drafts.push({
    key: item.key,
    kind,
    account: item.account,
    arn: identities.unique(item.account, arn.pattern),
    name,
    inline: inlineOf(item, identities.unknowns),
    attached: managedArns(item, 'ManagedPolicyArns', identities),
    boundary: boundaryOf(item, identities),
    trust: kind === 'role' ? (trust ?? { Statement: [] }) : undefined,
    tags: tagsOf(item),
    groups: [],
    where: item.where,
  });
}

function managedArns(item: Item, name: string, identities: Identities): string[] {
  return possibleEntries(property(item.properties, name))
    .flatMap(textsOf)
    .flatMap((text) => {
      const arn = identities.managedArn(text);
      if (arn === undefined)
        identities.unknowns.add(`a managed policy is not known before deployment: ${text.why}`, item.where);
      return arn === undefined ? [] : [arn];
    });
}

/** A boundary counts only where it certainly stands. */
function boundaryOf(item: Item, identities: Identities): string | undefined {
  const texts = textsOf(property(item.properties, 'PermissionsBoundary'));
  if (texts.length === 0) return undefined;
  const arn = texts.length === 1 ? identities.managedArn(texts[0]) : undefined;
  if (arn === undefined) identities.unknowns.add('the permissions boundary is not known before deployment', item.where);
  return arn;
}

type Addition = (item: Item, identities: Identities) => void;

const ADDITIONS: Readonly<Record<string, Addition>> = {
  'AWS::IAM::Policy': attachInline,
  'AWS::IAM::RolePolicy': attachInline,
  'AWS::IAM::UserPolicy': attachInline,
  'AWS::IAM::GroupPolicy': attachInline,
  'AWS::IAM::ManagedPolicy': attachManaged,
  'AWS::IAM::User': joinGroups,
  'AWS::IAM::UserToGroupAddition': addMembers,
};

/** Properties that name whom a policy is attached to. */
const TARGETS: readonly (readonly [string, Draft['kind']])[] = [
  ['Roles', 'role'],
  ['RoleName', 'role'],
  ['Users', 'user'],
  ['UserName', 'user'],
  ['Groups', 'group'],
  ['GroupName', 'group'],
];

function targetsOf(item: Item, identities: Identities): readonly Draft[] {
  return TARGETS.flatMap(([name, kind]) =>
    possibleEntries(property(item.properties, name))
      .flatMap(textsOf)
      .flatMap((text) => draftsFor(item, kind, text, identities)),
  );
}

/** Nobody can judge what a policy adds to an identity that is described elsewhere. */
function draftsFor(item: Item, kind: Draft['kind'], reference: Text, identities: Identities): readonly Draft[] {
  const found = identities.named(kind, reference, item.account);
  if (found.length === 0)
    identities.unknowns.add(`adds to the ${kind} ${reference.pattern}, which is not in the assembly`, item.where);
  return found;
}

function attachInline(item: Item, identities: Identities): void {
  const document = concretize(
    property(item.properties, 'PolicyDocument'),
    identities.unknowns.at(item.where),
    item.certain,
  );
  if (!document) return;
  const name = textOf(property(item.properties, 'PolicyName'))?.pattern ?? item.id;
  for (const draft of targetsOf(item, identities)) draft.inline.push({ name, document, where: item.where });
}

function attachManaged(item: Item, identities: Identities): void {
  const own = identities.managed.find((policy) => policy.key === item.key);
  const named = ['Roles', 'Users', 'Groups'].flatMap((name) => possibleEntries(property(item.properties, name)));
  if (!own || named.length === 0) return;
  for (const draft of targetsOf({ ...item, properties: only(item, ['Roles', 'Users', 'Groups']) }, identities))
    draft.attached.push(own.arn);
}

function only(item: Item, names: readonly string[]): Item['properties'] {
  return Object.fromEntries(Object.entries(item.properties).filter(([name]) => names.includes(name)));
}

function joinGroups(item: Item, identities: Identities): void {
  const user = identities.drafts.find((draft) => draft.key === item.key);
  const groups = possibleEntries(property(item.properties, 'Groups')).flatMap(textsOf);
  for (const text of groups) user?.groups.push(...draftsFor(item, 'group', text, identities).map((group) => group.key));
}

function addMembers(item: Item, identities: Identities): void {
  const [name] = textsOf(property(item.properties, 'GroupName'));
  const groups = name ? draftsFor(item, 'group', name, identities) : [];
  for (const text of possibleEntries(property(item.properties, 'Users')).flatMap(textsOf)) {
    for (const user of draftsFor(item, 'user', text, identities)) user.groups.push(...groups.map((group) => group.key));
  }
}
