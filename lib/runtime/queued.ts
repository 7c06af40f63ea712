import { z } from 'zod';

const queuedSchema = z.object({
  messageId: z.string().min(1),
  body: z.string(),
  eventSource: z.literal('aws:sqs'),
  attributes: z.object({
    ApproximateReceiveCount: z.coerce.number().int(),
    /** The lane that it stands in; what comes straight from a rule has none yet. */
    MessageGroupId: z.string().optional(),
  }),
});

/** A message of a queue, as Lambda hands it over. */
export type Queued = z.output<typeof queuedSchema>;

/** Reads messages of a queue; undefined where it is another batch. @throws where one of a queue is malformed. */
export function readQueued(entries: readonly unknown[]): Queued[] | undefined {
  if (!entries.some((entry) => (entry as { eventSource?: unknown } | null)?.eventSource === 'aws:sqs'))
    return undefined;
  return entries.map((entry) => queuedSchema.parse(entry));
}

/** What a message says; undefined where it is no JSON. */
export function bodyOf({ body }: Pick<Queued, 'body'>): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
