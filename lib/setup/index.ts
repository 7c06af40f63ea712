export { setupOf } from './decide';
export type { Setup, SetupStep, StepState } from './decide';
export type { SetupCheck } from './checks';
export type { ServiceRole, SetupAccount, SetupFacts, SetupPlatform, Unseen } from './facts';
export { setupPlatform } from './platform';
export { lookAround } from './look';
export { tellSetup } from './tell';
