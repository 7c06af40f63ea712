import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { z } from 'zod';
import { plain } from '../change/escape';
import { cut } from '../change/verified';
import type { Clients } from './clients';
import { attempt } from './failure';
import type { Runtime } from './runtime';

const jobSchema = z.object({
  'CodePipeline.job': z.object({
    id: z.string().min(1).max(100),
    accountId: z
      .string()
      .regex(/^\d{12}$/)
      .optional(),
    data: z.object({
      actionConfiguration: z.object({ configuration: z.object({ UserParameters: z.string().max(1000) }) }),
    }),
  }),
});

/** What every action and state machine of the pipeline sends. */
export const fourKeys = {
  application: z.string().min(1),
  pipeline: z.string().min(1),
  execution: z.string().regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'is no id of an execution' }),
  digest: z.string().max(100),
};

/** A job of a Lambda action. */
export interface Job<P> {
  readonly id: string;
  /** Account of the pipeline, 12 digits, as CodePipeline tells it. */
  readonly account?: string;
  readonly parameters: P;
}

/** Whether an event is a job of CodePipeline. */
export function isJob(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'CodePipeline.job' in event;
}

/**
 * Does the work of a job and tells CodePipeline how it ended. Whatever goes wrong is a failure of the action, never a
 * success, and its message says what to do; only a failure to tell is thrown, so that Lambda tries again.
 */
export async function answerJob<P extends { application: string; pipeline: string }>(
  runtime: Runtime,
  event: unknown,
  parameters: z.ZodType<P>,
  work: (job: Job<P>) => Promise<Record<string, string>>,
): Promise<void> {
  const id = jobId(event);
  let outputVariables: Record<string, string>;
  try {
    outputVariables = await work({ id, ...readJob(runtime, event, parameters) });
  } catch (error) {
    return failJob(runtime.clients, id, error instanceof Error ? error.message : String(error));
  }
  const success = new PutJobSuccessResultCommand({ jobId: id, outputVariables });
  return settle(() => runtime.clients.pipeline.send(success));
}

/** A job that is not even looked at fails with the reason; whatever is no job is thrown. */
export async function refuseJob(clients: Pick<Clients, 'pipeline'>, event: unknown, why: string): Promise<void> {
  if (!isJob(event)) throw new Error(why);
  await failJob(clients, jobId(event), why);
}

function failJob({ pipeline }: Pick<Clients, 'pipeline'>, jobId: string, why: string): Promise<void> {
  const message = cut(plain(why), 5000);
  const failure = new PutJobFailureResultCommand({ jobId, failureDetails: { type: 'JobFailed', message } });
  return settle(() => pipeline.send(failure));
}

function jobId(event: unknown): string {
  const id = (event as { 'CodePipeline.job'?: { id?: unknown } } | null)?.['CodePipeline.job']?.id;
  if (typeof id === 'string' && id) return id;
  throw new Error('The event is no job of CodePipeline: it has no "CodePipeline.job" with an id. Nothing was done.');
}

function readJob<P extends { application: string; pipeline: string }>(
  { settings }: Runtime,
  event: unknown,
  schema: z.ZodType<P>,
): Omit<Job<P>, 'id'> {
  const job = jobSchema.safeParse(event);
  if (!job.success)
    throw new Error(
      `The job is malformed: ${z.prettifyError(job.error)}. Release the platform again, which deploys the pipeline.`,
    );
  const { accountId: account, data } = job.data['CodePipeline.job'];
  const text = data.actionConfiguration.configuration.UserParameters;
  const read = schema.safeParse(parseJson(text));
  if (!read.success)
    throw new Error(
      `The UserParameters are malformed: ${z.prettifyError(read.error)}. Release the platform again, which deploys the pipeline.`,
    );
  assertOurs(settings, read.data);
  return { parameters: read.data, ...(account ? { account } : {}) };
}

/** A handler works for one application and its pipeline alone. */
export function assertOurs(
  settings: { readonly application: string; readonly pipeline: string },
  told: { readonly application: string; readonly pipeline: string },
): void {
  if (told.application === settings.application && told.pipeline === settings.pipeline) return;
  throw new Error(
    `This is change control of ${settings.application} (pipeline ${settings.pipeline}), not of ${cut(told.application, 50)} (pipeline ${cut(told.pipeline, 100)}). Release the platform again, which deploys the pipeline.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A job that has its answer already keeps it. */
async function settle(send: () => Promise<unknown>): Promise<void> {
  try {
    await attempt('tell CodePipeline how the job ended', send, 'InvalidJobStateException');
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InvalidJobStateException') throw error;
  }
}
