import { z } from 'zod';
import { explain } from '../change/answer';
import { checkBasis } from '../change/basis';
import { MAP_THEM, unknownHistory } from '../change/four-eyes';
import { neverKnown } from '../change/people';
import { draftKey, draftSchema } from '../change/draft';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { verifiedOf } from '../change/verified';
import { PAGE_ACTION, VARIABLES } from '../change/wiring';
import { getText } from './bucket';
import { getReleased } from './change-store';
import { readExecution } from './executions';
import { answerJob, fourKeys, isJob, type Job, refuseJob } from './job';
import { append } from './ledger';
import { endMade, isMade, MADE } from './made';
import { keepPage } from './page';
import { reconcile } from './reconcile';
import { replaceWaiting } from './replace';
import { bind, type Runtime } from './runtime';
import { seal } from './seal';
import { startUnwind, sweep } from './sweep';

const jobParameters = z.strictObject({ do: z.enum(['draft', 'page', 'close']), ...fourKeys });
type Parameters = z.output<typeof jobParameters>;

const eventSchema = z.union([
  z.object({ do: z.literal('seal'), execution: z.string().min(1).max(100), failure: z.string().optional() }),
  z.object({ do: z.literal('end'), execution: z.string().min(1).max(100) }),
  z.object({ do: z.literal('sweep') }),
  z.object({
    source: z.literal('aws.codepipeline'),
    detail: z.object({
      pipeline: z.string(),
      'execution-id': z.string().min(1).max(100),
      action: z.string().optional(),
      state: z.string().optional(),
    }),
  }),
]);

/** Keeps the change records: drafts and closes them for the pipeline, follows its events, seals what ended badly. */
export async function record(runtime: Runtime, event: unknown): Promise<unknown> {
  if (isJob(event)) return answerJob(runtime, event, jobParameters, (job) => doJob(runtime, job));
  const told = eventSchema.parse(event);
  if ('detail' in told) return follow(runtime, told.detail);
  if (told.do === 'end') return end(runtime, told.execution);
  return told.do === 'sweep' ? sweep(runtime) : seal(runtime, told.execution, told);
}

type Told = Extract<z.output<typeof eventSchema>, { detail: unknown }>['detail'];

/**
 * An execution ended badly. Where one application has change control to itself, a rule starts the way back; where many share
 * it, each starts its own here, in its turn. The way back comes first: no fault of a record may hold it up.
 */
async function end(runtime: Runtime, execution: string): Promise<void> {
  await startUnwind(runtime, execution, 'ended');
  await follow(runtime, { pipeline: runtime.settings.pipeline, 'execution-id': execution });
}

async function follow(runtime: Runtime, detail: Told): Promise<void> {
  if (detail.pipeline !== runtime.settings.pipeline) return;
  const execution = await readExecution(runtime, detail['execution-id']);
  if (execution.rollback) return;
  if (isMade(execution)) return endMade(runtime, execution);
  const found = await reconcile(runtime, execution);
  if (asksToReplace(detail)) await replaceWaiting(runtime, found);
}

/** A change that has come to its approvals may take the place of one that waits for them. */
function asksToReplace({ action, state }: Pick<Told, 'action' | 'state'>): boolean {
  return action === PAGE_ACTION && state === 'SUCCEEDED';
}

/** To follow an execution is to look at it: one look after the last of its events sees what all of them said. */
export function covers(earlier: unknown, later: unknown): boolean {
  const [first, last] = [detailOf(earlier), detailOf(later)];
  return first !== undefined && first['execution-id'] === last?.['execution-id'] && !asksToReplace(first);
}

function detailOf(event: unknown): Told | undefined {
  const read = eventSchema.safeParse(event);
  return read.success && 'detail' in read.data ? read.data.detail : undefined;
}

async function doJob(runtime: Runtime, { parameters }: Job<Parameters>): Promise<Record<string, string>> {
  const execution = await readExecution(runtime, parameters.execution);
  if (execution.rollback) return {};
  if (isMade(execution)) throw new Error(MADE);
  if (parameters.do === 'close') return close(runtime, parameters);
  if (parameters.do === 'page') return page(runtime, await reconcile(runtime, execution), parameters);
  const drafted = await draft(runtime, await reconcile(runtime, execution), parameters);
  return { [VARIABLES.number]: drafted.change };
}

async function close(runtime: Runtime, { execution }: Parameters): Promise<Record<string, string>> {
  const sealed = await seal(runtime, execution, { succeeded: true });
  if (sealed.outcome === 'succeeded') return { OUTCOME: sealed.outcome };
  throw new Error(`${sealed.change ?? execution} was not closed as succeeded. ${sealed.reason}`);
}

/** What is known right before people are asked: the tests before it are in the record by now. */
async function page(runtime: Runtime, record: ChangeRecord, { digest }: Parameters): Promise<Record<string, string>> {
  const { change, state, verified } = record;
  if (isFinal(state)) throw new Error(`${change} is sealed (${state}). Start a new release.`);
  if (!verified) throw new Error(`${change} was not verified, so nobody can approve it. Release again.`);
  if (verified.digest !== digest)
    throw new Error(`${change} is about ${verified.digest}, the pipeline carries ${digest}. Release again.`);
  return { [VARIABLES.page]: await keepPage(runtime, record) };
}

/** Reads what Verify left, and checks that it is about this execution and the digest that travels in the pipeline. */
async function draft(runtime: Runtime, open: ChangeRecord, { execution, digest }: Parameters): Promise<ChangeRecord> {
  if (isFinal(open.state)) throw new Error(`${open.change} is sealed (${open.state}). Start a new release.`);
  const key = draftKey(runtime.settings.application, execution);
  const read = draftSchema.safeParse(parseJson(await getText(runtime, key)));
  if (!read.success) throw new Error(`${key} is no draft: ${z.prettifyError(read.error)}. Release again.`);
  if (read.data.digest !== digest)
    throw new Error(`${key} is about ${read.data.digest}, the pipeline carries ${digest}. Release again.`);
  const released = await getReleased(runtime);
  const { policy } = runtime.settings;
  const found = verifiedOf(read.data, released, policy.firstReleaseAfter);
  const nobody = neverKnown(found.authors, policy.identities);
  if (nobody.length > 0) throw new Error(`Nobody knows who is behind ${nobody.slice(0, 20).join(', ')}. ${MAP_THEM}`);
  const basis = unknownHistory(found) ?? checkBasis(open.change, found, released);
  if (basis.verdict !== 'pass') throw new Error(explain(basis));
  return append(runtime, open, [{ kind: 'verified', id: 'verified', at: runtime.now().toISOString(), found }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Entry point of the function. */
export const handler = bind(record, { refused: refuseJob, covers });
