import type { Condition } from '../../iam/model';
import type { BoundStatement } from '../../iam/query';
import type { Organization } from './organization';

/** `aws-reserved/sso.amazonaws.com/`, a region in most of them, the set's name, 16 hex digits. */
const SET_ROLE =
  /^arn:[^:]+:iam::(\d{12}):role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_[^_]+$/;

/** Permission sets that have a role in an account: Identity Center alone makes roles under that path. */
function setsIn(organization: Organization, account: string): readonly string[] {
  const principals = organization.accounts.get(account)?.principals ?? [];
  return principals.flatMap((one) => one.person?.permissionSet ?? []);
}

/** Whether an ARN names a permission set's role in an account of the organization where nobody is assigned the set. */
function isMissing(organization: Organization, arn: string): boolean {
  const [, account, set] = SET_ROLE.exec(arn) ?? [];
  if (account === undefined || !organization.world.identityCenter || !organization.accounts.has(account)) return false;
  return !setsIn(organization, account).includes(set);
}

/** Allow statements without the names of permission sets' roles that do not exist; those that name nobody else go. */
export function admittingSomebody(organization: Organization, allows: readonly BoundStatement[]): BoundStatement[] {
  return allows.flatMap((bound) => {
    const { principals } = bound.statement;
    if (!principals || principals.negated) return [bound];
    const entries = principals.entries.filter(({ type, value }) => type !== 'AWS' || !isMissing(organization, value));
    if (entries.length === principals.entries.length) return [bound];
    if (entries.length === 0) return [];
    return [{ ...bound, statement: { ...bound.statement, principals: { ...principals, entries } } }];
  });
}

function condition(operator: string, values: readonly string[]): Condition {
  return { operator, quantifier: 'none', ifExists: false, key: 'aws:PrincipalArn', values };
}

/** Callers that cannot be: permission sets' roles of an account but for those of sets that are assigned there. */
export function missingCallers(organization: Organization, account: string, partition: string): BoundStatement[] {
  if (!organization.world.identityCenter || !organization.accounts.has(account)) return [];
  const path = `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/`;
  const there = setsIn(organization, account).flatMap((set) => [
    `${path}AWSReservedSSO_${set}_*`,
    `${path}*/AWSReservedSSO_${set}_*`,
  ]);
  const conditions = [condition('StringLike', [`${path}*`])];
  if (there.length > 0) conditions.push(condition('StringNotLike', there));
  return [
    {
      statement: {
        effect: 'Deny',
        actions: { patterns: ['*'], negated: false },
        resources: { patterns: ['*'], negated: false },
        conditions,
        unreadable: [],
        where: 'Statement[0]',
      },
      version: '2008-10-17',
      source: 'roles of permission sets that are not assigned',
    },
  ];
}
