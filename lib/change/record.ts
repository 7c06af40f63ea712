import { z } from 'zod';
import { verifiedSchema } from './events';
import { CHANGE_STATES } from './states';

const happening = z.strictObject({ id: z.string(), kind: z.string(), at: z.string(), text: z.string() });

/** The record of one change: what, why, who, tested how, approved by whom, deployed when, and how it ended. */
export const recordSchema = z.strictObject({
  version: z.literal(1),
  /** `orders-42`. */
  change: z.string(),
  number: z.int().min(1),
  application: z.string(),
  pipeline: z.string(),
  /** Execution of the pipeline. */
  execution: z.string(),
  state: z.enum(CHANGE_STATES),
  /** When its first page was written, ISO 8601; empty before. */
  opened: z.string(),
  trigger: z.string(),
  /** ARN of whoever started the execution by hand. */
  starter: z.string().optional(),
  /** What Verify found. */
  verified: verifiedSchema.optional(),
  /** What prod returns to when the change is rolled back: as Verify saw it, then as the gate did. */
  returnTo: z.strictObject({ change: z.string(), revision: z.string() }).optional(),
  tests: z.array(
    z.strictObject({ stage: z.string(), action: z.string(), passed: z.boolean(), at: z.string(), note: z.string() }),
  ),
  approvals: z.array(
    z.strictObject({
      action: z.string(),
      by: z.string(),
      approved: z.boolean(),
      at: z.string(),
      comment: z.string(),
    }),
  ),
  /** Alarms that fired when the gate let a fix or a first release through; the bake gives them time to stop. ARNs. */
  firing: z.array(z.string()).default([]),
  waiting: z.strictObject({ reason: z.string(), until: z.string() }).optional(),
  waves: z.array(z.strictObject({ stage: z.string(), state: z.string(), reason: z.string(), at: z.string() })),
  /** When a wave first failed, ISO 8601. */
  failedAt: z.string().optional(),
  outcome: z.strictObject({ state: z.string(), reason: z.string(), at: z.string() }).optional(),
  /** Everything that happened, in order. */
  history: z.array(happening),
  /** Pages in the write-once store. */
  pages: z.int().min(0),
});

/** The record of one change. */
export type ChangeRecord = z.output<typeof recordSchema>;

/** A record to which nothing has happened yet. */
export function blankRecord(
  identity: Pick<ChangeRecord, 'change' | 'number' | 'application' | 'pipeline' | 'execution'>,
): ChangeRecord {
  return {
    version: 1,
    ...identity,
    state: 'drafted',
    opened: '',
    trigger: '',
    tests: [],
    approvals: [],
    firing: [],
    waves: [],
    history: [],
    pages: 0,
  };
}
