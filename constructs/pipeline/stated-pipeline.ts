import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DefaultStackSynthesizer, Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IStackSynthesizer } from 'aws-cdk-lib';
import { PIPELINES_METADATA, STATED_CONTEXT } from '../../lib/names';
import type { PipelineApprover } from '../change/change-control-props';
import { GuardedStackSynthesizer } from '../environment/guarded-stack-synthesizer';
import type { ChangePipeline } from './change-pipeline';
import type { ChangePipelineProps } from './change-pipeline-props';
import { sourceFrom, statementOf, stateSource, stateUpgrade, upgradeFrom } from './statement';
import type { Statement, StatedSource, StatedUpgrade } from './statement';

/** `ChangePipelineProps` as plain JSON: durations in seconds, the snapshot by its digest. */
export type StatedPipeline = Omit<
  ChangePipelineProps,
  'source' | 'approvers' | 'artifactRetention' | 'recordRetention' | 'platformSnapshot' | 'upgrade'
> & {
  readonly source: StatedSource;
  readonly approvers: readonly (Omit<PipelineApprover, 'timeout'> & { readonly timeout?: number })[];
  readonly artifactRetention?: number;
  readonly recordRetention?: number;
  readonly platformSnapshot?: string;
  readonly upgrade?: StatedUpgrade;
};

/** How a stack deploys: through the hardened bootstrap, through CDK's own, or in another way. */
export type StatedSynthesizer = 'guarded' | 'default';

/** The stack around a pipeline that was made by hand. */
export interface StatedStack {
  /** Construct path. */
  readonly path: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly synthesizer: StatedSynthesizer;
}

/** A pipeline made by hand, with the stack around it. */
export interface StatedPipelineInStack {
  readonly stack: StatedStack;
  readonly pipeline: Statement<StatedPipeline>;
}

const seconds = (duration: Duration | undefined): number | undefined => duration?.toSeconds();
const durationOf = (given: number | undefined) => (given === undefined ? undefined : Duration.seconds(given));

function statePipeline(props: ChangePipelineProps): StatedPipeline {
  const { platformSnapshot: file } = props;
  return {
    ...props,
    source: stateSource(props.source),
    approvers: props.approvers.map((each) => ({ ...each, timeout: seconds(each.timeout) })),
    artifactRetention: seconds(props.artifactRetention),
    recordRetention: seconds(props.recordRetention),
    platformSnapshot: file && createHash('sha256').update(readFileSync(file)).digest('hex'),
    upgrade: stateUpgrade(props.upgrade),
  };
}

/** The properties that were stated; a file is found by its digest. */
export function pipelineFrom(stated: StatedPipeline, fileOf: (digest: string) => string): ChangePipelineProps {
  const { platformSnapshot } = stated;
  return {
    ...stated,
    source: sourceFrom(stated.source),
    approvers: stated.approvers.map((each) => ({ ...each, timeout: durationOf(each.timeout) })),
    artifactRetention: durationOf(stated.artifactRetention),
    recordRetention: durationOf(stated.recordRetention),
    platformSnapshot: platformSnapshot && fileOf(platformSnapshot),
    upgrade: upgradeFrom(stated.upgrade, fileOf),
  };
}

/** Subclasses put assets where only they know. */
function synthesizerOf({ synthesizer }: { readonly synthesizer: IStackSynthesizer }): StatedSynthesizer | undefined {
  if (synthesizer.constructor === GuardedStackSynthesizer) return 'guarded';
  return synthesizer.constructor === DefaultStackSynthesizer ? 'default' : undefined;
}

/**
 * States in the metadata of its stack what a pipeline is made from, so that a proof can make it again. A platform states
 * its pipelines together; one that other constructs or a stage are part of cannot be made again, and states nothing.
 */
export function stateInStack(pipeline: ChangePipeline, props: ChangePipelineProps): void {
  const stack = Stack.of(pipeline);
  const synthesizer = synthesizerOf(stack);
  const others = props.changeControl ?? props.notificationsTopic;
  const inStage = Stage.of(stack)?.node.scope !== undefined;
  if (pipeline.node.tryGetContext(STATED_CONTEXT) || others || synthesizer === undefined || inStage) return;
  const { account, region, stackName } = stack;
  const around: StatedStack = { path: stack.node.path, stackName, account, region, synthesizer };
  const stated: StatedPipelineInStack = { stack: around, pipeline: statementOf(pipeline, statePipeline(props)) };
  if (Token.isUnresolved(stated) || JSON.stringify(stated).includes('${Token[')) return;
  const known = (stack.templateOptions.metadata?.[PIPELINES_METADATA] ?? []) as StatedPipelineInStack[];
  stack.addMetadata(PIPELINES_METADATA, [...known, stated]);
}
