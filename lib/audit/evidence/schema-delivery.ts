import { z } from 'zod';

const stage = z.strictObject({
  name: z.string(),
  kind: z.enum(['source', 'build', 'verify', 'deploy', 'approval', 'gate', 'other']),
  actions: z.array(z.string()),
  /** Approval actions: who must answer. */
  approvers: z.array(z.string()),
  /** Accounts that something of the stage can deploy to. */
  deploysTo: z.array(z.string()),
  /** What follows a failure; absent where the template says nothing. */
  onFailure: z.string().optional(),
  /** Minutes that the stage watches what it deployed, where it does. */
  bakeMinutes: z.number().optional(),
  /** Alarms that take back what the stage deploys; absent where it deploys no stack that lists some. */
  alarms: z.array(z.string()).optional(),
});

/** One pipeline, stage by stage. */
export const pipelineSchema = z.strictObject({
  name: z.string(),
  account: z.string(),
  region: z.string(),
  type: z.string(),
  stages: z.array(stage),
  /** When prod opens, in words; absent where the template does not say. */
  window: z.string().optional(),
  where: z.string(),
});

/** One way from a commit or a person to a write in prod, with what stands on it. */
export const waySchema = z.strictObject({
  from: z.string(),
  kind: z.enum(['commit', 'person']),
  via: z.array(z.strictObject({ kind: z.enum(['stage', 'approval', 'gate', 'exception', 'role']), name: z.string() })),
  to: z.string(),
  where: z.string(),
});

/** One rollback alarm: what it watches and how fast it acts. */
export const alarmSchema = z.strictObject({
  name: z.string(),
  stack: z.string(),
  account: z.string(),
  region: z.string(),
  environment: z.string(),
  watches: z.string(),
  /** Seconds from the first bad request to the alarm, at the latest; absent where it is not known. */
  seconds: z.number().optional(),
  bakeMinutes: z.number().optional(),
  /** Why it cannot be relied on; empty where it can. */
  problems: z.array(z.string()),
  where: z.string(),
});

/** One pipeline. */
export type PipelineEvidence = z.output<typeof pipelineSchema>;

/** One stage of a pipeline. */
export type StageEvidence = z.output<typeof stage>;

/** One way to prod. */
export type Way = z.output<typeof waySchema>;

/** One rollback alarm. */
export type AlarmEvidence = z.output<typeof alarmSchema>;
