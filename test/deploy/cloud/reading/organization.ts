/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from '../cloud';

/** Where the accounts are now. */
export function organizationReads({ organization }: Cloud): Readonly<Record<string, (input: any) => unknown>> {
  const { id, management, units } = organization;
  return {
    DescribeOrganization: () => ({ Organization: { Id: id, MasterAccountId: management } }),
    ListAccountsForParent: ({ ParentId }) => ({
      Accounts: organization
        .accounts()
        .filter((account) => organization.parentOf(account) === ParentId)
        .map((account) => ({ Id: account, Name: account, Status: 'ACTIVE' })),
    }),
    ListOrganizationalUnitsForParent: ({ ParentId }) => ({
      OrganizationalUnits: units
        .filter((unit) => organization.unitAbove(unit) === ParentId)
        .map((Id) => ({ Id, Name: Id })),
    }),
  };
}
