import {
  type ActionExecutionDetail,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import type { ChangeEvent } from '../change/events';
import type { ActionFact } from '../change/story';
import { cut } from '../change/verified';
import { attempt, demand } from './failure';
import type { Runtime } from './runtime';

/** An execution of the pipeline. */
export interface ExecutionFact {
  readonly id: string;
  readonly status: string;
  readonly summary: string;
  readonly rollback: boolean;
  /** For a rollback: the execution that it returns to. */
  readonly target?: string;
  readonly trigger: string;
  /** ARN of whoever started it by hand. */
  readonly starter?: string;
}

/** Triggers behind which stands an event, and the push behind that; every other one is somebody's hand. */
const EVENTS = ['PollForSourceChanges', 'Webhook', 'WebhookV2', 'CloudWatchEvent'];

/** Reads an execution. */
export async function readExecution(runtime: Runtime, execution: string): Promise<ExecutionFact> {
  const what = `read execution ${execution} of pipeline ${runtime.settings.pipeline}`;
  const command = new GetPipelineExecutionCommand({
    pipelineName: runtime.settings.pipeline,
    pipelineExecutionId: execution,
  });
  const answer = await attempt(what, () => runtime.clients.pipeline.send(command));
  const fact = demand(what, answer.pipelineExecution, 'execution');
  const trigger = fact.trigger?.triggerType ?? '';
  const detail = fact.trigger?.triggerDetail ?? '';
  return {
    id: demand(what, fact.pipelineExecutionId, 'id'),
    status: demand(what, fact.status, 'status'),
    summary: fact.statusSummary ?? '',
    rollback: fact.executionType === 'ROLLBACK',
    ...targetOf(fact.rollbackMetadata?.rollbackTargetPipelineExecutionId),
    trigger: trigger || 'nobody knows what',
    ...(EVENTS.includes(trigger) ? {} : { starter: detail || trigger || 'unknown' }),
  };
}

function targetOf(target: string | undefined): { target?: string } {
  return target ? { target } : {};
}

/** The first event of a record. */
export function openedEvent(fact: ExecutionFact, now: Date): ChangeEvent {
  return {
    kind: 'opened',
    id: 'opened',
    at: now.toISOString(),
    trigger: cut(fact.trigger, 1000),
    ...(fact.starter ? { starter: fact.starter } : {}),
  };
}

/** Every action of an execution, all pages of the list. */
export async function listActions(runtime: Runtime, execution: string): Promise<ActionFact[]> {
  const facts: ActionFact[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListActionExecutionsCommand({
      pipelineName: runtime.settings.pipeline,
      filter: { pipelineExecutionId: execution },
      nextToken,
    });
    const what = `list the actions of execution ${execution}`;
    const answer = await attempt(what, () => runtime.clients.pipeline.send(command));
    const details = demand(what, answer.actionExecutionDetails, 'list').filter((detail) => isOf(execution, detail));
    facts.push(...details.map((detail) => actionFact(detail, what)));
    nextToken = answer.nextToken;
  } while (nextToken);
  return facts;
}

/** CodePipeline was asked for one execution; what it says of another, an approval say, counts for nothing here. */
function isOf(execution: string, { pipelineExecutionId }: ActionExecutionDetail): boolean {
  return pipelineExecutionId === undefined || pipelineExecutionId === execution;
}

function actionFact(detail: ActionExecutionDetail, what: string): ActionFact {
  const { output } = detail;
  return {
    stage: demand(what, detail.stageName, 'stage'),
    action: demand(what, detail.actionName, 'action'),
    id: demand(what, detail.actionExecutionId, 'action execution'),
    category: detail.input?.actionTypeId?.category ?? '',
    status: demand(what, detail.status, 'status'),
    startedAt: demand(what, detail.startTime, 'start').toISOString(),
    updatedAt: demand(what, detail.lastUpdateTime ?? detail.startTime, 'update').toISOString(),
    updatedBy: detail.updatedBy ?? '',
    summary: output?.executionResult?.externalExecutionSummary ?? output?.executionResult?.errorDetails?.message ?? '',
  };
}
