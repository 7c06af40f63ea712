import { CONVENTIONS } from '../../contract/proof/conventions';
import type { Answer, BoundStatement } from '../../iam/query';
import { may, listed, reasons } from '../../world/authorize/ask';
import type { Question } from '../../world/authorize/ask';
import { knownAs, standing } from '../../world/authorize/actor';
import { ownResources, partitionIn } from '../../world/authorize/universe';
import type { Closure, Explorer, Node, Violation } from '../closure/closure';
import { matchesPattern } from '../../world/patterns';
import type { Condition } from '../../iam/model';
import type { Exception, Principal, Resource } from '../../world/model';
import { throughServices } from './key-use';
import { lifelike } from './lifelike';
import { named, unknownActions } from './named';
import { published } from './published';
import { except, exceptOn } from './writes';

/** What a theorem seeks at a node: one of these actions in an account. */
export interface Sought {
  readonly actions: readonly string[];
  /** Patterns of the resources, besides their account; absent: any. */
  readonly resources?: readonly string[];
  /** Whether sanctioned requests count as well. @default false */
  readonly sanctioned?: boolean;
  /** Requests that do not count. */
  readonly besides?: readonly BoundStatement[];
  /** Whether actions that policies name and the catalogue does not know are sought too. @default false */
  readonly unknownToo?: boolean;
}

/**
 * Exceptions alike but for their resources, as one: to deny the resources of many is decided at once, to deny them one
 * after the other is not (runbooks by the hundred).
 */
function joined(
  exceptions: readonly Exception[],
  keyOf: (one: Exception) => string,
): readonly (readonly Exception[])[] {
  const groups = new Map<string, Exception[]>();
  for (const one of exceptions) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

function deny(alike: readonly Exception[], conditions: readonly Condition[] | undefined): BoundStatement {
  const source = `exception ${alike.map((one) => one.id).join(', ')}`;
  const resources = [...new Set(alike.flatMap((one) => one.resources))];
  return except(source, alike[0].actions, resources, conditions);
}

/**
 * The sanctioned requests of a principal, as denies: they do not count. What is sanctioned for a service is not for people
 * who come to act as its role, or to drive it.
 */
export function sanctioned(closure: Closure, arn: string, byPeople = false): BoundStatement[] {
  const own = closure.world.exceptions.filter(
    (one) => !(byPeople && one.service !== undefined) && one.principals.some((pattern) => matchesPattern(pattern, arn)),
  );
  return joined(own, ({ actions, conditions }) => JSON.stringify([actions, conditions])).map((alike) =>
    deny(alike, alike[0].conditions),
  );
}

/**
 * The same for a caller whose name is open: each exception holds for the names it covers, in any context, and what control
 * policies leave open by name counts as well. A ceiling says who may do what where; how, the statements do that allow it.
 */
export function sanctionedForAny(closure: Closure): BoundStatement[] {
  const known: readonly Exception[] = [...closure.world.exceptions, ...CONVENTIONS];
  return joined(known, ({ actions, principals }) => JSON.stringify([actions, principals])).map((alike) =>
    deny(alike, [
      {
        operator: 'StringLike',
        quantifier: 'none',
        ifExists: false,
        key: 'aws:PrincipalArn',
        values: alike[0].principals,
      },
    ]),
  );
}

/** An answer with what was asked for it. */
interface Asked {
  readonly answer: Answer;
  readonly question?: Question;
}

const NOTHING: Asked = { answer: { verdict: 'unsat', blocking: [] } };

function violation(node: Node, { answer, question }: Asked): Violation | undefined {
  if (answer.verdict !== 'sat') return undefined;
  const { action, resource, context } = answer.request;
  const request = { principal: knownAs(node.actor.principal), action, resource, context };
  return { node, request, where: reasons(answer), question };
}

/** Keys have mandatory policies, and resources whose policy denies need it looked at: they are asked one by one. */
function askedApart(closure: Closure, account: string): readonly Resource[] {
  const resources = closure.organization.accounts.get(account)?.resources ?? [];
  return resources.filter((one) => one.policy !== undefined || one.type === 'AWS::KMS::Key');
}

function denying(resources: readonly Resource[]): string[] {
  return resources
    .filter((one) => one.policy?.policy.statements.some((statement) => statement.effect === 'Deny'))
    .flatMap((one) => [one.arn, `${one.arn}/*`, `${one.arn}:*`]);
}

/**
 * Passing a role does nothing by itself, and one without any right gives nothing to whatever it is passed to. All roles
 * of an account are listed, so those that can do something are known by name.
 */
function passingNothing(closure: Closure, account: string): readonly BoundStatement[] {
  return closure.once(powerlessPassing).get(account) ?? [];
}

function powerlessPassing({ organization }: Explorer): ReadonlyMap<string, readonly BoundStatement[]> {
  const grants = ({ identityPolicies }: Principal): boolean =>
    identityPolicies.some((one) => organization.statements(one).allows.length > 0);
  return new Map(
    organization.world.accounts.map(({ id, principals }) => {
      const able = principals.filter((one) => one.kind === 'role' && grants(one)).map(knownAs);
      return [id, [exceptOn('passing a role that can do nothing', ['iam:PassRole'], able)]];
    }),
  );
}

/** Requests on resources of the caller's own account; a bucket that another account lists is not among them. */
function onOwn(closure: Closure, node: Node, sought: Sought, besides: readonly BoundStatement[]): Asked {
  const { organization } = closure;
  const { account, arn } = node.actor.principal;
  const apart = denying(askedApart(closure, account));
  const fixed = [
    ...besides,
    ...passingNothing(closure, account),
    except('keys', ['kms:*'], ['arn:*:kms:*:*:key/*']),
    ...(apart.length > 0 ? [except('own policy', ['*'], apart)] : []),
  ];
  const foreign: string[] = [];
  const { identity } = standing(organization, node.actor);
  const known = named(identity, sought.actions);
  const unknown = sought.unknownToo ? unknownActions(identity) : [];
  // The same list each time: much is remembered of it.
  const actions = unknown.length > 0 ? [...known, ...unknown] : known;
  if (actions.length === 0) return NOTHING;
  for (let round = 0; round < 100; round++) {
    const more = foreign.length > 0 ? [except('resources of other accounts', ['*'], foreign)] : [];
    const question: Question = {
      actor: node.actor,
      actions,
      resource: sought.resources ?? ownResources(account, partitionIn(arn)),
      owner: account,
      besides: [...fixed, ...more],
    };
    const answer = closure.ask(question);
    if (answer.verdict !== 'sat') return { answer };
    if (organization.owner(answer.request.resource, account) === account)
      return { answer: lifelike(closure, question, answer), question };
    const holder = organization.listedHolder(answer.request.resource)?.arn ?? answer.request.resource;
    foreign.push(holder, `${holder}/*`);
  }
  const why = 'too many resources of other accounts match';
  return { answer: { verdict: 'unknown', why, where: node.actor.principal.where } };
}

const owns = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** A resource's policy speaks of its own service's actions; other services act on it through those. */
function ofService(arn: string, actions: readonly string[]): readonly string[] {
  const prefix = `${arn.split(':')[2]}:`;
  let known = owns.get(actions);
  if (!known) owns.set(actions, (known = new Map()));
  let found = known.get(prefix);
  if (!found) known.set(prefix, (found = ofPrefix(prefix, actions)));
  return found;
}

function ofPrefix(prefix: string, actions: readonly string[]): readonly string[] {
  const own = actions.filter((action) => action.startsWith(prefix));
  return own.length > 0 || POLICY_SERVICES.has(prefix) ? own : actions;
}

/** Services whose resources carry policies under the prefix that their ARNs have. */
const POLICY_SERVICES = new Set([
  's3:',
  'kms:',
  'sqs:',
  'sns:',
  'lambda:',
  'ecr:',
  'secretsmanager:',
  'events:',
  'dynamodb:',
  'logs:',
]);

function onListed(
  closure: Closure,
  node: Node,
  sought: Sought,
  resource: Resource,
  besides: readonly BoundStatement[],
): Asked {
  const identity = standing(closure.organization, node.actor).identity;
  const { allows } = closure.organization.statements(resource.policy);
  const direct = resource.account === node.actor.principal.account ? [...identity, ...allows] : identity;
  const actions = ofService(resource.arn, named(direct, sought.actions));
  if (actions.length === 0) return NOTHING;
  const question = {
    actor: node.actor,
    actions,
    ...listed(closure.organization, resource, false),
    besides: [...besides, ...published(resource), ...throughServices(node.actor.principal, resource)],
  };
  const answer = closure.ask(question);
  return answer.verdict === 'sat' ? { answer: lifelike(closure, question, answer), question } : { answer };
}

function mayTry(closure: Closure, node: Node): boolean {
  return standing(closure.organization, node.actor).identity.length > 0;
}

/** A sought request of a node in the guarded accounts it can act on: its own, and those whose resources admit it. */
export function findAt(
  closure: Closure,
  node: Node,
  sought: Sought,
  inAccount: (account: string) => boolean,
): Violation | undefined {
  const { account } = node.actor.principal;
  const besides = [
    ...(sought.sanctioned ? [] : sanctioned(closure, knownAs(node.actor.principal), closure.nodes.has(node.id))),
    ...(sought.besides ?? []),
  ];
  if (inAccount(account)) {
    const own = mayTry(closure, node) ? violation(node, onOwn(closure, node, sought, besides)) : undefined;
    if (own) return own;
    for (const resource of askedApart(closure, account)) {
      const found = violation(node, onListed(closure, node, sought, resource, besides));
      if (found) return found;
    }
  }
  for (const resource of mayTry(closure, node) ? closure.doors.resourcesFor(account) : []) {
    const found = inAccount(resource.account)
      ? violation(node, onListed(closure, node, sought, resource, besides))
      : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Sought requests at every node of the closure, one a node. */
export function findEverywhere(
  closure: Closure,
  searches: readonly Sought[],
  inAccount: (account: string) => boolean,
): Violation[] {
  const found: Violation[] = [];
  for (const node of closure.nodes.values()) {
    if (node.id.endsWith('#') && found.some((one) => `${one.node.id}#` === node.id)) continue;
    for (const sought of searches) {
      const one = findAt(closure, node, sought, inAccount);
      if (one) found.push(one);
      if (one) break;
    }
  }
  return found;
}

export { may };
