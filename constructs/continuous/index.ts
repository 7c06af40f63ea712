export { ProofChangeWatch } from './change-watch';
export type { ProofChangeWatchProps } from './change-watch';
export { ContinuousProof } from './continuous-proof';
export type { ContinuousProofProps, RecordedChanges, SnapshotReaders } from './continuous-proof-props';
