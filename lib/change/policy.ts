import { z } from 'zod';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "write a local time, '09:00'" });
/** Whole id of a commit: SHA-1 or SHA-256. */
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const names = z.array(z.string().min(1));

const window = z.strictObject({
  /** IANA name: `Europe/London`. */
  timeZone: z.string().min(1),
  open: z.array(z.strictObject({ days: z.array(z.enum(DAYS)).min(1), from: time, to: time })).min(1),
  /** Days `YYYY-MM-DD` on which it stays shut. */
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).default([]),
  /** Change Calendars of Systems Manager, names or ARNs, that must be open as well. */
  calendars: z.array(z.string().min(1)).default([]),
});

const target = z.strictObject({
  environment: z.string().default('prod'),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  /** ARN of the role of that account that alarms and objectives are read through. */
  readerRole: z.string().min(1),
  /** ARNs of the rollback alarms; where they are not known before, the bake is told. */
  alarms: z.array(z.string().min(1)).default([]),
});

const wave = z.strictObject({
  name: z.string().optional(),
  /** Name of the stage: `Prod-one-box`. */
  stage: z.string().min(1),
  /** Minutes that the wave is watched, above 0 up to 1,440. */
  bakeMinutes: z.number().positive().max(1440),
  /** Minutes that an inconclusive bake waits for a person before it fails, 0 to 1,440. */
  patienceMinutes: z.number().min(0).max(1440).default(60),
  targets: z.array(target).min(1).max(50),
});

/** What the gate, the bake and the unwinding of one application decide by. */
export const policySchema = z.strictObject({
  window,
  availability: z
    .strictObject({
      /** Percent over 30 days. */
      objective: z.number().min(90).lt(100),
      /** ARNs of the Application Signals objectives that measure it, in the accounts of the targets. */
      serviceLevelObjectives: z.array(z.string().min(1)).default([]),
    })
    .optional(),
  /** Names of the approval actions that must all be answered, each by another person. */
  approvals: z.array(z.string().min(1)).min(1),
  /** See `Identities`: addresses, ARNs and domains to user names, `=` and `machine`. */
  identities: z.record(z.string(), z.string().min(1)).default({}),
  /** Commit after which the first release begins. */
  firstReleaseAfter: z.string().regex(COMMIT).optional(),
  /** In the order in which prod changes. */
  waves: z.array(wave).min(1),
  /**
   * Permission sets whose holders may stop the line, start it again, and answer an approval action. An action that is
   * not named is answered with the permission set of its name, with or without the application before it.
   */
  rights: z
    .strictObject({ freeze: names, unfreeze: names, approve: z.record(z.string(), names.min(1)).default({}) })
    .default({ freeze: ['OnCall', 'ReleaseManager'], unfreeze: ['ReleaseManager'], approve: {} }),
});

/** What the gate, the bake and the unwinding of one application decide by, defaults filled in. */
export type ChangePolicy = z.output<typeof policySchema>;

/** The same as whoever writes it may write it: defaults left out. */
export type ChangePolicyInput = z.input<typeof policySchema>;

/** One wave of the policy. */
export type PolicyWave = ChangePolicy['waves'][number];

/** One account and region of a wave. */
export type PolicyTarget = PolicyWave['targets'][number];
