export { setupOf } from './decide';
export type { Setup, SetupStep, StepState } from './decide';
export type { SetupCheck } from './checks';
export { lookAtAssembly } from './assembly-file';
export { lookAtSnapshot } from './snapshot-file';
export type { AssemblyFile, ServiceRole, SetupAccount, SetupFacts, SetupPlatform, SnapshotFile, Unseen } from './facts';
export { setupPlatform } from './platform';
export { lookAround } from './look';
export { tellSetup } from './tell';
