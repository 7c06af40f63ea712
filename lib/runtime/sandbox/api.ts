import { z } from 'zod';
import { type Refusal, refuse, STATUS, isRefusal } from '../../sandbox/refusal';
import { requestSchema } from '../../sandbox/request';
import { ServiceFailure } from '../failure';
import { callerOf } from './caller';
import { serve } from './serve';
import { builds } from './clients/builds';
import { logs } from './clients/logs';
import { machines } from './clients/machines';
import { roles } from './clients/roles';
import { stacks } from './clients/stacks';
import { table } from './clients/table';
import { bindSandbox, type SandboxRuntime } from './runtime';

const callSchema = z.object({
  requestContext: z.unknown(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** Characters of a request. */
const LONGEST = 10_000;

/** Answer of a function URL. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers people: creates, lists, shows, extends and deletes their environments. */
export async function api(
  runtime: SandboxRuntime<'table' | 'machines' | 'roles' | 'stacks' | 'builds' | 'logs'>,
  event: unknown,
): Promise<HttpAnswer> {
  try {
    const answer = await answerTo(runtime, event);
    return isRefusal(answer) ? http(STATUS[answer.refused], answer) : http(200, answer);
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    console.error(error.message);
    const remedy = 'Nothing is certain; look with guarded env list and try again.';
    return http(503, refuse('busy', error.message, remedy));
  }
}

async function answerTo(
  runtime: SandboxRuntime<'table' | 'machines' | 'roles' | 'stacks' | 'builds' | 'logs'>,
  event: unknown,
): Promise<object | Refusal> {
  const call = callSchema.safeParse(event);
  if (!call.success) return refuse('input', 'The request is none of a function URL.', 'Use guarded env.');
  const identified = await callerOf(runtime, call.data.requestContext);
  if (!('caller' in identified)) return refuse('identity', identified.why, identified.remedy);
  if (call.data.body.length > LONGEST)
    return refuse('input', 'The request is too long.', `Say it in ${LONGEST} characters.`);
  const request = requestSchema.safeParse(readBody(call.data));
  if (!request.success) return refuse('input', z.prettifyError(request.error), 'See guarded env --help.');
  const { application } = runtime.settings.policy;
  if (request.data.application !== application)
    return refuse('input', `These are the environments of ${application}.`, `Ask for --application ${application}.`);
  return serve(runtime, request.data, identified.caller);
}

function readBody({ body, isBase64Encoded }: { body: string; isBase64Encoded: boolean }): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
  } catch {
    return undefined;
  }
}

function http(statusCode: number, answer: object): HttpAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
}

/** Entry point of the function. */
export const handler = bindSandbox({ builds, logs, machines, roles, stacks, table }, api);
