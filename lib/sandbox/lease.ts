import { z } from 'zod';

/** Where a lease stands. */
export const LEASE_STATES = ['creating', 'ready', 'expiring', 'deleting', 'deleted', 'reported'] as const;

/** Where a lease stands. */
export type LeaseState = (typeof LEASE_STATES)[number];

const happening = z.strictObject({ at: z.string(), by: z.string(), what: z.string() });

/** Something that would not die: what it is and why. */
const remain = z.strictObject({
  /** `stack`, `bucket`, `log group`, `secret`, `network interface`, `key` or the type of a resource. */
  kind: z.string(),
  /** ARN or name. */
  id: z.string(),
  why: z.string(),
});

/** Something that would not die. */
export type Remain = z.output<typeof remain>;

/** One environment of one application, for one person or one branch. */
export const leaseSchema = z.strictObject({
  version: z.literal(1),
  /** Unique for all time: the name and when it was made. */
  id: z.string(),
  name: z.string(),
  application: z.string(),
  /** User name in Identity Center; `preview` where a push made it. */
  owner: z.string(),
  branch: z.string(),
  state: z.enum(LEASE_STATES),
  /** ISO 8601. */
  created: z.string(),
  expires: z.string(),
  /** US dollars. */
  budget: z.number(),
  /** US dollars so far; null until the bill knows, a day later. */
  cost: z.number().nullable(),
  /** What the stacks say: URLs. */
  outputs: z.record(z.string(), z.string()),
  /** Commit that is deployed. */
  revision: z.string().nullable(),
  /** Digest of what was built of it, and where that lies: bucket and key. */
  assembly: z.strictObject({ digest: z.string(), location: z.string() }).nullable(),
  /** Counts deployments; each is built once. */
  deployment: z.int(),
  /** What runs for the newest deployment. */
  run: z.strictObject({ phase: z.enum(['build', 'deploy']), id: z.string().nullable(), since: z.string() }).nullable(),
  /** What ran last, for whoever reads its log. */
  lastRun: z.strictObject({ phase: z.enum(['build', 'deploy']), id: z.string() }).nullable(),
  /** Why the last deployment failed; null where it did not. */
  problem: z.string().nullable(),
  /** Passes of the deletion so far, and when the next is due. */
  passes: z.int(),
  next: z.string().nullable(),
  remains: z.array(remain),
  /** Log groups of functions of its stacks, which no stack deletes. */
  logGroups: z.array(z.string()),
  /** What was told already: `ready`, `warned`, `budget`. */
  told: z.array(z.string()),
  history: z.array(happening),
  /** Counts writes: whoever writes names the one that it read. */
  revisionOfItem: z.int(),
});

/** One environment of one application, for one person or one branch. */
export type Lease = z.output<typeof leaseSchema>;

/** Owner of leases that pushes make. */
export const PREVIEW_OWNER = 'preview';

/** A lease as the command and the contract show it. */
export interface LeaseView {
  readonly name: string;
  readonly application: string;
  readonly owner: string;
  readonly branch: string;
  readonly state: LeaseState;
  readonly expires: string;
  readonly budget: number;
  readonly cost: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly created: string;
  readonly revision: string | null;
  readonly problem: string | null;
  readonly phase: 'build' | 'deploy' | null;
  readonly remains: readonly Remain[];
  readonly history: Lease['history'];
}

/** What everybody of the team may see of a lease. */
export function viewOf(lease: Lease): LeaseView {
  const { name, application, owner, branch, state, expires, budget, cost, outputs } = lease;
  const { created, revision, problem, remains, history } = lease;
  const more = { created, revision, problem, phase: lease.run?.phase ?? null, remains, history };
  return { name, application, owner, branch, state, expires, budget, cost, outputs, ...more };
}

/** Whether nothing of it is left, for good. */
export function isOver(lease: Pick<Lease, 'state'>): boolean {
  return lease.state === 'deleted';
}

/** One thing that CloudFormation did for a lease, as the function tells it and the command shows it. */
export interface StackEventView {
  readonly at: string;
  readonly stack: string;
  readonly resource: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
}
