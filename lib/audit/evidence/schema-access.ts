import { z } from 'zod';

const count = z.int().min(0);

/**
 * What somebody may do in an account, at most: `reads` changes nothing, `sanctioned writes` are all within the named
 * exceptions, `unknown` could not be decided.
 */
export const ACCESS_LEVELS = ['nothing', 'reads', 'sanctioned writes', 'writes', 'unknown'] as const;

/** One principal in the account it lives in: a cell of the matrix. */
export const accessSchema = z.strictObject({
  principal: z.string(),
  who: z.enum(['people', 'machine']),
  /** Permission set, user or role name. */
  name: z.string(),
  account: z.string(),
  accountName: z.string(),
  environment: z.string(),
  guarded: z.boolean(),
  level: z.enum(ACCESS_LEVELS),
  /** Actions that change something and are allowed on some resource in some circumstance. */
  writes: count,
  /** Who may become it, as its trust policy says; people sign in. */
  assumedBy: z.array(z.string()),
  where: z.string(),
  /** Index into `accessDetails`. */
  detail: count,
});

/** Why: groups of actions that the same statements decide. */
export const accessDetailSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      verdict: z.enum(['allowed', 'sanctioned', 'unknown']),
      /** The first actions of the group by name. */
      actions: z.array(z.string()),
      count,
      /** A request that is allowed; absent where nobody can decide. */
      example: z
        .strictObject({
          action: z.string(),
          resource: z.string(),
          context: z.record(z.string(), z.array(z.string())),
        })
        .optional(),
      /** The statement of each layer that admits it, by place. */
      because: z.array(z.strictObject({ layer: z.string(), statement: z.string() })),
      exceptions: z.array(z.string()),
      why: z.string().optional(),
    }),
  ),
  /** What keeps everything else out: groups of writes and the layer or statement that blocks them. */
  blocked: z.array(z.strictObject({ count, by: z.string(), statement: z.string().optional() })),
  /** All statements that speak about the principal, by layer. */
  layers: z.array(z.strictObject({ layer: z.string(), statements: z.array(z.string()) })),
});

/** One cell of the matrix. */
export type Access = z.output<typeof accessSchema>;

/** Why a cell is as it is. */
export type AccessDetail = z.output<typeof accessDetailSchema>;
