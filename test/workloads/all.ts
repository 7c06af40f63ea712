import { CORPUS } from './corpus';
import { PODS } from './pods';
import { PROVIDED } from './provided';
import { RUNNING } from './running';
import { TEAM } from './team';
import type { Workloads } from './workload';

const named = (family: string, workloads: Workloads): Workloads =>
  Object.fromEntries(Object.entries(workloads).map(([name, add]) => [`${family}-${name}`, add]));

/** Every workload that is proved, named by its family. */
export const ALL: Workloads = {
  ...CORPUS,
  ...named('team', TEAM),
  ...named('running', RUNNING),
  ...named('provided', PROVIDED),
  ...named('pods', PODS),
};
