import { CONVENTIONS } from '../../contract/proof/conventions';
import { MACHINE_PATHS } from '../../names';
import { openAtoms } from '../../iam';
import type { Condition } from '../../iam/model';
import type { KeyFact } from '../../iam/query';
import { allowEverything, standing } from '../../world/authorize/actor';
import type { Closure, Node } from '../closure/closure';
import type { Counterexample, ResultUnknown } from '../result';
import type { Account, World } from '../../world/model';
import { ownResources } from '../../world/authorize/universe';
import { sanctionedForAny } from './sanctioned';
import type { Theorem } from './theorem';
import { except, familiarWrites, freshActions, writeActions } from './writes';

function partitionOf(world: World): string {
  return world.accounts.flatMap((account) => account.principals)[0]?.arn.split(':')[1] ?? 'aws';
}

/** Roles under the machine paths, and those that only AWS makes, are not meant. */
function outside(account: string, partition: string): Condition {
  const paths = [...MACHINE_PATHS, '/aws-service-role/'];
  const values = paths.map((path) => `arn:${partition}:iam::${account}:role${path}*`);
  return { operator: 'StringLike', quantifier: 'none', ifExists: false, key: 'aws:PrincipalArn', values };
}

function invented(account: Account, partition: string, name: string): Node {
  const arn = `arn:${partition}:iam::${account.id}:role/${name}`;
  const principal = {
    arn,
    kind: 'role' as const,
    account: account.id,
    identityPolicies: [],
    tags: {},
    where: `accounts.${account.id}`,
  };
  return { id: arn, actor: { principal, powers: { rewritten: true, retagged: true } } };
}

function ask(closure: Closure, node: Node, partition: string, actions: readonly string[]) {
  const { account } = node.actor.principal;
  const machines = except('machine paths', ['*'], ['*'], [outside(account, partition)]);
  const besides = [machines, ...sanctionedForAny(closure)];
  return closure.ask({
    actor: node.actor,
    actions,
    resource: ownResources(account, partition),
    owner: account,
    besides,
  });
}

/** First a role of an ordinary name, then one of any name: a deny may spare names outside the machine paths. */
function check(closure: Closure, account: Account, partition: string): Counterexample | undefined {
  for (const actions of [familiarWrites(), writeActions(), freshActions()]) {
    for (const name of ['invented', '*']) {
      const answer = ask(closure, invented(account, partition, name), partition, actions);
      if (answer.verdict !== 'sat') continue;
      const { action, resource, context } = answer.request;
      const named = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:principalarn')?.[1][0];
      const principal = named ?? answer.request.principal ?? '';
      const where =
        closure.world.policies.length > 0
          ? closure.world.policies.map((policy) => policy.where)
          : ['organization.policies'];
      return { human: principal, steps: [], request: { principal, action, resource, context }, where };
    }
  }
  return undefined;
}

/** Any account: its id has twelve digits. */
const ANY_ACCOUNT = '?'.repeat(12);

/** Facts that do not hold for every account alike are left open. */
function anywhere(closure: Closure, account: Account, partition: string): Readonly<Record<string, KeyFact>> {
  const { context } = standing(closure.organization, invented(account, partition, '*').actor);
  const shared = Object.entries(context).filter(
    ([, fact]) => fact.kind !== 'values' || !fact.values.includes(account.id),
  );
  const arn = { kind: 'pattern' as const, patterns: [`arn:${partition}:iam::${ANY_ACCOUNT}:role/*`] };
  return { ...Object.fromEntries(shared), 'aws:PrincipalArn': arn };
}

/**
 * Whether the service control policies over an account leave no role of any account a write on any resource: then none
 * of the accounts under the same policies needs a look of its own.
 */
function sealed(closure: Closure, account: Account, partition: string): boolean {
  const { organization } = closure;
  const query = {
    layers: [allowEverything(), ...organization.controlLayers(account.id)],
    denies: [
      ...organization.controlDenies(account.id),
      except('machine paths', ['*'], ['*'], [outside(ANY_ACCOUNT, partition)]),
      ...sanctionedForAny(closure),
    ],
    callers: [{ kind: 'role' as const, id: `arn:${partition}:iam::${ANY_ACCOUNT}:role/*` }],
    context: anywhere(closure, account, partition),
  };
  return [writeActions(), freshActions()].every((actions) => openAtoms({ ...query, actions }).length === 0);
}

/** The accounts that the policies over them do not seal by themselves. */
function open(closure: Closure, accounts: readonly Account[], partition: string): readonly Account[] {
  const known = new Map<unknown, boolean>();
  return accounts.filter((account) => {
    const { ous } = account;
    const key = `${ous.join('/')} ${closure.organization.ownPolicies(account.id) ? account.id : ''}`;
    if (!known.has(key)) known.set(key, sealed(closure, account, partition));
    return !known.get(key);
  });
}

/**
 * Reads whose answer is a credential, each with the type by which there is one to hand out. Patterns that mean all of a
 * service's reads hold them too, so a ceiling is told of them where an account has such a resource, or where it names one.
 */
const HANDING_OUT: Readonly<Record<string, RegExp>> = {
  's3:GetDataAccess': /^AWS::S3::AccessGrants?(Location)?$/,
  'codepipeline:GetJobDetails': /^AWS::CodePipeline::CustomActionType$/,
  'codepipeline:GetThirdPartyJobDetails': /^AWS::CodePipeline::CustomActionType$/,
};

function handingOut(closure: Closure, guarded: readonly Account[], partition: string): ResultUnknown[] {
  const named = new Map(Object.keys(HANDING_OUT).map((action) => [action, namedIn(closure.world, action)]));
  return guarded.flatMap((account) => {
    const able = Object.entries(HANDING_OUT)
      .filter(([action, type]) => named.get(action) ?? account.resources.some((one) => type.test(one.type)))
      .map(([action]) => action);
    const answer = able.length > 0 ? ask(closure, invented(account, partition, '*'), partition, able) : undefined;
    if (answer?.verdict !== 'sat') return [];
    const { action } = answer.request;
    const where = named.get(action) ?? 'organization.policies';
    return {
      why: `the ceiling over ${account.name} (${account.id}) leaves ${action} to everybody, whose answer is a credential`,
      where,
      who: `whoever holds, or makes, a role in ${account.name} (${account.id}) that allows it`,
      way: [`call ${action}`, 'act with the credentials in its answer: those of a role that may write'],
      change: `${where}: take ${action}, and patterns that match it, out of the reads`,
    };
  });
}

/** The control policy that leaves an action open by its own name. */
function namedIn({ policies }: World, action: string): string | undefined {
  return policies.find(({ policy }) =>
    policy.statements.some(
      ({ effect, actions }) =>
        effect === 'Deny' &&
        actions.negated &&
        actions.patterns.some((one) => one.toLowerCase() === action.toLowerCase()),
    ),
  )?.where;
}

/** What is left open by name is not left open to a role that anybody can make. */
const BY_NAME = {
  id: 'names-of-identity-center',
  statement: `Identity Center alone makes roles under aws-reserved/sso.amazonaws.com: ${CONVENTIONS.map((one) => one.statement).join('; ')}`,
};

/** The organization's policies alone keep everybody outside the machine paths from writing in guarded accounts. */
export const ceilingHoldsForAnyRole: Theorem = {
  id: 'ceiling-holds-for-any-role',
  statement:
    "a hypothetical role outside the machine paths with Allow * * in a guarded account can still only read: the organization's policies alone suffice",
  check(world, closure) {
    const partition = partitionOf(world);
    const guarded = world.accounts.filter((one) => closure.organization.guarded(one.id) && !one.closed);
    const found = open(closure, guarded, partition).flatMap((one) => check(closure, one, partition) ?? []);
    return {
      counterexamples: found,
      unknowns: handingOut(closure, guarded, partition),
      assumptions: world.identityCenter ? [BY_NAME] : [],
    };
  },
};
