import { answerPipeline } from '../../../_helpers/pipeline-model/api';
import type { Cloud } from '../cloud';
import type { Pipelines } from '../pipelines/all';
import { Refusal } from '../refusal';
import type { StandIn } from '../server';

/** CodePipeline's API over the pipelines that were deployed. */
export function codePipeline(cloud: Cloud, pipelines: Pipelines): StandIn {
  return (name, input, by) => {
    const ofJob = input.jobId === undefined ? undefined : pipelines.ofJob(String(input.jobId));
    const found = ofJob?.pipeline ?? pipelines.get(String(input.pipelineName ?? input.name));
    if (!found)
      throw new Refusal('PipelineNotFoundException', `There is no pipeline ${input.pipelineName ?? input.name}.`);
    const resource = ofJob ? '*' : input.stageName ? `${found.arn}/${input.stageName}` : found.arn;
    cloud.authorize(by, { action: `codepipeline:${name}`, resource, owner: found.arn.split(':')[4] });
    return answerPipeline(found.model, `${name}Command`, ofJob ? { ...input, jobId: ofJob.job } : input);
  };
}
