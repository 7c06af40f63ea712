import type { PipelineModel } from '../../../_helpers/pipeline-model/model';
import type { BusEvent } from './bus';

const SOURCE = 'aws.codepipeline';

const STATES: Readonly<Record<string, string>> = { InProgress: 'STARTED' };

/** What a pipeline tells on the bus: each new state of an execution or action once. Stages tell nothing here. */
export class News {
  private readonly told = new Map<string, string>();

  /** Everything that changed since it was asked last. */
  public since({ definition, state }: PipelineModel): BusEvent[] {
    const found: BusEvent[] = [];
    const add = (id: string, kind: string, status: string, detail: Record<string, string>): void => {
      if (this.told.get(id) === status) return;
      this.told.set(id, status);
      const told = { pipeline: definition.Name, ...detail, state: STATES[status] ?? status.toUpperCase() };
      found.push({ source: SOURCE, 'detail-type': `CodePipeline ${kind} Execution State Change`, detail: told });
    };
    for (const { id, execution, stage, action, status } of state.actions)
      add(id, 'Action', status, { 'execution-id': execution, stage, action });
    for (const { id, status } of state.executions) add(id, 'Pipeline', status, { 'execution-id': id });
    return found;
  }
}
