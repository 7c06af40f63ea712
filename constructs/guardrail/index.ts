export { AccountReader } from './account-reader';
export type { AccountReaderProps } from './account-reader-props';
export { BootstrapKind } from './bootstrap-props';
export type { HardenedBootstrapProps } from './bootstrap-props';
export type { GuardedUnit, GuardrailException, OrganizationGuardrailsProps } from './guardrail-props';
export { HardenedBootstrap } from './hardened-bootstrap';
export { OrganizationGuardrails } from './organization-guardrails';
export { WorkloadBoundary } from './workload-boundary';
export type { WorkloadBoundaryProps } from './workload-boundary-props';
