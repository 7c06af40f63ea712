import { z } from 'zod';
import { isLeaseName, NAME_FORM } from './names';

const name = z.string({ error: 'name the environment' }).refine(isLeaseName, { error: `write ${NAME_FORM}` });
/** Names of branches as git takes them, without what an option or a shell could read. */
const branch = z
  .string({ error: 'name the branch' })
  .max(200, { error: 'write a branch of at most 200 characters' })
  .regex(/^(?![-/.])(?!.*(\.\.|\/\/|@\{|\.lock$|[/.]$))[\w./@#+-]+$/, {
    error: 'write the name of a branch: feature/search',
  });
const minutes = z.number({ error: 'write a lifetime' }).min(1, { error: 'write a lifetime of at least a minute' });
const application = z.string({ error: 'name the application' }).min(1, { error: 'name the application' });
const why = z.string().trim().max(500, { error: 'give a reason of at most 500 characters' });

/** What people may ask for. Who asks is no part of it. */
export const requestSchema = z.discriminatedUnion(
  'do',
  [
    z.strictObject({
      do: z.literal('create'),
      application,
      branch,
      name: name.optional(),
      minutes: minutes.optional(),
      budget: z.number().positive({ error: 'write a budget in US dollars, above 0' }).optional(),
      why: why.optional(),
    }),
    z.strictObject({ do: z.literal('list'), application, ended: z.boolean().default(false) }),
    z.strictObject({
      do: z.enum(['show', 'logs', 'events']),
      application,
      name,
      after: z.string().max(500).optional(),
    }),
    z.strictObject({ do: z.literal('extend'), application, name, minutes: minutes.optional(), why: why.optional() }),
    z.strictObject({ do: z.literal('delete'), application, name, why: why.optional() }),
  ],
  { error: 'ask for one of create, list, show, events, logs, extend, delete' },
);

/** What people may ask for. */
export type SandboxRequest = z.output<typeof requestSchema>;

/** A request to create. */
export type CreateRequest = Extract<SandboxRequest, { do: 'create' }>;
