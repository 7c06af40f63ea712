import { z } from 'zod';

/** One commit as git tells it: text of a stranger, to be escaped wherever it is shown. */
export const commitSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{7,64}$/),
  /** `Alice <alice@example.com>`, as are committer and co-authors. */
  author: z.string().min(1).max(512),
  committer: z.string().min(1).max(512),
  coAuthors: z.array(z.string().min(1).max(512)).max(100).default([]),
  /** ISO 8601. */
  date: z.string().max(64),
  /** The separators of a history never stand in a text; where one does, a name was made to shift the fields. */
  message: z.string().regex(/^[^\u001e\u001f]*$/, { error: 'has a separator in it, so its author cannot be read' }),
});

/** What a release was proved within: what was deployed, as it was collected before. */
export const withinSchema = z.strictObject({
  /** When the collection began, ISO 8601; absent where a file was named and nobody says how old it is. */
  collected: z.string().max(64).optional(),
  /** How old it was when the release was proved: `3 hours old`. */
  age: z.string().max(200),
});

/** The package that proved a release, where it is not the one that is deployed: an earlier release let it in. */
export const proverSchema = z.strictObject({
  version: z.string().max(100),
  /** Of its content, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** An image that was built from source, and what its scan found. */
export const scannedSchema = z.strictObject({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** Number of findings by severity. */
  counts: z.record(z.string().max(64), z.int().min(0)),
  /** Findings that would have ended the release, and are accepted by the platform. */
  accepted: z.array(z.strictObject({ finding: z.string().max(300), reason: z.string().max(1000) })).max(200),
});

/** What Verify knows about a change; it lies at `drafts/<application>/<execution>.json` in the bucket of the records. */
export const draftSchema = z.strictObject({
  version: z.literal(1).default(1),
  /** Revision that would be released. */
  revision: z.string().min(1).max(256),
  /** Revision released last, which the commits begin after; absent before the first release. */
  base: z.string().min(1).max(256).optional(),
  /** `sha256:` and 64 hex digits over the whole assembly. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** Commits after `base` up to `revision`, newest first. */
  commits: z.array(commitSchema).max(5000),
  /** There is no history to read authors from, or not all of it. */
  historyUnknown: z.boolean(),
  /** Output of `guarded prove --json`. */
  proof: z.looseObject({ verdict: z.enum(['proved', 'refuted', 'unknown']) }),
  /** Absent where the package that is deployed proved it. */
  prover: proverSchema.optional(),
  /** Absent for a platform, whose own assembly holds its organization. */
  within: withinSchema.optional(),
  /** Absent where the application builds no images. */
  images: z.array(scannedSchema).max(500).optional(),
  /** Output of `guarded diff --json` against the released assembly; null before the first release. */
  difference: z.unknown(),
  /** The same in words, one line each, for people. */
  differenceText: z.array(z.string()).max(2000).default([]),
});

/** What Verify knows about a change. */
export type Draft = z.output<typeof draftSchema>;

/** One commit of a draft. */
export type DraftCommit = Draft['commits'][number];

/** Key of a draft in the bucket of the records. */
export function draftKey(application: string, execution: string): string {
  return `drafts/${application}/${execution}.json`;
}
