import { readSnapshot } from '../world/snapshot/read';
import type { SnapshotFile } from './facts';

/** Reads the snapshot that platform.yaml names, as a proof would. It lies on this machine: no credentials are needed. */
export function lookAtSnapshot(file: string): SnapshotFile {
  try {
    return { describes: readSnapshot(file).accounts.some(({ described }) => described) };
  } catch (error) {
    return { describes: false, problem: (error as Error).message.split('\n')[0]! };
  }
}
