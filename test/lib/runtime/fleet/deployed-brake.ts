/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SharedChangeControl } from '../../../../constructs/change';
import { folder } from '../../../constructs/pipeline/fixture';

/** How a queue is emptied, as it is deployed. */
export interface Source {
  /** SQS hands out one batch of a group at a time. */
  readonly byGroup: boolean;
  readonly batch: number;
  /** Calls at a time. */
  readonly calls: number;
  /** Each message is answered for itself. */
  readonly partial: boolean;
  /** How often a message comes before it is laid aside. */
  readonly tries: number;
}

/** What slows events down, as it is deployed. */
export interface Brake {
  /** Whether what pipelines do reaches a queue, or the function itself. */
  readonly queued: boolean;
  readonly inbox: Source;
  readonly events: Source;
  readonly notices: Source;
  /** New items of the table that one call is handed. */
  readonly streamed: number;
}

const TOOLING = { account: '222222222222', region: 'eu-west-2' };

type Resources = Record<string, { Type: string; Properties?: any }>;

/** Resources of change control that applications share. */
export function sharedControl(): Resources {
  const stack = new Stack(new App({ outdir: folder() }), 'control', { env: TOOLING });
  const target = { account: '333333333333', region: 'eu-west-2', alarms: ['errors'] };
  new SharedChangeControl(stack, 'control', {
    applications: ['orders', 'billing'].map((application) => ({
      application,
      window: { timeZone: 'UTC', open: [{ days: ['Mon'], opens: '00:00', closes: '24:00' }] },
      waves: [{ name: 'one-box', targets: [target] }],
      approvers: [{ persona: 'ReleaseManager' }],
    })),
  });
  return Template.fromStack(stack).toJSON().Resources as Resources;
}

/** Reads the brake from what is deployed. */
export function brakeOf(resources: Resources): Brake {
  const all = Object.entries(resources);
  const [, followed] = all.find(([, one]) => one.Type === 'AWS::Events::Rule' && !one.Properties.ScheduleExpression)!;
  const target = resources[followed.Properties.Targets[0].Arn['Fn::GetAtt'][0]]!;
  const named = (part: string) =>
    all.find(([id, one]) => one.Type === 'AWS::SQS::Queue' && id.startsWith(`controlLanes${part}`))![0];
  const source = (part: string) => sourceOf(resources, named(part));
  return {
    queued: target.Type === 'AWS::SQS::Queue',
    inbox: source('Inbox'),
    events: source('Events'),
    notices: source('Notices'),
    streamed: all.find(([, one]) => one.Properties?.StartingPosition)![1].Properties.BatchSize,
  };
}

function sourceOf(resources: Resources, queue: string): Source {
  const [mapping] = Object.values(resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::EventSourceMapping' && Properties.EventSourceArn['Fn::GetAtt'][0] === queue,
  );
  const { FifoQueue, RedrivePolicy } = resources[queue]!.Properties;
  const { BatchSize, ScalingConfig, FunctionResponseTypes = [] } = mapping!.Properties;
  return {
    byGroup: FifoQueue === true,
    batch: BatchSize,
    calls: ScalingConfig?.MaximumConcurrency ?? 1000,
    partial: FunctionResponseTypes.includes('ReportBatchItemFailures'),
    tries: RedrivePolicy.maxReceiveCount,
  };
}
