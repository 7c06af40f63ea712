import { InputError } from '../../errors';
import { nearest } from '../../contract/nearest';
import type { PolicySource, Principal } from '../../world/model';
import type { Organization } from '../../world/authorize/organization';
import { matchesPattern } from '../../world/patterns';

/** Whoever is asked about, and how they were found. */
export interface Found {
  readonly principal: Principal;
  /** Something about the principal that the answer takes for granted. */
  readonly note?: string;
}

/** Identity Center puts its region into the path of the roles that it makes; the model leaves it out. */
function withoutRegion(arn: string): string {
  return arn.replace(/(:role\/aws-reserved\/sso\.amazonaws\.com\/)[^/]+\/(AWSReservedSSO_)/, '$1$2');
}

/** `arn:aws:sts::111111111111:assumed-role/NAME/SESSION` says the role's name, not its path. */
function ofSession(all: readonly Principal[], arn: string): Principal | undefined {
  const [, account, name] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/.+$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const found = all.find(
    (one) => one.account === account && one.kind === 'role' && matchesPattern(lastOf(one.arn), name),
  );
  return found && { ...found, arn: `${found.arn.slice(0, -lastOf(found.arn).length)}${name}` };
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** A deployed name falls under the pattern that a permission set's or a generated role stands under. */
function listed(organization: Organization, arn: string): Principal | undefined {
  const all = [...organization.principals.values()];
  const plain = withoutRegion(arn);
  const found = organization.principals.get(arn) ?? all.find((one) => matchesPattern(one.arn, plain));
  return found ? { ...found, arn } : ofSession(all, arn);
}

const ROLE = /^arn:[^:]+:iam::(\d{12}):(role|user)\/.+$/;

/** Somebody who is not there yet, with a policy that is assumed. */
function hypothetical(organization: Organization, arn: string, policies: readonly PolicySource[]): Found | undefined {
  const [, account, kind] = ROLE.exec(arn) ?? [];
  if (account === undefined || policies.length === 0 || !organization.accounts.has(account)) return undefined;
  const principal: Principal = {
    arn,
    kind: kind as 'role' | 'user',
    account,
    identityPolicies: policies,
    tags: {},
    where: policies[0].where,
  };
  return {
    principal,
    note: `${arn} is not in the input: judged with the assumed policy alone, without boundary and tags`,
  };
}

const OF_SET = /^arn:[^:]+:iam::(\d{12}):role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_(.+)_[^_]*$/;

/** A permission set gives nothing in an account that nobody is assigned in with it: there is no such role. */
export function unassigned(organization: Organization, arn: string): string | undefined {
  const [, account, set] = OF_SET.exec(arn) ?? [];
  if (account === undefined || !organization.accounts.get(account)?.described) return undefined;
  const accounts = rolesOf(organization, set).map((one) => one.account);
  if (accounts.length === 0 || accounts.includes(account)) return undefined;
  const where = [...new Set(accounts)].sort().join(', ');
  return `nobody is assigned ${set} in ${account}, so that there is no such role; it is assigned in ${where}`;
}

function rolesOf(organization: Organization, set: string): Principal[] {
  return [...organization.principals.values()].filter((one) => OF_SET.exec(one.arn)?.[2] === set);
}

/** Somebody who is named by the permission set alone, which is a role in each account that it is assigned in. */
function bySet(organization: Organization, name: string): string | undefined {
  const roles = rolesOf(organization, name).map(({ arn }) => arn);
  if (roles.length === 0) return undefined;
  return `${name} is a permission set; write its role in the account that is asked about: ${roles.sort().join(', ')}`;
}

/**
 * The principal of an ARN as IAM, STS or Identity Center write it, with policies that are assumed besides its own.
 *
 * @throws InputError with the nearest ones, where nobody is named so.
 */
export function findPrincipal(organization: Organization, arn: string, policies: readonly PolicySource[]): Found {
  const found = listed(organization, arn);
  if (found && policies.length === 0) return { principal: found };
  if (found) {
    const principal = { ...found, identityPolicies: [...found.identityPolicies, ...policies] };
    return { principal, note: 'the assumed policy counts besides those that the principal has' };
  }
  const made = hypothetical(organization, arn, policies);
  if (made) return made;
  const set = bySet(organization, arn);
  if (set) throw InputError.at('arguments', '--principal', set);
  const near = nearest(arn, [...organization.principals.keys()]);
  const candidates = near.length > 0 ? `; near it: ${near.join(', ')}` : '';
  const advice = 'for a role that is not there yet, give the policy it would have with --assume-policy FILE';
  throw InputError.at('arguments', '--principal', `${arn} is not in the input${candidates}; ${advice}`);
}
