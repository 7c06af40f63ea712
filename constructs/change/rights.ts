import type { Construct } from 'constructs';
import { BUCKET_PREFIXES, METRIC_NAMESPACE, PROD_STAGE_PREFIX, pipelineName } from '../../lib/change/wiring';
import type { Right } from './acknowledge';
import type { ChangeControlProps } from './change-control-props';
import { localArn } from './machine-role';
import { readerRoleArn } from './policy';

/** A job's id is all that names it: these two actions know no resource. */
export const JOB_RESULTS: Right = {
  sid: 'JobResults',
  actions: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
  resources: ['*'],
  why: 'X-Ray segments and job results know no resource.',
};

/** Rights of the handlers on everything that is not the store, by the contract in lib/runtime/README.md. */
export class HandlerRights {
  public constructor(
    private readonly scope: Construct,
    private readonly props: ChangeControlProps,
  ) {}

  /** Reading what the pipeline does. */
  public readPipeline(...actions: string[]): Right {
    return {
      sid: 'ReadPipeline',
      actions: actions.map((action) => `codepipeline:${action}`),
      resources: [this.pipelineArn()],
    };
  }

  /** Alarms and objectives are read in the targets' accounts, through roles that can only read. */
  public readTargets(): Right[] {
    const targets = this.props.waves.flatMap((wave) => wave.targets);
    const readers = targets.map((target) => readerRoleArn(target, this.props.application));
    return [{ sid: 'ReadTargets', actions: ['sts:AssumeRole'], resources: [...new Set(readers)] }];
  }

  /** Change Calendars of the window. */
  public readCalendars(): Right[] {
    const calendars = this.props.window.calendars ?? [];
    const resources = calendars.map((name) => (name.startsWith('arn:') ? name : this.documentArn(name)));
    return resources.length > 0 ? [{ sid: 'Calendars', actions: ['ssm:GetCalendarState'], resources }] : [];
  }

  /** Returning a wave to what it was; only waves. */
  public rollBack(): Right {
    return {
      sid: 'RollBack',
      actions: ['codepipeline:RollbackStage'],
      resources: this.props.waves.map(({ name }) => `${this.pipelineArn()}/${PROD_STAGE_PREFIX}${name}`),
    };
  }

  /** Ending an execution that nobody released, or that a newer change replaces; what was stopped deploys nothing. */
  public stop(): Right {
    return { sid: 'Stop', actions: ['codepipeline:StopPipelineExecution'], resources: [this.pipelineArn()] };
  }

  /** Drafts that Verify wrote. */
  public readDrafts(bucketArn: string): Right {
    return {
      sid: 'Drafts',
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${BUCKET_PREFIXES.drafts}${this.props.application}/*`],
      why: 'A draft is named by its execution.',
    };
  }

  /** Metrics of the one namespace. */
  public putMetrics(): Right {
    return {
      sid: 'Metrics',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
    };
  }

  /** ARN of the pipeline, by its name. */
  public pipelineArn(): string {
    return localArn(this.scope, 'codepipeline', pipelineName(this.props.application));
  }

  private documentArn(name: string): string {
    return localArn(this.scope, 'ssm', `document/${name}`);
  }
}
