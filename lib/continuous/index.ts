/** The continuous proof, as its construct, its command and *Verify* share it: names, and which snapshot is the newest. */
export { ageOf, parseLatest } from './latest';
export type { LatestSnapshot, SnapshotAge } from './latest';
export { LATEST_KEY, LATEST_PACK_KEY, OLDEST_SNAPSHOT_HOURS, PROOF, PROOF_PREFIXES, SNAPSHOT_HOURS } from './wiring';
