/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Place } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import type { Role } from '../iam/store';

/** Most roles of an account, unless somebody asked for more. */
const ROLES_QUOTA = 1000;

/** What IAM lists of an account's roles, and how many there may be. */
export function roleReads({ identities }: Cloud): Readonly<Record<string, (input: any, place: Place) => unknown>> {
  return {
    GetAccountSummary: (_, { account }) => ({
      SummaryMap: new Map([
        ['Roles', identities.rolesOf(account).length],
        ['RolesQuota', ROLES_QUOTA],
      ]),
    }),
    ListRoles: ({ PathPrefix = '/' }, { account }) => ({
      Roles: identities
        .rolesOf(account)
        .filter(({ arn }) => pathOf(arn).startsWith(String(PathPrefix)))
        .map(listed),
      IsTruncated: false,
    }),
  };
}

function listed({ arn, name, trust }: Role) {
  return {
    ...{ Path: pathOf(arn), RoleName: name, RoleId: name, Arn: arn, CreateDate: new Date(0) },
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
  };
}

function pathOf(arn: string): string {
  return `/${arn.split(':role/')[1]!.split('/').slice(0, -1).concat('').join('/')}`;
}
