import { z } from 'zod';
import { proverSchema, scannedSchema, withinSchema } from './draft';

const base = {
  /** The same happening has the same id however often it is told. */
  id: z.string().min(1).max(300),
  /** ISO 8601. */
  at: z.string().min(1),
};
const text = z.string().max(4000);
const stage = z.string().min(1).max(100);

const commit = z.strictObject({ id: z.string(), author: z.string(), title: z.string() });

const release = z.strictObject({ change: z.string(), revision: z.string() });

/** What Verify found, as the record keeps it: long texts are cut, lists of authors never. */
export const verifiedSchema = z.strictObject({
  revision: z.string(),
  base: z.string().optional(),
  /** What was released last when it was verified; absent before the first release. The gate says what prod returns to. */
  returnTo: release.optional(),
  digest: z.string(),
  title: text,
  why: text,
  commits: z.array(commit),
  /** Commits of the range, those left out of `commits` included. */
  commitCount: z.int(),
  /** Their ids, up to a thousand: what may be released in between and is part of this change. */
  range: z.array(z.string()).default([]),
  /** Author, committer and co-authors of every commit. */
  authors: z.array(z.string()),
  historyUnknown: z.boolean(),
  incident: z.string().optional(),
  /** Date of the oldest commit, as it claims, ISO 8601. */
  firstCommitAt: z.string().optional(),
  proof: z.string(),
  /** The package that proved it, where it is not the one that was deployed. */
  prover: proverSchema.optional(),
  /** What was deployed when it was proved, and how old that was. */
  within: withinSchema.optional(),
  /** Images that were built from source, and what their scans found. */
  images: z.array(scannedSchema).optional(),
  difference: z.array(text),
});

/** One thing that happened to a change. */
export const changeEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('opened'), trigger: text, starter: z.string().optional() }),
  z.strictObject({ ...base, kind: z.literal('verified'), found: verifiedSchema }),
  z.strictObject({ ...base, kind: z.literal('tested'), stage, action: z.string(), passed: z.boolean(), note: text }),
  z.strictObject({
    ...base,
    kind: z.literal('answered'),
    action: z.string(),
    by: z.string(),
    approved: z.boolean(),
    comment: text,
    /** Every approval that the policy requires is given with this one. */
    complete: z.boolean(),
  }),
  /** A newer change that holds this one is to take its place. */
  z.strictObject({ ...base, kind: z.literal('replaced'), by: z.string() }),
  z.strictObject({ ...base, kind: z.literal('waiting'), reason: text, until: z.string() }),
  z.strictObject({
    ...base,
    kind: z.literal('gated'),
    passed: z.boolean(),
    reason: text,
    /** What is in prod at this moment, and so what it returns to; absent before the first release. */
    returnTo: release.optional(),
    /** Alarms that fired at this moment and that the change, a fix or a first release, may silence: ARNs. */
    firing: z.array(z.string()).default([]),
  }),
  z.strictObject({ ...base, kind: z.literal('deploying'), stage }),
  z.strictObject({ ...base, kind: z.literal('baking'), stage }),
  z.strictObject({ ...base, kind: z.literal('inconclusive'), stage, reason: text }),
  z.strictObject({ ...base, kind: z.literal('decided'), stage, by: z.string(), go: z.boolean(), reason: text }),
  z.strictObject({
    ...base,
    kind: z.literal('wave'),
    stage,
    state: z.enum(['healthy', 'failed', 'rolling back', 'rolled back', 'not rolled back']),
    reason: text,
  }),
  z.strictObject({
    ...base,
    kind: z.literal('sealed'),
    outcome: z.enum(['succeeded', 'rolled back', 'rejected']),
    reason: text,
  }),
]);

/** One thing that happened to a change. */
export type ChangeEvent = z.output<typeof changeEventSchema>;

/** What Verify found, as the record keeps it. */
export type Verified = z.output<typeof verifiedSchema>;

/** One page of a record in the write-once store: what was appended together. */
export const pageSchema = z.strictObject({
  version: z.literal(1),
  change: z.string(),
  execution: z.string(),
  /** 1 for the first page. */
  page: z.int().min(1),
  events: z.array(changeEventSchema).min(1),
});

/** One page of a record in the write-once store. */
export type Page = z.output<typeof pageSchema>;
