/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { answerPipeline } from '../../../_helpers/pipeline-model/api';
import type { Cloud } from '../cloud';
import type { Pipelines } from '../pipelines/all';
import type { PlayedPipeline } from '../pipelines/pipeline';
import type { Principal } from '../principals';
import { Refusal } from '../refusal';
import type { StandIn } from '../server';

/** CodePipeline's API over the pipelines that were deployed. */
export function codePipeline(cloud: Cloud, pipelines: Pipelines): StandIn {
  return (name, input, by) => {
    const ofJob = input.jobId === undefined ? undefined : pipelines.ofJob(String(input.jobId));
    const found = ofJob?.pipeline ?? pipelines.get(String(input.pipelineName ?? input.name));
    if (!found)
      throw new Refusal('PipelineNotFoundException', `There is no pipeline ${input.pipelineName ?? input.name}.`);
    const resource = ofJob ? '*' : [found.arn, input.stageName, input.actionName].filter(Boolean).join('/');
    cloud.authorize(by, { action: `codepipeline:${name}`, resource, owner: found.arn.split(':')[4] });
    if (name === 'GetPipelineState' && !ofJob) return stateOf(found);
    if (name === 'PutApprovalResult') return decide(found, input, by);
    return answerPipeline(found.model, `${name}Command`, ofJob ? { ...input, jobId: ofJob.job } : input);
  };
}

/** The state with its actions, as somebody reads it who has to answer an approval: each that waits has a token. */
function stateOf({ model }: PlayedPipeline): unknown {
  const state = answerPipeline(model, 'GetPipelineStateCommand', {}) as { readonly stageStates: readonly any[] };
  const waiting = model.running().filter(({ category }) => category === 'Approval');
  const stageStates = state.stageStates.map((stage) => ({
    ...stage,
    actionStates: waiting
      .filter((run) => run.stage === stage.stageName)
      .map((run) => ({
        actionName: run.action,
        entityUrl: model.configured(run, 'ExternalEntityLink') || undefined,
        latestExecution: { status: 'InProgress', token: run.id },
      })),
  }));
  return { ...state, stageStates };
}

/** Somebody answers an approval; the token is of the one that waits now. */
function decide(pipeline: PlayedPipeline, input: any, by: Principal): unknown {
  const run = pipeline.model.running().find(({ id }) => id === input.token);
  if (run?.action !== input.actionName)
    throw new Refusal(
      'InvalidApprovalTokenException',
      'The approval request already received a response or has expired.',
    );
  pipeline.approve(String(input.actionName), by, input.result.status === 'Approved', String(input.result.summary));
  return { approvedAt: new Date() };
}
