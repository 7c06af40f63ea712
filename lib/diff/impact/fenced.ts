import { parsePolicy } from '../../iam';
import { InputError } from '../../errors';
import type { Account, OrganizationPolicy, World } from '../../world/model';

/** What a fence is attached to in a comparison, and by which policies. */
export interface Fenced {
  /** The deployed organization with the control policies of the assembly. */
  readonly world: World;
  /** The policies that come over each account, by its id. */
  readonly policies: ReadonlyMap<string, readonly OrganizationPolicy[]>;
}

/** Where the assembly's own reading puts what AWS attaches by itself. */
const FULL_ACCESS = 'FullAWSAccess';

function controlPoliciesOf(planned: World): OrganizationPolicy[] {
  return planned.policies.filter(({ name, where }) => !(name === FULL_ACCESS && where === FULL_ACCESS));
}

/** An account as the platform has it: with its kind, and in its unit where the policies are attached to that. */
function placed(account: Account, planned: World, policies: readonly OrganizationPolicy[]): Account {
  const known = planned.accounts.find(({ id }) => id === account.id);
  if (!known) return account;
  const byUnit = policies.some(({ targets }) => targets.some((target) => known.ous.includes(target)));
  return { ...account, ous: byUnit ? known.ous : account.ous, environment: known.environment };
}

/** A policy at the units and accounts that were asked for alone: an account gets what its unit would. */
function only(policy: OrganizationPolicy, ids: readonly string[], accounts: readonly Account[]): OrganizationPolicy {
  const targets = ids.filter((id) => {
    const unit = accounts.find((account) => account.id === id)?.ous ?? [];
    return policy.targets.includes(id) || unit.some((each) => policy.targets.includes(each));
  });
  return { ...policy, targets };
}

/**
 * AWS attaches FullAWSAccess to each root, unit and account that no other service control policy stands at, as soon as that
 * type of policy is on.
 */
function fullAccess(live: World, accounts: readonly Account[]): OrganizationPolicy {
  const held = new Set(
    live.policies.filter(({ type }) => type === 'SERVICE_CONTROL_POLICY').flatMap(({ targets }) => targets),
  );
  const levels = new Set(accounts.flatMap(({ id, ous }) => [...ous, id]));
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  return {
    type: 'SERVICE_CONTROL_POLICY',
    name: FULL_ACCESS,
    where: FULL_ACCESS,
    policy: parsePolicy(document, 'scp', FULL_ACCESS).policy!,
    targets: [...levels].filter((level) => !held.has(level)),
  };
}

/** Ids that nothing of the organization has. */
function strange(ids: readonly string[], accounts: readonly Account[]): string[] {
  const known = new Set(accounts.flatMap(({ id, ous }) => [id, ...ous]));
  return ids.filter((id) => !known.has(id));
}

/**
 * The deployed organization as it would be with the control policies of an assembly: those of the platform's accounts that are
 * still elsewhere are taken to be in their units.
 *
 * @param ids Units and accounts that the fence is attached to alone; an account stays where it is and gets the policies of its
 * unit. All targets of the policies where none are given.
 * @throws InputError where the assembly is one of another organization, or an id is of none.
 */
export function fencedBy(live: World, planned: World, ids: readonly string[] = []): Fenced {
  if (live.organizationId !== planned.organizationId)
    throw InputError.at(
      'arguments',
      '--snapshot',
      `is of the organization ${live.organizationId}, and the assembly is of ${planned.organizationId}; collect the same one`,
    );
  const all = controlPoliciesOf(planned);
  const inUnits = live.accounts.map((account) => placed(account, planned, all));
  const wrong = strange(ids, inUnits);
  if (wrong.length > 0)
    throw InputError.at(
      'arguments',
      '--only',
      `no account is ${wrong.join(', ')} or in it; write ids of units and accounts`,
    );
  const policies = ids.length === 0 ? all : all.map((policy) => only(policy, ids, inUnits));
  const accounts = inUnits.map((account, index) =>
    ids.includes(account.id) ? { ...account, ous: live.accounts[index]!.ous } : account,
  );
  return {
    world: { ...live, accounts, policies: [...live.policies, fullAccess(live, accounts), ...policies] },
    policies: new Map(
      accounts.map(({ id, ous }) => [
        id,
        id === live.managementAccountId
          ? []
          : policies.filter(({ targets }) => targets.some((target) => target === id || ous.includes(target))),
      ]),
    ),
  };
}
