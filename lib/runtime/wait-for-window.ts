import { z } from 'zod';
import { type Answer, explain, wait } from '../change/answer';
import { mayStart } from '../change/gate';
import { checkLane } from '../change/lane';
import type { ChangeRecord } from '../change/record';
import { inTurn, type Turn, type TurnAnswer, turnEnds, turnSchema } from '../change/turns';
import { cut } from '../change/verified';
import { getLane } from './change-store';
import { readExecution } from './executions';
import { getFreeze } from './freeze-store';
import { assertOurs, fourKeys } from './job';
import { KEYS } from './keys';
import { append } from './ledger';
import { readCalendars } from './readings';
import { reconcile } from './reconcile';
import { bind, type Runtime } from './runtime';
import { write } from './table';

const inputSchema = z.object({ ...fourKeys, ...turnSchema.shape });

/** What the state machine goes on by. */
export interface WaitAnswer {
  readonly verdict: TurnAnswer['verdict'];
  readonly reason: string;
  /** ISO 8601; only with `wait`. */
  readonly until?: string;
}

/** A release waits at most so long at a time before the world is looked at again: a day. */
const LONGEST_WAIT_MS = 86_400_000;

/** Lets a release through when prod may change, and gives it its turn with the same answer. */
export async function waitForWindow(runtime: Runtime, event: unknown): Promise<WaitAnswer> {
  const input = inputSchema.parse(event);
  assertOurs(runtime.settings, input);
  const record = await reconcile(runtime, await readExecution(runtime, input.execution));
  const answer = inTurn(await decide(runtime, record), input, runtime.now());
  await tell(runtime, record, answer);
  return shortened(runtime, answer, input);
}

async function decide(runtime: Runtime, record: ChangeRecord): Promise<Answer> {
  const [freeze, lane, calendars] = await Promise.all([getFreeze(runtime), getLane(runtime), readCalendars(runtime)]);
  const answer = mayStart({ policy: runtime.settings.policy, now: runtime.now(), record, freeze, lane, calendars });
  if (answer.verdict !== 'pass' || (await takeLane(runtime, record))) return answer;
  const taken = checkLane(await getLane(runtime), record.execution, runtime.now());
  return taken.verdict === 'wait' ? taken : wait('Another release was faster.', runtime.now(), 'Nothing needs doing.');
}

/** Takes the turn, if nobody has it and the change is not sealed; false where that failed. */
async function takeLane(runtime: Runtime, { application, number, execution, change }: ChangeRecord): Promise<boolean> {
  const since = runtime.now().toISOString();
  return write(runtime, `give ${change} its turn`, [
    {
      put: { ...KEYS.lane(application), execution, change, since },
      only: { attribute: 'execution', is: execution, orAbsent: true },
    },
    { check: KEYS.change(application, number), only: { attribute: 'sealed', is: false } },
  ]);
}

/** People are told once for each reason, not at every turn; a refusal ends the wait, and the record must say why. */
async function tell(runtime: Runtime, record: ChangeRecord, { verdict, ...said }: TurnAnswer): Promise<void> {
  if (verdict === 'hand on') return;
  const answer = { verdict, ...said };
  const told = { at: runtime.now().toISOString(), reason: cut(explain(answer), 4000) };
  const id = cut(
    `${answer.verdict === 'wait' ? 'waiting' : 'gated:wait'}:${record.waves.length}:${answer.reason}`,
    290,
  );
  if (answer.verdict === 'wait')
    await append(runtime, record, [{ kind: 'waiting', id, until: answer.until ?? told.at, ...told }]);
  if (answer.verdict === 'refuse')
    await append(runtime, record, [{ kind: 'gated', id: `${id}:closed`, passed: false, firing: [], ...told }]);
}

function shortened(runtime: Runtime, { verdict, reason, remedy, until }: TurnAnswer, turn: Turn): WaitAnswer {
  const told = remedy ? `${reason} ${remedy}` : reason;
  if (verdict !== 'wait') return { verdict, reason: told };
  const ends = turnEnds(turn)?.getTime() ?? Number.POSITIVE_INFINITY;
  const latest = Math.min(runtime.now().getTime() + LONGEST_WAIT_MS, ends);
  return { verdict, reason: told, until: new Date(Math.min(Date.parse(until ?? ''), latest)).toISOString() };
}

/** Entry point of the function. */
export const handler = bind(waitForWindow);
