import { CONTAINERS } from './containers';
import { DATA } from './data';
import { EDGE } from './edge';
import { FUNCTIONS } from './functions';
import { MESSAGES } from './messages';
import { SERVICES } from './services';
import { STORES } from './stores';
import type { Workloads } from './workload';

const FAMILIES: Readonly<Record<string, Workloads>> = {
  functions: FUNCTIONS,
  messages: MESSAGES,
  stores: STORES,
  containers: CONTAINERS,
  edge: EDGE,
  data: DATA,
  services: SERVICES,
};

/** Every workload of the corpus, named by its family. */
export const CORPUS: Workloads = Object.fromEntries(
  Object.entries(FAMILIES).flatMap(([family, workloads]) =>
    Object.entries(workloads).map(([name, add]) => [`${family}-${name}`, add]),
  ),
);
