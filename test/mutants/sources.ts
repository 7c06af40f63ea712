import type { Statement } from '../../lib/iam/model';
import type { Account, PolicySource, World } from '../../lib/world/model';

/** What holds a policy: a control policy, a principal's own policy, boundary or trust, or a resource's policy. */
export type Holder = 'control' | 'identity' | 'boundary' | 'trust' | 'resource';

/** A policy with its holder. */
export interface Found {
  readonly holder: Holder;
  readonly source: PolicySource;
  /** Account it stands in; absent for control policies. */
  readonly account?: string;
  /** ARN of the holder, or the control policy's name. */
  readonly of: string;
}

/** Every policy of a world. */
export function* sourcesOf(world: World): Generator<Found> {
  for (const source of world.policies) yield { holder: 'control', source, of: source.name };
  for (const { id: account, principals, resources } of world.accounts) {
    for (const one of principals) {
      for (const source of one.identityPolicies) yield { holder: 'identity', source, account, of: one.arn };
      if (one.boundary) yield { holder: 'boundary', source: one.boundary, account, of: one.arn };
      if (one.trust) yield { holder: 'trust', source: one.trust, account, of: one.arn };
    }
    for (const one of resources) if (one.policy) yield { holder: 'resource', source: one.policy, account, of: one.arn };
  }
}

type Change = (source: PolicySource) => PolicySource;

function changedAccount(account: Account, change: Change): Account {
  const principals = account.principals.map((one) => {
    const identityPolicies = one.identityPolicies.map(change);
    const [boundary, trust] = [one.boundary && change(one.boundary), one.trust && change(one.trust)];
    const same = boundary === one.boundary && trust === one.trust;
    const isSame = same && identityPolicies.every((each, at) => each === one.identityPolicies[at]);
    return isSame ? one : { ...one, identityPolicies, boundary, trust };
  });
  const resources = account.resources.map((one) => {
    const policy = one.policy && change(one.policy);
    return policy === one.policy ? one : { ...one, policy };
  });
  const managedPolicies = account.managedPolicies.map(change);
  return { ...account, principals, resources, managedPolicies };
}

/** A world in which policies are changed, wherever they stand; what does not change stays the same object. */
export function withSources(world: World, change: Change): World {
  const made = new Map<PolicySource, PolicySource>();
  const once: Change = (source) => {
    if (!made.has(source)) made.set(source, change(source));
    return made.get(source)!;
  };
  return {
    ...world,
    policies: world.policies.map((one) => {
      const changed = once(one);
      return changed === one ? one : { ...one, ...changed };
    }),
    accounts: world.accounts.map((one) => changedAccount(one, once)),
  };
}

/** A source with the statement at a place changed, or without it; places stay what they were. */
export function withStatement(
  source: PolicySource,
  where: string,
  change: (one: Statement) => Statement[],
): PolicySource {
  const statements = source.policy.statements.flatMap((one) => (one.where === where ? change(one) : [one]));
  return { ...source, policy: { ...source.policy, statements } };
}
