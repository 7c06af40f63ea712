import type { Answer, BoundStatement, KeyFact, Layer, Query, Satisfied } from '../../iam/query';
import type { PolicySource, Resource } from '../model';
import type { Actor, Standing } from './actor';
import { addressed } from './addressed';
import { resourceContext, resourceTags, standing } from './actor';
import { decide } from './decide';
import { bindingUnder, boundaryRules, directGrants } from './grants';
import type { Organization } from './organization';
import { reachedByRcp } from './rcp-services';
import { speaking, touching } from './speaking';
import { surviving } from './surviving';

/** A question about one actor: may it make one of these requests? */
export interface Question {
  readonly actor: Actor;
  readonly actions: readonly string[];
  /** Patterns of the resource; those without a listed policy are meant, unless `policy` is given. */
  readonly resource: readonly string[];
  /** Account that owns the resource. */
  readonly owner: string;
  /** The resource's own policy; absent where it has none. */
  readonly policy?: PolicySource;
  /** Trust policies and key policies must allow as well, whatever identity policies say. */
  readonly mandatory?: boolean;
  /** Facts of this request, beyond those that caller and owner fix. */
  readonly context?: Readonly<Record<string, KeyFact>>;
  /** Requests that do not count, as denies: exceptions, resources of other accounts. */
  readonly besides?: readonly BoundStatement[];
  /** The resource may be of any type, even one the action does not act on. */
  readonly anyType?: boolean;
}

const DENIED: Answer = { verdict: 'unsat', blocking: [] };

/** The first way that is open; else a way nobody can decide; else closed. */
function first(ways: readonly (() => Answer)[]): Answer {
  let undecided: Answer | undefined;
  let closed: Answer = DENIED;
  for (const way of ways) {
    const answer = way();
    if (answer.verdict === 'sat') return answer;
    if (answer.verdict === 'unknown') undecided ??= answer;
    else closed = answer;
  }
  return undecided ?? closed;
}

interface Way {
  readonly layers: readonly Layer[];
  readonly denies: readonly BoundStatement[];
}

function query(
  question: Question,
  own: Standing,
  organization: Organization,
  way: Way,
  actions: readonly string[],
  rcp: readonly BoundStatement[],
): Answer {
  if (actions.length === 0 || way.layers.some((layer) => layer.length === 0)) return DENIED;
  const { resource } = question;
  const layers: Layer[] = [];
  for (const layer of way.layers) {
    const left = addressed(touching(speaking(layer, actions), resource), own.caller);
    if (left.length === 0) return DENIED;
    layers.push(left);
  }
  const asked: Query = {
    actions,
    resource,
    actsOn: !question.anyType,
    callers: own.callers,
    context: { ...own.context, ...resourceContext(organization, question.owner), ...question.context },
    layers,
    denies: touching(speaking([...way.denies, ...rcp, ...(question.besides ?? [])], actions), resource),
  };
  return decide(asked);
}

interface Reach {
  readonly reached: readonly string[];
  readonly others: readonly string[];
}

const reaches = new WeakMap<readonly string[], Reach>();

function byReach(actions: readonly string[]): Reach {
  let found = reaches.get(actions);
  if (!found) {
    const others = actions.filter((action) => !reachedByRcp(action));
    found = { reached: actions.filter(reachedByRcp), others };
    reaches.set(actions, found);
  }
  return found;
}

/** Resource control policies reach some services only, so the actions are asked apart. */
function ask(question: Question, own: Standing, organization: Organization, way: Way): Answer {
  const { principal, powers } = question.actor;
  const rcp = principal.serviceLinked || powers.uncontrolled ? [] : organization.resourceDenies(question.owner);
  const actions = surviving(own, question.actions, question.context);
  if (rcp.length === 0) return query(question, own, organization, way, actions, []);
  const { reached, others } = byReach(actions);
  return first([
    () => query(question, own, organization, way, others, []),
    () => query(question, own, organization, way, reached, rcp),
  ]);
}

function identityWay(own: Standing, extra: readonly Layer[]): readonly Layer[] {
  return [own.identity, ...(own.boundary ? [own.boundary] : []), ...own.control, ...extra];
}

/**
 * May the actor make one of these requests? Within an account identity policies under their boundary, or the resource's
 * policy, allow; across accounts both must. Denies, control policies and mandatory policies bind everywhere.
 */
export function may(organization: Organization, question: Question): Answer {
  const { principal } = question.actor;
  const sameAccount = principal.account === question.owner;
  if (!sameAccount && !question.policy) return DENIED;
  const own = standing(organization, question.actor);
  const policy = organization.statementsFor(question.policy, principal);
  const denies = [...own.denies, ...bindingUnder(own.boundary, policy.denies)];
  // A policy that must allow, and names only others: most roles of an account that is trusted are not meant for most.
  if ((!sameAccount || question.mandatory) && addressed(policy.allows, own.caller).length === 0) return DENIED;
  const both: Way = { layers: identityWay(own, [policy.allows]), denies };
  if (!sameAccount) return ask(question, own, organization, both);
  const identity: Way = question.mandatory ? both : { layers: identityWay(own, []), denies };
  const ways = [() => ask(question, own, organization, identity)];
  if (question.policy) {
    const direct = directGrants(policy.allows, principal.account);
    for (const { grants, bounded } of boundaryRules(direct, principal, own.boundary)) {
      const layers = [grants, ...(bounded && own.boundary ? [own.boundary] : []), ...own.control];
      if (grants.length > 0) ways.push(() => ask(question, own, organization, { layers, denies }));
    }
  }
  return first(ways);
}

const lying = new WeakMap<Resource, readonly string[]>();

/** Patterns of a listed resource: itself and what lies in it (objects, versions, streams). */
export function within(resource: Resource): readonly string[] {
  const { arn } = resource;
  let found = lying.get(resource);
  if (!found) lying.set(resource, (found = [arn, `${arn}/*`, `${arn}:*`]));
  return found;
}

/** Facts and patterns of a listed resource: itself and what lies in it (objects, versions, streams). */
export function listed(organization: Organization, resource: Resource, tagged: boolean) {
  return {
    resource: within(resource),
    owner: resource.account,
    policy: resource.policy,
    mandatory: resource.type === 'AWS::KMS::Key',
    context: tagged ? {} : resourceTags(organization, resource.tags),
  };
}

/** Places of the statements that admit a request. */
export function reasons(answer: Satisfied): string[] {
  return answer.because.map(
    ({ source, statement }) => `${source}.${statement.where}${statement.sid ? ` (${statement.sid})` : ''}`,
  );
}
