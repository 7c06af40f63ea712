import { catalogue } from '../../iam';
import type { KeyFact, Layer } from '../../iam/query';
import { knownAs, standing } from '../../world/authorize/actor';
import { listed } from '../../world/authorize/ask';
import type { PolicySource, Principal, Resource } from '../../world/model';
import { openTrust, readsPrincipalTags } from './assume';
import { value } from './closure';
import type { Explorer, Granted, Node } from './closure';
import { contentActions } from './content';
import type { EdgeKind } from './edge-kind';
import { EDGE_KINDS } from './edge-kinds';
import { couldTry, names, namesOf } from './names';
import { administer, administers, leave } from './organization-edges';
import { namesService, providersOf } from './providers';
import { HARMLESS_VERB } from './take-over';
import { onIam, tried } from './tried';
import { entityContext } from './entity';

const administrator = (partition: string): string => `arn:${partition}:iam::aws:policy/AdministratorAccess`;

/** Attaching is limited to the policies that conditions leave: rewritten only where the administrator's may be attached. */
function attach(node: Node, explorer: Explorer, kind: EdgeKind, arn: string, context: Record<string, KeyFact>) {
  const [put, attaching] = kind.actions.map(([action]) => action);
  const written = onIam(node, explorer, put, arn, context);
  if (written) return { granted: written, powers: { rewritten: true } };
  if (!onIam(node, explorer, attaching, arn, context)) return undefined;
  const partition = arn.split(':')[1];
  const full = onIam(node, explorer, attaching, arn, { ...context, 'iam:PolicyARN': value(administrator(partition)) });
  if (full) return { granted: full, powers: { rewritten: true } };
  return attachSome(node, explorer, attaching, arn, context);
}

function attachSome(node: Node, explorer: Explorer, action: string, arn: string, context: Record<string, KeyFact>) {
  if (!couldTry(explorer.organization, node.actor, action)) return undefined;
  const own = explorer.organization.accounts.get(node.actor.principal.account)?.managedPolicies ?? [];
  const gains: PolicySource[] = [];
  let granted: Granted | undefined;
  for (const policy of own) {
    const one = onIam(node, explorer, action, arn, { ...context, 'iam:PolicyARN': value(policy.arn!) });
    if (one) gains.push(policy);
    granted ??= one;
  }
  return granted && { granted, powers: { gains } };
}

/** Nothing is gained by a second way to what is reached or changed already. */
function worthwhile(kind: EdgeKind, explorer: Explorer, target: Principal): boolean {
  const { closure } = explorer;
  if (kind.yields === 'act' || kind.yields === 'trust') return closure.wanted(target.arn);
  if (kind.yields === 'unbind') return target.boundary !== undefined && closure.wantedPower(target.arn, 'unbounded');
  if (kind.yields === 'retag') return readsPrincipalTags(explorer) && closure.wantedPower(target.arn, 'retagged');
  if (kind.yields === 'untag')
    return (
      Object.keys(target.tags).length > 0 && readsPrincipalTags(explorer) && closure.wantedPower(target.arn, 'untagged')
    );
  return closure.wantedPower(target.arn, 'rewritten');
}

const REWRITES = /^(role|user|group)-policy-edit$/;

function onEntity(kind: EdgeKind, node: Node, explorer: Explorer, target: Principal): void {
  if (!worthwhile(kind, explorer, target)) return;
  const arn = knownAs(target);
  const context = entityContext(target);
  if (REWRITES.test(kind.id)) {
    const found = attach(node, explorer, kind, arn, context);
    if (found) explorer.change(node, target, kind.id, found.granted, found.powers);
    return;
  }
  const denies = target.identityPolicies.filter((one) => one.policy.statements.some((each) => each.effect === 'Deny'));
  if (kind.yields === 'strip' && denies.length === 0) return;
  const granted =
    kind.yields === 'unbind' ? lifts(kind, node, explorer, target) : tried(kind, node, explorer, arn, context);
  if (granted) entityYield(kind, node, explorer, target, granted, denies);
}

/** Taking a boundary away, or setting another one: the very same is none. */
function lifts(kind: EdgeKind, node: Node, explorer: Explorer, target: Principal): Granted | undefined {
  const arn = knownAs(target);
  const another: KeyFact = { kind: 'pattern', patterns: ['*'], except: [target.boundary?.arn ?? ''] };
  for (const [action] of kind.actions) {
    const set: KeyFact = action.startsWith('iam:Put') ? another : { kind: 'any' };
    const context = { ...entityContext(target), 'iam:PermissionsBoundary': set };
    const granted = onIam(node, explorer, action, arn, context);
    if (granted) return granted;
  }
  return undefined;
}

function entityYield(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  target: Principal,
  granted: Granted,
  denies: readonly PolicySource[],
): void {
  if (kind.yields === 'act') explorer.act(node, target, kind.id, granted);
  if (kind.yields === 'trust') openTrust(node, target, kind.id, granted, explorer);
  if (kind.yields === 'unbind') explorer.change(node, target, kind.id, granted, { unbounded: true });
  if (kind.yields === 'retag') explorer.change(node, target, kind.id, granted, { retagged: true });
  if (kind.yields === 'untag') explorer.change(node, target, kind.id, granted, { untagged: true });
  if (kind.yields === 'strip')
    explorer.change(node, target, kind.id, granted, { loses: denies.map((one) => one.where) });
}

function onPolicy(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  policy: PolicySource,
  holders: readonly Principal[],
): void {
  if (kind.yields === 'swap' && (policy.otherVersions ?? []).length === 0) return;
  const attached = holders.filter((one) => one.identityPolicies.some((each) => each.arn === policy.arn));
  const bounded = holders.filter((one) => one.boundary?.arn === policy.arn);
  if (attached.length + bounded.length === 0) return;
  const granted = tried(kind, node, explorer, policy.arn!, {});
  if (!granted) return;
  const gains = (policy.otherVersions ?? []).map((version, index) => ({
    ...policy,
    policy: version,
    where: `${policy.where} (other version ${index})`,
  }));
  const powers = kind.yields === 'rewrite' ? { rewritten: true } : { gains, loses: [policy.where] };
  for (const one of attached) explorer.change(node, one, kind.id, granted, powers);
  for (const one of bounded) explorer.change(node, one, kind.id, granted, { unbounded: true });
}

function onGroups(kind: EdgeKind, node: Node, explorer: Explorer): void {
  const account = explorer.organization.accounts.get(node.actor.principal.account);
  const users = account?.principals.filter((one) => one.kind === 'user') ?? [];
  for (const group of account?.groups ?? []) {
    const members = users.filter((user) => user.groups?.includes(group.arn));
    const found =
      kind.yields === 'rewrite'
        ? attach(node, explorer, kind, group.arn, {})
        : { granted: tried(kind, node, explorer, group.arn, {}), powers: groupPowers(kind, group.identityPolicies) };
    if (!found?.granted) continue;
    for (const user of kind.yields === 'gain' ? users : members) {
      if (kind.yields === 'gain' && members.includes(user)) continue;
      explorer.change(node, user, kind.id, found.granted, found.powers);
    }
  }
}

function groupPowers(kind: EdgeKind, policies: readonly PolicySource[]) {
  return kind.yields === 'strip' ? { loses: policies.map((one) => one.where) } : { gains: policies };
}

const possible = new WeakMap<Layer, readonly EdgeKind[]>();

/** Kinds of which policies name the first action of some alternative. */
function possibleKinds(identity: Layer): readonly EdgeKind[] {
  let kinds = possible.get(identity);
  if (!kinds) {
    kinds = EDGE_KINDS.filter((kind) => kind.actions.some((joint) => names(identity, joint[0].split(' @ ')[0])));
    possible.set(identity, kinds);
  }
  return kinds;
}

/** The account's own entities and policies. */
export function iamEdges(node: Node, explorer: Explorer): void {
  const { organization } = explorer;
  const account = organization.accounts.get(node.actor.principal.account);
  if (!account) return;
  const principals = [...account.principals, ...explorer.closure.madeIn(account.id)];
  for (const kind of possibleKinds(standing(organization, node.actor).identity)) {
    if (kind.on === 'organization' && !administers(explorer, node, kind.administers ?? '')) continue;
    if (kind.on === 'role' || kind.on === 'user') {
      for (const target of principals) if (isTarget(kind, target, explorer)) onEntity(kind, node, explorer, target);
    }
    if (kind.on === 'provider') for (const role of account.principals) onProviders(kind, node, explorer, role);
    if (kind.on === 'group') onGroups(kind, node, explorer);
    if (kind.on === 'managed-policy')
      for (const policy of account.managedPolicies) onPolicy(kind, node, explorer, policy, principals);
    if (kind.on === 'organization') administer(kind, node, explorer, tried(kind, node, explorer, '*', {}));
    if (kind.on === 'account') leave(kind, node, explorer, tried(kind, node, explorer, '*', {}));
  }
}

/** A narrowed session changes with its role, and stays narrowed; nobody else comes to act as it. */
const WITH_THE_ROLE = new Set(['rewrite', 'strip', 'retag']);

function isTarget(kind: EdgeKind, target: Principal, explorer: Explorer): boolean {
  if (target.person?.through || (target.sessionOf && !WITH_THE_ROLE.has(kind.yields))) return false;
  return target.kind === kind.on && (!kind.trusting || namesService(target, explorer, kind.trusting));
}

/** Whoever chooses what a provider vouches for acts as the roles that trust it. */
function onProviders(kind: EdgeKind, node: Node, explorer: Explorer, role: Principal): void {
  if (!explorer.closure.wanted(role.arn)) return;
  for (const provider of providersOf(role, explorer)) {
    const granted = tried(kind, node, explorer, provider, {});
    if (granted) explorer.act(node, role, kind.id, granted);
  }
}

const byType = new Map<string, EdgeKind[]>();
for (const kind of EDGE_KINDS)
  for (const type of kind.types ?? []) byType.set(type, [...(byType.get(type) ?? []), kind]);

const fallback = new Map<string, EdgeKind>();

/** For a type or a store without a row: everything that may change it. */
function fallbackKind(service: string): EdgeKind {
  let kind = fallback.get(service);
  if (!kind) {
    const actions = catalogue().actions.filter(
      (action) =>
        action.startsWith(`${service}:`) &&
        catalogue().isWrite(action) &&
        !HARMLESS_VERB.test(action.slice(service.length + 1)),
    );
    kind = {
      id: 'resource-change',
      description: 'changes the resource',
      on: 'resource',
      actions: actions.map((a) => [a]),
      yields: 'drive',
      source: 'cautious rule',
    };
    fallback.set(service, kind);
  }
  return kind;
}

function kindsOf(resource: Resource): readonly EdgeKind[] {
  const known = byType.get(resource.type);
  if (known) return known;
  const service = resource.arn.split(':')[2];
  const content = contentActions(service);
  if (!content) return [fallbackKind(service)];
  return [
    {
      id: 'content',
      description: 'writes what is executed or deployed',
      on: 'resource',
      actions: content.map((action) => [action]),
      yields: 'drive',
      source: 'services that execute or deploy what a store holds',
    },
  ];
}

function onResource(kind: EdgeKind, node: Node, explorer: Explorer, resource: Resource): Granted | undefined {
  for (const joint of kind.actions) {
    const granted = joint.map((each) => onResourceAction(each, node, explorer, resource));
    if (granted.every((one) => one !== undefined)) return granted[0];
  }
  return undefined;
}

/** Whether an actor chooses the tags of a resource; they matter only where policies read tags of resources. */
function mayTag(node: Node, explorer: Explorer, resource: Resource): boolean {
  const { organization } = explorer;
  if (!organization.readsTags(':resourcetag/')) return false;
  const [, , service] = resource.arn.split(':');
  const tagging = namesOf(standing(organization, node.actor).identity, catalogue().tagging(service));
  if (tagging.length === 0) return false;
  return (
    explorer.allowed({ actor: node.actor, actions: tagging, ...listed(organization, resource, false) }) !== undefined
  );
}

function onResourceAction(each: string, node: Node, explorer: Explorer, resource: Resource): Granted | undefined {
  const [action, other] = each.split(' @ ');
  const { organization } = explorer;
  const tries = couldTry(organization, node.actor, action);
  if (!tries && !(resource.policy && names(organization.statements(resource.policy).allows, action))) return undefined;
  if (other) {
    const { account } = node.actor.principal;
    if (account !== resource.account) return undefined;
    return explorer.allowed({ actor: node.actor, actions: [action], resource: [other], owner: account });
  }
  const ask = (tagged: boolean) =>
    explorer.allowed({ actor: node.actor, actions: [action], ...listed(organization, resource, tagged) });
  return ask(false) ?? (mayTag(node, explorer, resource) ? ask(true) : undefined);
}

/** Resources that run as roles or hold what those execute, of the own account and of those whose policies admit it. */
export function resourceEdges(node: Node, explorer: Explorer): void {
  const { organization, doors } = explorer;
  const { account } = node.actor.principal;
  const reach = explorer.closure.driven();
  const own = reach.get(account) ?? [];
  const others = doors
    .resourcesAddressing(account, standing(organization, node.actor).caller, knownAs(node.actor.principal))
    .flatMap((one) => (reach.get(one.account) ?? []).filter((each) => each.resource.arn === one.arn));
  for (const { resource, roles } of [...own, ...others]) {
    const open = roles.filter(
      (role) => role !== node.actor.principal.arn && organization.principals.has(role) && explorer.closure.wanted(role),
    );
    if (open.length === 0) continue;
    for (const kind of kindsOf(resource)) {
      const granted = onResource(kind, node, explorer, resource);
      if (!granted) continue;
      for (const role of open) explorer.act(node, organization.principals.get(role)!, kind.id, granted);
      break;
    }
  }
}
