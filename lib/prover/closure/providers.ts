import type { Principal } from '../../world/model';
import type { Explorer } from './closure';

/** Identity providers of its own account that a role's trust policy admits. */
export function providersOf(role: Principal, explorer: Explorer): readonly string[] {
  const { allows } = explorer.organization.statements(role.trust);
  const entries = allows.flatMap(({ statement }) => statement.principals?.entries ?? []);
  return entries.flatMap(({ type, value }) =>
    type === 'Federated' && value.includes(`:iam::${role.account}:`) ? [value] : [],
  );
}

/** Whether a role's trust policy names a service. */
export function namesService(role: Principal, explorer: Explorer, host: string): boolean {
  const { allows } = explorer.organization.statements(role.trust);
  return allows.some(({ statement }) =>
    statement.principals?.entries.some(({ type, value }) => type === 'Service' && value === host),
  );
}
