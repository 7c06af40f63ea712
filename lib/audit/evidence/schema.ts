import { z } from 'zod';
import { accessDetailSchema, accessSchema } from './schema-access';
import { alarmSchema, pipelineSchema, waySchema } from './schema-delivery';
import { changeSchema, populationSchema, withoutExecutionSchema } from './schema-changes';

const note = z.strictObject({ id: z.string(), statement: z.string() });
const verdict = z.enum(['proved', 'refuted', 'unknown']);
const count = z.int().min(0);

const request = z.strictObject({
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  context: z.record(z.string(), z.array(z.string())),
});

const step = z.strictObject({
  edge: z.string(),
  from: z.string(),
  to: z.string(),
  by: z.string(),
  because: z.array(z.string()),
});

const theorem = z.strictObject({
  id: z.string(),
  /** What is claimed, in words. */
  statement: z.string(),
  verdict,
  counterexamples: z.array(
    z.strictObject({ human: z.string(), steps: z.array(step), request, where: z.array(z.string()) }),
  ),
  more: count.optional(),
  unknowns: z.array(
    z.strictObject({
      why: z.string(),
      where: z.string(),
      who: z.string().optional(),
      way: z.array(z.string()).optional(),
      change: z.string().optional(),
    }),
  ),
  notApplicable: z.string().optional(),
  /** Claims of the certificate: checked without search, and resting on the search alone, with the reasons. */
  claims: z
    .strictObject({
      checked: count,
      searched: count,
      because: z.array(z.strictObject({ why: z.string(), count: count })).optional(),
    })
    .optional(),
});

/** Something that shows a control: a statement, stage, alarm, record, theorem or exception, and where it stands. */
export const witnessSchema = z.strictObject({ kind: z.string(), what: z.string(), where: z.string() });

const control = z.strictObject({
  framework: z.string(),
  id: z.string(),
  title: z.string(),
  claim: z.string(),
  /** How the verdict comes about, in words. */
  evaluated: z.string(),
  verdict: z.enum(['pass', 'fail', 'not evaluable here']),
  why: z.string(),
  witnesses: z.array(witnessSchema),
  /** Witnesses that are not listed, since there are too many of a kind. */
  more: count,
  doesNotShow: z.string(),
});

const acknowledged = z.strictObject({
  plugin: z.string(),
  rule: z.string(),
  description: z.string(),
  reason: z.string(),
  count: count,
  where: z.array(z.string()),
});

const fact = z.array(z.strictObject({ what: z.string(), where: z.string() }));

const difference = z.strictObject({ what: z.string(), before: z.string(), now: z.string() });

const driftFinding = z.strictObject({ where: z.string(), expected: z.string(), found: z.string(), kind: z.string() });

/** Everything a pack says; each of its other files is made from this one alone. */
export const evidenceSchema = z.strictObject({
  version: z.literal(1),
  /** When the pack was made, ISO 8601; the one thing in it that two runs on the same input differ in. */
  time: z.string(),
  generator: z.strictObject({ name: z.string(), version: z.string() }),
  subject: z.strictObject({
    digest: z.string(),
    source: z.enum(['assembly', 'snapshot']),
    accounts: count,
    humans: count,
    principals: count,
    actions: count,
  }),
  organization: z.strictObject({
    id: z.string(),
    managementAccountId: z.string(),
    accounts: z.array(
      z.strictObject({ id: z.string(), name: z.string(), environment: z.string(), guarded: z.boolean() }),
    ),
  }),
  catalogue: z.strictObject({ name: z.string(), version: z.string() }),
  verdict,
  theorems: z.array(theorem),
  /** Claims of the certificate: verified without search, and resting on the search alone. */
  certificate: z.strictObject({ verified: count, decided: count, ceilingVerified: count, ceilingDecided: count }),
  assumptions: z.array(note),
  exceptions: z.array(
    note.extend({
      principals: z.array(z.string()),
      actions: z.array(z.string()),
      resources: z.array(z.string()),
    }),
  ),
  controls: z.array(control),
  access: z.array(accessSchema),
  accessDetails: z.array(accessDetailSchema),
  /** Statements by place, as a policy document writes them. */
  statements: z.record(z.string(), z.string()),
  ways: z.array(waySchema),
  pipelines: z.array(pipelineSchema),
  alarms: z.array(alarmSchema),
  acknowledged: z.array(acknowledged),
  changes: z.array(changeSchema),
  changesWithoutExecution: z.array(withoutExecutionSchema),
  population: populationSchema,
  /** Changes drawn for sampling, by id. */
  sample: z.strictObject({ size: count, seed: z.int(), of: count, changes: z.array(z.string()) }),
  /** What of the platform keeps and tells what happens. */
  platform: z.strictObject({ trails: fact, writeOnceStores: fact, writeAlarms: fact }),
  leases: z.array(z.record(z.string(), z.unknown())),
  /** What is deployed against what was synthesized, where a snapshot was given. */
  deployed: z
    .strictObject({
      digest: z.string(),
      verdict,
      theorems: z.array(z.strictObject({ id: z.string(), verdict })),
      drift: z.array(driftFinding),
      /** What the snapshot does not hold, so that nobody could compare it. */
      notCompared: z.array(z.string()),
    })
    .optional(),
  /** Since an earlier pack, where one was given. */
  since: z.strictObject({ time: z.string(), digest: z.string(), differences: z.array(difference) }).optional(),
});

/** Everything a pack says. */
export type Evidence = z.output<typeof evidenceSchema>;

/** One control with its verdict. */
export type ControlResult = Evidence['controls'][number];

/** Something that shows a control. */
export type Witness = z.output<typeof witnessSchema>;

/** The JSON Schema of evidence.json. */
export function evidenceJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(evidenceSchema, { io: 'output', target: 'draft-7' }), title: 'Audit evidence, version 1' };
}
