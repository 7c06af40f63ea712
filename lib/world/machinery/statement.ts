import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What machinery was made from: enough to make it again, byte for byte. */
const shared = {
  /** Version of this package. */
  packageVersion: z.string(),
  /** SHA-256 of that package with the libraries beside it, as it travels. */
  tool: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Version of aws-cdk-lib. */
  cdkVersion: z.string(),
  /** Construct path. */
  path: z.string(),
  /** The properties as JSON. */
  properties: z.record(z.string(), z.json()),
};

/** What a `GuardedPlatform` was made from. */
export const platformStatementSchema = z.strictObject(shared);

/** What the pipelines of a stack were made from that somebody made by hand. */
export const pipelinesStatementSchema = z.array(
  z.strictObject({
    stack: z.strictObject({
      path: z.string(),
      stackName: z.string(),
      account: z.string().regex(/^\d{12}$/),
      region: z.string(),
      synthesizer: z.enum(['guarded', 'default']),
    }),
    pipeline: z.strictObject(shared),
  }),
);

/** JSON with its keys in order: the same for the same content. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** Digest of a JSON value, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}
