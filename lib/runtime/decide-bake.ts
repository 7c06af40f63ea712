import { explain } from '../change/answer';
import { hadNoPart } from '../change/four-eyes';
import type { ChangeRecord } from '../change/record';
import { personOf } from '../change/tell';
import { findNumbered } from './change-store';
import { KEYS } from './keys';
import { append } from './ledger';
import type { Runtime } from './runtime';
import { write } from './table';

/** A person's word on a bake. */
export interface BakeRequest {
  readonly do: 'continue' | 'rollback';
  readonly number: number;
  readonly reason: string;
}

/** There is nothing to decide, or not for this person. */
export class CannotDecide extends Error {}

/** Keeps a person's word on the wave that bakes now; the bake reads it at its next look. */
export async function decideBake(runtime: Runtime, request: BakeRequest, caller: string): Promise<string> {
  const record = await findNumbered(runtime, request.number);
  if (!record) throw new CannotDecide(`There is no change ${request.number}; see \`guarded change list\`.`);
  const stage = bakingStage(record);
  const go = request.do === 'continue';
  if (go) refuseOwnWork(runtime, record, caller);
  const { reason } = request;
  const key = KEYS.decision(record.execution, stage);
  const by = personOf(caller);
  await write(runtime, `keep the decision on ${stage}`, [{ put: { ...key, go, by, reason } }]);
  const at = runtime.now().toISOString();
  await append(runtime, record, [{ kind: 'decided', id: `decided:${stage}:${at}`, at, stage, by: caller, go, reason }]);
  return `${record.change}: ${stage} ${go ? 'goes on, if no alarm fires' : 'goes back'}.`;
}

function bakingStage({ change, state, waves }: ChangeRecord): string {
  const wave = waves.findLast((one) => one.state === 'baking');
  if (wave) return wave.stage;
  throw new CannotDecide(`${change} is ${state} and has no wave that bakes, so there is nothing to decide.`);
}

/** To let a wave go on in spite of silent alarms is to approve it. Anybody may send one back. */
function refuseOwnWork({ settings }: Runtime, record: ChangeRecord, caller: string): void {
  const { starter, verified } = record;
  const made = { authors: verified?.authors ?? [], ...(starter ? { starter } : {}) };
  const answer = hadNoPart(caller, made, settings.policy.identities);
  if (answer.verdict !== 'pass') throw new CannotDecide(explain(answer));
}
