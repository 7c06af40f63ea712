import { z } from 'zod';

const count = z.int().min(0);

const approval = z.strictObject({
  action: z.string(),
  by: z.string(),
  approved: z.boolean(),
  at: z.string(),
  comment: z.string(),
});

/** What a change record says, as an auditor asks for it. */
const told = z.strictObject({
  change: z.string(),
  application: z.string(),
  state: z.string(),
  opened: z.string(),
  title: z.string(),
  why: z.string(),
  revision: z.string(),
  digest: z.string(),
  proof: z.string(),
  /** What was deployed when it was proved, and how old that was. */
  within: z.string().optional(),
  /** Images that were built from source, and what their scans found. */
  images: z.array(z.string()).optional(),
  authors: z.array(z.string()),
  starter: z.string().optional(),
  difference: z.array(z.string()),
  tests: z.array(
    z.strictObject({ stage: z.string(), action: z.string(), passed: z.boolean(), at: z.string(), note: z.string() }),
  ),
  approvals: z.array(approval),
  waves: z.array(z.strictObject({ stage: z.string(), state: z.string(), reason: z.string(), at: z.string() })),
  returnTo: z.string(),
  outcome: z.string(),
  history: z.array(z.strictObject({ at: z.string(), text: z.string() })),
});

/** One prod change: what the trail saw, the execution it belongs to, and what its record says. */
export const changeSchema = z.strictObject({
  /** The record's name, or the id of the event where there is none. */
  id: z.string(),
  at: z.string(),
  execution: z.string(),
  /** Deployments that the trail saw of it: account, region, stack and event. */
  deployments: z.array(
    z.strictObject({
      event: z.string(),
      at: z.string(),
      account: z.string(),
      region: z.string(),
      action: z.string(),
      stack: z.string(),
      by: z.string(),
    }),
  ),
  record: told.optional(),
  /** What an auditor would object to: not approved by another person, not tested, no way back, no outcome. */
  objections: z.array(z.string()),
});

/** A write in prod that belongs to no execution: the exception list. */
export const withoutExecutionSchema = z.strictObject({
  /** Id of the first event. */
  id: z.string(),
  first: z.string(),
  last: z.string(),
  count,
  account: z.string(),
  region: z.string(),
  action: z.string(),
  by: z.string(),
  resource: z.string(),
  /** Break-glass is named as such; what an exception sanctions is told with it; everything else is an exception to explain. */
  kind: z.enum(['break-glass', 'sanctioned', 'not sanctioned']),
  why: z.string(),
});

/** Where the population comes from, and what was wrong with it. */
export const populationSchema = z.strictObject({
  /** False where no trail was given: the lists of changes then are those of the records alone. */
  trail: z.boolean(),
  records: count,
  files: count,
  events: count,
  from: z.string(),
  to: z.string(),
  /** Writes in prod that machines make at run time, counted by role and action. */
  running: z.array(z.strictObject({ by: z.string(), action: z.string(), account: z.string(), count })),
  /**
   * Whatever could not be read or does not fit, with its place and how often; `lost` where something may be missing
   * because of it.
   */
  problems: z.array(z.strictObject({ what: z.string(), where: z.string(), count, lost: z.boolean() })),
});

/** One prod change. */
export type Change = z.output<typeof changeSchema>;

/** A write in prod without an execution. */
export type WithoutExecution = z.output<typeof withoutExecutionSchema>;

/** Where the population of changes comes from. */
export type Population = z.output<typeof populationSchema>;
