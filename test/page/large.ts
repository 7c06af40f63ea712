import type { Evidence } from '../../lib/audit';

/** Evidence of an organization with so many accounts, made of that of the example. */
export function largeEvidence(evidence: Evidence, accounts: number): Evidence {
  const { organization, access } = evidence;
  const [prod] = organization.accounts.filter((one) => one.name === 'orders-prod');
  const own = access.filter((one) => one.account === prod.id);
  const more = Array.from({ length: accounts - organization.accounts.length }, (_, at) => ({
    ...prod,
    id: String(700_000_000_000 + at),
    name: `orders-prod-${at}`,
  }));
  const cells = more.flatMap(({ id, name }) => own.map((one) => ({ ...one, account: id, accountName: name })));
  return {
    ...evidence,
    organization: { ...organization, accounts: [...organization.accounts, ...more] },
    access: [...access, ...cells],
  };
}
