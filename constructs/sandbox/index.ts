export { Sandbox } from './sandbox';
export type { SandboxBudget, SandboxLifetime, SandboxProps, SandboxQuota, SandboxSource } from './sandbox-props';
