import { changeName } from '../change/number';
import { personOf } from '../change/tell';
import { getChange } from './change-store';
import { KEYS } from './keys';
import { append } from './ledger';
import type { Runtime } from './runtime';
import { write } from './table';

/** Keeps a person's word on the wave that bakes now; the bake reads it at its next look. */
export async function decideBake(
  runtime: Runtime,
  go: boolean,
  request: { readonly number?: number | undefined; readonly reason: string },
  caller: string,
): Promise<string> {
  const { application } = runtime.settings;
  if (!request.number) throw new Error('Name the change: its number.');
  const record = await getChange(runtime, request.number);
  const wave = record.waves.findLast((one) => one.state === 'baking');
  if (!wave) throw new Error(`${changeName(application, request.number)} (${record.state}) has no wave that bakes.`);
  const { stage } = wave;
  const by = personOf(caller);
  const { reason } = request;
  const key = KEYS.decision(record.execution, stage);
  await write(runtime, `keep the decision on ${stage}`, [{ put: { ...key, go, by, reason } }]);
  const at = runtime.now().toISOString();
  await append(runtime, record, [{ kind: 'decided', id: `decided:${stage}:${at}`, at, stage, by: caller, go, reason }]);
  return `${record.change}: ${stage} ${go ? 'goes on, if no alarm fires' : 'goes back'}.`;
}
