import type { Answer, BoundStatement } from '../../iam/query';
import { may, listed, reasons } from '../../world/authorize/ask';
import type { Question } from '../../world/authorize/ask';
import { knownAs, standing } from '../../world/authorize/actor';
import { ownResources, partitionIn } from '../../world/authorize/universe';
import type { Closure, Explorer, Node, Violation } from '../closure/closure';
import type { Principal, Resource } from '../../world/model';
import { askedApart, withinReach } from './apart';
import { abroad } from './foreign';
import { throughServices } from './key-use';
import { lifelike } from './lifelike';
import { ofService, soughtIn } from './named';
import { published } from './published';
import { sanctioned } from './sanctioned';
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
  /** So often what lies in other accounts is left out before the search in the own one gives up. @default 100 */
  readonly rounds?: number;
}

/** An answer with what was asked for it. */
interface Asked {
  readonly answer: Answer;
  readonly question?: Question;
}

const MOST_ROUNDS = 100;

const NOTHING: Asked = { answer: { verdict: 'unsat', blocking: [] } };

function violation(node: Node, { answer, question }: Asked): Violation | undefined {
  if (answer.verdict !== 'sat') return undefined;
  const { action, resource, context } = answer.request;
  const request = { principal: knownAs(node.actor.principal), action, resource, context };
  return { node, request, where: reasons(answer), question };
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

const KEYS = except('keys', ['kms:*'], ['arn:*:kms:*:*:key/*']);

/** What stands after the last round is no proof that there is nothing: it is told, so that the theorem says so. */
function unsettled(closure: Closure, { actor }: Node): Answer {
  const { arn, where } = actor.principal;
  const why = `too many resources of other accounts match what ${arn} may do to tell what it may do in its own`;
  closure.note(why, where);
  return { verdict: 'unknown', why, where };
}

/** Requests on resources of the caller's own account; a bucket that another account lists is not among them. */
function onOwn(closure: Closure, node: Node, sought: Sought, besides: readonly BoundStatement[]): Asked {
  const { organization } = closure;
  const { account, arn } = node.actor.principal;
  const fixed = [...besides, ...passingNothing(closure, account), KEYS, ...askedApart(closure, account).besides];
  const foreign = new Set<string>();
  const { identity } = standing(organization, node.actor);
  const actions = soughtIn(identity, sought);
  if (actions.length === 0) return NOTHING;
  for (let round = 0; round < (sought.rounds ?? MOST_ROUNDS); round++) {
    const more = foreign.size > 0 ? [except('resources of other accounts', ['*'], [...foreign])] : [];
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
    for (const pattern of abroad(closure, node, answer)) foreign.add(pattern);
  }
  return { answer: unsettled(closure, node) };
}

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
  const actions = ofService(resource.arn, soughtIn(direct, sought));
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
    const { resources, addressees } = askedApart(closure, account);
    const asked = soughtIn(standing(closure.organization, node.actor).identity, sought);
    const near = withinReach(closure, node, asked, resources, (caller, arn) => addressees.of(caller, arn));
    for (const resource of near) {
      const found = violation(node, onListed(closure, node, sought, resource, besides));
      if (found) return found;
    }
  }
  const { caller } = standing(closure.organization, node.actor);
  const arn = knownAs(node.actor.principal);
  for (const resource of mayTry(closure, node) ? closure.doors.resourcesAddressing(account, caller, arn) : []) {
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
