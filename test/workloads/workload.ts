import type { Construct } from 'constructs';

/** Small workloads by name: what a product team would write, each in a scope of its own. */
export type Workloads = Readonly<Record<string, (scope: Construct) => void>>;
