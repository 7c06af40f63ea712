export * from './wiring';
export { type SandboxPolicy, type SandboxPolicyInput, sandboxPolicySchema } from './policy';
export { leaseLife } from './state-machine';
export { DURATION_FORM, parseDuration, tellDuration } from './duration';
