export { setupOf } from './decide';
export type { Setup, SetupStep, StepState } from './decide';
export type { SetupAccount, SetupFacts, SetupPlatform } from './facts';
export { setupPlatform } from './platform';
export { lookAround } from './look';
export { tellSetup } from './tell';
