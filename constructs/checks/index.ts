export type { GuardedChecksProps } from './checks';
export { GuardedChecks } from './checks';
