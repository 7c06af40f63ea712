import type { Construct } from 'constructs';
import { BUCKET_PREFIXES, METRIC_NAMESPACE, PROD_STAGE_PREFIX, pipelineName } from '../../lib/change/wiring';
import type { Right } from './acknowledge';
import { localArn } from './machine-role';
import { anyReaderRoleArn, readerRoleArn } from './policy';
import type { Serving } from './serving';

/** A job's id is all that names it: these two actions know no resource. */
export const JOB_RESULTS: Right = {
  sid: 'JobResults',
  actions: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
  resources: ['*'],
  why: 'X-Ray segments and job results know no resource.',
};

const EACH_PIPELINE = 'A role is full at some fifty pipelines: the handler takes the one that the event is about.';
const EACH_READER = 'Each account names the roles that it lets read, by exact ARN.';

/** Rights of the handlers on everything that is not the store, by the contract in lib/runtime/README.md. */
export class HandlerRights {
  public constructor(
    private readonly scope: Construct,
    private readonly serving: Serving,
  ) {}

  /** Reading what the pipeline does. */
  public readPipeline(...actions: string[]): Right {
    return {
      sid: 'ReadPipeline',
      actions: actions.map((action) => `codepipeline:${action}`),
      resources: [this.pipelineArn()],
      why: EACH_PIPELINE,
    };
  }

  /** Alarms and objectives are read in the targets' accounts, through roles that can only read. */
  public readTargets(): Right[] {
    const { applications, shared } = this.serving;
    const all = applications.flatMap(({ application, waves }) =>
      waves.flatMap(({ targets }) => targets.map((target) => ({ target, application }))),
    );
    const readers = all.map(({ target, application }) =>
      shared ? anyReaderRoleArn(target) : readerRoleArn(target, application),
    );
    return [{ sid: 'ReadTargets', actions: ['sts:AssumeRole'], resources: [...new Set(readers)], why: EACH_READER }];
  }

  /** Change Calendars of the window. */
  public readCalendars(): Right[] {
    const calendars = this.serving.applications.flatMap(({ window }) => window.calendars ?? []);
    const resources = [...new Set(calendars)].map((name) => (name.startsWith('arn:') ? name : this.documentArn(name)));
    return resources.length > 0 ? [{ sid: 'Calendars', actions: ['ssm:GetCalendarState'], resources }] : [];
  }

  /** Returning a wave to what it was; only waves. */
  public rollBack(): Right {
    const { applications, shared } = this.serving;
    const waves = shared ? ['*'] : applications.flatMap((each) => each.waves.map(({ name }) => name));
    return {
      sid: 'RollBack',
      actions: ['codepipeline:RollbackStage'],
      resources: waves.map((name) => `${this.pipelineArn()}/${PROD_STAGE_PREFIX}${name}`),
      why: EACH_PIPELINE,
    };
  }

  /** Ending an execution that nobody released, or that a newer change replaces; what was stopped deploys nothing. */
  public stop(): Right {
    const resources = [this.pipelineArn()];
    return { sid: 'Stop', actions: ['codepipeline:StopPipelineExecution'], resources, why: EACH_PIPELINE };
  }

  /** Drafts that Verify wrote. */
  public readDrafts(bucketArn: string): Right {
    return {
      sid: 'Drafts',
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${BUCKET_PREFIXES.drafts}${this.each}/*`],
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
    return localArn(this.scope, 'codepipeline', pipelineName(this.each));
  }

  /**
   * The application; where many share change control, all that are there and come: named one by one, a role would be full
   * at some fifty, and which of them an event is about is decided by the handler, before anything else.
   */
  private get each(): string {
    return this.serving.shared ? '*' : this.serving.name;
  }

  private documentArn(name: string): string {
    return localArn(this.scope, 'ssm', `document/${name}`);
  }
}
