/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from '../cloud';

/** Where the accounts are now. */
export function organizationReads({ organization }: Cloud): Readonly<Record<string, (input: any) => unknown>> {
  const { id, root, management, units } = organization;
  return {
    DescribeOrganization: () => ({ Organization: { Id: id, MasterAccountId: management } }),
    ListAccountsForParent: ({ ParentId }) => ({
      Accounts: organization
        .accounts()
        .filter((account) => organization.parentOf(account) === ParentId)
        .map((account) => ({ Id: account, Name: account, Status: 'ACTIVE' })),
    }),
    ListOrganizationalUnitsForParent: ({ ParentId }) => ({
      OrganizationalUnits: ParentId === root ? units.map((Id) => ({ Id, Name: Id })) : [],
    }),
  };
}
