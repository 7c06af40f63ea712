/** Collects the snapshot that proofs about deployed accounts rest on. */
export { collect } from './collect';
export type { Collected, CollectOptions } from './collect';
export { connectThrough } from './connection';
export { DEFAULT_REGIONS } from './regions';
export { ENVIRONMENT_TAG } from './organization';
export type { Unread } from './unread';
