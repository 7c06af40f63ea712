import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChangePipeline, type ChangePipelineProps, PipelineSource } from '../../../constructs/pipeline';
import type { PipelineDefinition } from './definition';

/** The pipeline of orders as the construct makes it, with two waves, read from its template. */
export function synthesizedPipeline(more: Partial<ChangePipelineProps> = {}): PipelineDefinition {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Orders', { env: { account: '222222222222', region: 'eu-west-2' } });
  const target = (account: string, region: string) => ({ account, region, alarms: [`orders-errors-${region}`] });
  new ChangePipeline(stack, 'Pipeline', {
    application: 'orders',
    source: PipelineSource.codeConnections({
      connectionArn: 'arn:aws:codeconnections:eu-west-2:222222222222:connection/11111111-1111-1111-1111-111111111111',
      repository: 'example/orders',
    }),
    platformSnapshot: SNAPSHOT,
    window: {
      timeZone: 'Europe/London',
      open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], opens: '09:00', closes: '16:00' }],
    },
    environments: [{ name: 'test', targets: [{ account: '111111111111', region: 'eu-west-2' }] }],
    waves: [
      { name: 'one-box', targets: [target('333333333333', 'eu-west-2')] },
      { name: 'rest', targets: [target('333333333333', 'eu-west-1')] },
    ],
    bakeMinutes: 1,
    approvers: [{ persona: 'ReleaseManager', timeout: Duration.days(1) }],
    ...more,
  });
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  return resolve((pipeline as { Properties: unknown }).Properties) as PipelineDefinition;
}

/** The same with one of the actions that wait before each gate: each asks the same, and their orders multiply. */
export function withOneWait(pipeline: PipelineDefinition): PipelineDefinition {
  const Stages = pipeline.Stages.map((stage) => ({
    ...stage,
    Actions: stage.Actions.filter(({ Name }) => !/^WaitForWindow-/.test(Name)),
  }));
  return { ...pipeline, Stages };
}

/** Any file will do: the model does not prove. */
const SNAPSHOT = __filename;

/** Joins are written out, references become their logical ids: the model needs names, not accounts. */
function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  const [[name, inner] = ['', undefined]] = entries;
  if (entries.length === 1 && name === 'Ref') return inner;
  if (entries.length === 1 && name === 'Fn::GetAtt') return (inner as string[]).join('.');
  if (entries.length === 1 && name === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map(resolve).join(separator);
  }
  return Object.fromEntries(entries.map(([key, one]) => [key, resolve(one)]));
}
