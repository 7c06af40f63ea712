import { z } from 'zod';

/** Whose an event is that reaches change control of many applications. */
export type Whose =
  | { readonly kind: 'application'; readonly application: string }
  /** An event of CodePipeline names its pipeline alone. */
  | { readonly kind: 'pipeline'; readonly pipeline: string }
  /** A schedule speaks to all. */
  | { readonly kind: 'every' }
  | { readonly kind: 'nobody' };

const NOBODY: Whose = { kind: 'nobody' };

const named = z.object({ application: z.string().min(1).max(100) });

/** Shapes in which an event names its application, by handler; the first that fits counts. */
const SHAPES: readonly { readonly shape: z.ZodType; readonly whose: (event: never) => Whose }[] = [
  {
    shape: z.object({
      'CodePipeline.job': z.object({
        data: z.object({ actionConfiguration: z.object({ configuration: z.object({ UserParameters: z.string() }) }) }),
      }),
    }),
    whose: (event: {
      'CodePipeline.job': { data: { actionConfiguration: { configuration: { UserParameters: string } } } };
    }) => whoseText(event['CodePipeline.job'].data.actionConfiguration.configuration.UserParameters),
  },
  // A call of the stop address: what the body says alone does not count, Lambda fills in the context.
  {
    shape: z.object({ requestContext: z.object({}), body: z.string(), isBase64Encoded: z.boolean().default(false) }),
    whose: ({ body, isBase64Encoded }: { body: string; isBase64Encoded: boolean }) =>
      whoseText(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body),
  },
  {
    shape: z.object({ detail: z.object({ pipeline: z.string().min(1) }) }),
    whose: (event: { detail: { pipeline: string } }) => ({ kind: 'pipeline', pipeline: event.detail.pipeline }),
  },
  {
    shape: z.object({ do: z.enum(['seal', 'end']), pipeline: z.string().min(1) }),
    whose: ({ pipeline }: { pipeline: string }) => ({ kind: 'pipeline', pipeline }),
  },
  { shape: z.object({ input: named }), whose: ({ input }: { input: { application: string } }) => ours(input) },
  { shape: named, whose: ours },
  { shape: z.object({ do: z.literal('sweep') }), whose: () => ({ kind: 'every' }) },
];

/** Tells whose an event is; what names nobody is nobody's. */
export function whose(event: unknown): Whose {
  for (const { shape, whose: tell } of SHAPES) {
    const read = shape.safeParse(event);
    if (read.success) return tell(read.data as never);
  }
  return NOBODY;
}

function ours({ application }: { readonly application: string }): Whose {
  return { kind: 'application', application };
}

function whoseText(text: string): Whose {
  try {
    const read = named.safeParse(JSON.parse(text));
    return read.success ? ours(read.data) : NOBODY;
  } catch {
    return NOBODY;
  }
}

/** A batch of notices, of whichever applications. */
export interface Batch {
  readonly Records: readonly unknown[];
}

/** Whether an event is a batch, of the table's stream or of a topic. */
export function isBatch(event: unknown): event is Batch {
  return Array.isArray((event as { Records?: unknown } | null)?.Records);
}

const noticed = z.object({
  dynamodb: z.object({ NewImage: z.object({ pk: z.object({ S: z.string().startsWith('NOTICE#') }) }) }),
});
const received = z.object({ Sns: z.object({ Message: z.string() }) });

/** Whose one entry of a batch is: a notice stands in the partition of its application, a receipt says whose it is. */
export function whoseEntry(entry: unknown): Whose {
  const notice = noticed.safeParse(entry);
  if (notice.success) return ours({ application: notice.data.dynamodb.NewImage.pk.S.slice('NOTICE#'.length) });
  const receipt = received.safeParse(entry);
  return receipt.success ? whoseText(receipt.data.Sns.Message) : NOBODY;
}
