import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ENDED_BADLY, EXECUTION_CHANGED } from '../change/wiring';
import type { Fleet } from './fleet';
import { bodyOf, type Queued } from './queued';
import { whoseEntry } from './whose';

/** What goes into the lane of an application. */
export interface Letter {
  readonly application: string;
  /** An application has a lane for what it does and one for what ended badly, which never waits behind the former. */
  readonly lane: string;
  /** The same happening has the same id, so that the queue takes it once. */
  readonly id: string;
  readonly event: object;
}

const ENDINGS: readonly string[] = ENDED_BADLY;

const short = z.string().min(1).max(100);
const heardSchema = z.object({
  /** What SQS takes for an id of a message; without one the message's own serves. */
  id: z
    .string()
    .regex(/^[!-~]{1,128}$/)
    .optional()
    .catch(undefined),
  source: z.literal('aws.codepipeline'),
  'detail-type': z.string().optional(),
  detail: z.object({ pipeline: short, 'execution-id': short, action: short.optional(), state: short.optional() }),
});

/** The lane of an application. */
export const laneOf = (application: string): string => application;

/** Its lane for executions that ended badly. */
export const endingsOf = (application: string): string => `${application}/ended`;

/** The application that a lane belongs to. */
export const ownerOf = (lane: string): string => lane.split('/')[0]!;

/**
 * The letter that an event of a pipeline makes; undefined for a pipeline that nobody here serves. Only what handlers read goes
 * along, so that no letter is too large for the batch that it travels in.
 *
 * @throws where it is no event of a pipeline: then nobody knows whose it is.
 */
export function letterOf(fleet: Fleet, message: Queued): Letter | undefined {
  const heard = heardSchema.parse(bodyOf(message));
  const { source, detail } = heard;
  const application = fleet.ofPipeline(detail.pipeline);
  if (application === undefined) return undefined;
  const id = heard.id ?? message.messageId;
  const { pipeline, 'execution-id': execution, state = '' } = detail;
  if (heard['detail-type'] === EXECUTION_CHANGED && ENDINGS.includes(state))
    return { application, id, lane: endingsOf(application), event: { do: 'end', pipeline, execution } };
  return { application, id, lane: laneOf(application), event: { source, detail } };
}

const noticedSchema = z.object({
  eventSource: z.literal('aws:dynamodb'),
  eventName: z.string(),
  dynamodb: z.object({
    SequenceNumber: z.string().min(1),
    NewImage: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
  }),
});

/** A new item of the table, as its stream tells it. */
export type Noticed = z.output<typeof noticedSchema>;

/** Reads items of a stream; undefined where it is another batch. */
export function readNoticed(entries: readonly unknown[]): Noticed[] | undefined {
  const read = z.array(noticedSchema).safeParse(entries);
  return read.success ? read.data : undefined;
}

/** The letter that a notice makes: its key alone, since whoever sends it reads it again. @throws where it is nobody's. */
export function noticeLetter({ eventSource, eventName, dynamodb }: Noticed): Letter {
  const { pk, sk } = dynamodb.NewImage;
  const told = whoseEntry({ dynamodb });
  if (told.kind !== 'application') throw new Error(`${pk.S} is the partition of no application’s notices.`);
  const { application } = told;
  const id = createHash('sha256').update(`${pk.S}\u0000${sk.S}`).digest('hex');
  const event = { Records: [{ eventSource, eventName, dynamodb: { NewImage: { pk, sk } } }] };
  return { application, id, lane: laneOf(application), event };
}
