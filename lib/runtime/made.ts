import type { ExecutionFact } from './executions';
import type { Runtime } from './runtime';
import { stopExecution } from './stop';

/** What CodePipeline names as the trigger of the execution that it starts when a pipeline is created. */
const CREATED = 'CreatePipeline';

/** What is said of an execution that nobody released. */
export const MADE = 'It was started by the creation of the pipeline, not by a change; a push begins the first release.';

/** Whether an execution is the one that CodePipeline starts by itself when a pipeline is created: nobody released it. */
export function isMade({ trigger }: Pick<ExecutionFact, 'trigger'>): boolean {
  return trigger === CREATED;
}

/** Ends it before it builds anything: it is no change, so it gets no record, no number and no notices. */
export async function endMade(runtime: Runtime, { id, status }: ExecutionFact): Promise<void> {
  if (status === 'InProgress') await stopExecution(runtime, id, MADE);
}
