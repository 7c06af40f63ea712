import { MACHINE_PATHS } from '../../names';
import type { Condition } from '../../iam/model';
import type { Closure, Node } from '../closure/closure';
import type { Counterexample } from '../result';
import type { Account, World } from '../world';
import { ownResources } from '../authorize/universe';
import { sanctionedForAny } from './search';
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
  return closure.ask({ actor: node.actor, actions, resource: ownResources(account), owner: account, besides });
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

/** The organization's policies alone keep everybody outside the machine paths from writing in guarded accounts. */
export const ceilingHoldsForAnyRole: Theorem = {
  id: 'ceiling-holds-for-any-role',
  statement:
    "a hypothetical role outside the machine paths with Allow * * in a guarded account can still only read: the organization's policies alone suffice",
  check(world, closure) {
    const partition = partitionOf(world);
    const found = world.accounts
      .filter((one) => closure.organization.guarded(one.id))
      .flatMap((one) => check(closure, one, partition) ?? []);
    return { counterexamples: found, unknowns: [], assumptions: [] };
  },
};
