import { z } from 'zod';
import { explain } from '../change/answer';
import { cut } from '../change/verified';
import { type FreezeDeed, mayFreeze } from '../change/freeze';
import { personOf } from '../change/tell';
import { CannotDecide, decideBake } from './decide-bake';
import { getFreeze, setFreeze } from './freeze-store';
import { bind, type Runtime } from './runtime';

const said = {
  application: z.string().min(1),
  reason: z
    .string()
    .trim()
    .min(1, { error: 'give a reason' })
    .max(1000, { error: 'give a reason of at most 1,000 characters' }),
};
const requestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['freeze', 'unfreeze']), ...said }),
  z.strictObject({ do: z.enum(['continue', 'rollback']), ...said, number: z.int({ error: 'name the change' }).min(1) }),
]);
type Request = z.output<typeof requestSchema>;

/** Lambda fills this in: its own account, and the caller from the signature of the call; nobody can write it into the body. */
const callSchema = z.object({
  requestContext: z.object({
    accountId: z.string().regex(/^\d{12}$/),
    authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }),
  }),
  body: z.string(),
  isBase64Encoded: z.boolean().default(false),
});

/** Characters of a request: a reason of 1,000, the rest, and room for escapes. */
const LONGEST = 10_000;

/** Answer of a function URL. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stops the line, starts it again, or takes a person's word on a bake that could not decide itself. */
export async function freeze(runtime: Runtime, event: unknown): Promise<HttpAnswer> {
  const call = callSchema.safeParse(event);
  if (!call.success)
    return answer(403, 'Nobody knows who calls: sign the request with the credentials of Identity Center.');
  if (call.data.body.length > LONGEST) return answer(400, `Say it in less than ${LONGEST} characters.`);
  const request = requestSchema.safeParse(readBody(call.data));
  if (!request.success) return answer(400, z.prettifyError(request.error));
  if (request.data.application !== runtime.settings.application)
    return answer(400, `This is change control of ${runtime.settings.application}.`);
  const { accountId, authorizer } = call.data.requestContext;
  const caller = authorizer.iam.userArn;
  const allowed = mayFreeze(request.data.do, caller, runtime.settings.policy, accountId);
  if (allowed.verdict !== 'pass') return answer(403, explain(allowed));
  return act(runtime, request.data, caller);
}

async function act(runtime: Runtime, request: Request, caller: string): Promise<HttpAnswer> {
  try {
    if ('number' in request) return answer(200, await decideBake(runtime, request, caller));
    return await turn(runtime, request.do, request.reason, caller);
  } catch (error) {
    if (error instanceof CannotDecide) return answer(409, error.message);
    console.error((error as Error).message);
    return answer(
      503,
      `${(error as Error).message} Nothing is certain; look with \`guarded change list\` and try again.`,
    );
  }
}

async function turn(runtime: Runtime, deed: FreezeDeed, reason: string, caller: string): Promise<HttpAnswer> {
  const before = await getFreeze(runtime);
  const frozen = deed === 'freeze';
  const { application } = runtime.settings;
  if ((before?.frozen ?? false) === frozen)
    return answer(
      200,
      frozen
        ? `${before!.by} stopped the line of ${application} already.`
        : `The line of ${application} is not stopped.`,
    );
  const state = { frozen, by: personOf(caller), at: runtime.now().toISOString(), reason: cut(reason, 1000) };
  if (!(await setFreeze(runtime, before, state)))
    return answer(409, 'Somebody else stopped or started the line at this moment. Look and try again.');
  return answer(200, `The line of ${application} is ${frozen ? 'stopped' : 'started again'}.`);
}

function readBody({ body, isBase64Encoded }: { body: string; isBase64Encoded: boolean }): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
  } catch {
    return undefined;
  }
}

function answer(statusCode: number, message: string): HttpAnswer {
  const body = JSON.stringify({ ok: statusCode === 200, message });
  return { statusCode, headers: { 'content-type': 'application/json' }, body };
}

/** Entry point of the function. */
export const handler = bind(freeze, { refused: async (_clients, _event, why) => answer(400, why) });
