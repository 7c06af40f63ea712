import { GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { STAGES } from '../change/wiring';
import { openChange } from './change-store';
import { listActions, readExecution } from './executions';
import { attempt, demand } from './failure';
import { append, catchUp } from './ledger';
import type { Runtime } from './runtime';
import { stopExecution } from './stop';

/**
 * A change that is about to be asked for takes the place of the one before it that still waits for its approvals, so that
 * a fix does not wait behind it for days. Only where nobody has answered yet, so that pushes cannot keep people from
 * deciding, and where the newer one holds the older one's commits, so that nothing gets lost.
 */
export async function replaceWaiting(runtime: Runtime, newer: ChangeRecord): Promise<void> {
  if (newer.state !== 'verified') return;
  const id = await waitingForApproval(runtime);
  if (id === undefined || id === newer.execution) return;
  const { status, rollback } = await readExecution(runtime, id);
  if (rollback || status !== 'InProgress') return;
  const older = await catchUp(runtime, await openChange(runtime, id));
  if (isFinal(older.state) || !takesPlaceOf(newer, older) || (await isAnswered(runtime, id))) return;
  const at = runtime.now().toISOString();
  await append(runtime, older, [{ kind: 'replaced', id: `replaced:${newer.change}`, at, by: newer.change }]);
  await stopExecution(runtime, id, `${newer.change} holds this change and takes its place.`);
}

/** The execution that is in the stage of the approvals. */
async function waitingForApproval(runtime: Runtime): Promise<string | undefined> {
  const what = `read the state of pipeline ${runtime.settings.pipeline}`;
  const command = new GetPipelineStateCommand({ name: runtime.settings.pipeline });
  const answer = await attempt(what, () => runtime.clients.pipeline.send(command));
  const stage = demand(what, answer.stageStates, 'stages').find(({ stageName }) => stageName === STAGES.approve);
  const { status, pipelineExecutionId } = stage?.latestExecution ?? {};
  return status === 'InProgress' ? pipelineExecutionId : undefined;
}

function takesPlaceOf(newer: ChangeRecord, older: ChangeRecord): boolean {
  const revision = older.verified?.revision;
  return newer.number > older.number && revision !== undefined && (newer.verified?.range ?? []).includes(revision);
}

async function isAnswered(runtime: Runtime, execution: string): Promise<boolean> {
  const approvals = (await listActions(runtime, execution)).filter(({ stage }) => stage === STAGES.approve);
  return approvals.length === 0 || approvals.some(({ status }) => status !== 'InProgress');
}
