import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { storyOf } from '../change/story';
import { openChange } from './change-store';
import { type ExecutionFact, listActions, openedEvent } from './executions';
import { append, catchUp } from './ledger';
import type { Runtime } from './runtime';

/** Brings the record of an execution up to what CodePipeline says happened; opens it where there is none. */
export async function reconcile(runtime: Runtime, execution: ExecutionFact): Promise<ChangeRecord> {
  const record = await catchUp(runtime, await openChange(runtime, execution.id));
  if (isFinal(record.state)) return record;
  const story = storyOf(await listActions(runtime, execution.id), runtime.settings.policy);
  return append(runtime, record, [openedEvent(execution, runtime.now()), ...story]);
}
