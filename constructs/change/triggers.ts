import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEPLOYED } from '../../lib/change/deployed';
import { ENDED_BADLY, EXECUTION_CHANGED, pipelineName } from '../../lib/change/wiring';
import type { HandlerFunction } from './handler-function';
import type { Lanes } from './lanes';
import { localArn, machineRole, serviceFor } from './machine-role';
import type { RecordStore } from './record-store';
import { type Serving, subjectOf } from './serving';
import type { ChangeMachine } from './state-machine';

/** What the events of a pipeline reach. */
export interface TriggersProps {
  readonly serving: Serving;
  readonly record: HandlerFunction;
  readonly notify: HandlerFunction;
  readonly metrics: HandlerFunction;
  readonly unwind: ChangeMachine;
  readonly store: RecordStore;
  readonly topic: Topic;
  readonly deadLetters: Queue;
  /** Lanes of the applications that share change control; events of one alone need none. */
  readonly lanes?: Lanes;
}

const STATE_CHANGES = [
  EXECUTION_CHANGED,
  ...['Stage', 'Action'].map((what) => `CodePipeline ${what} Execution State Change`),
];

/** Notices that are put into lanes by one call; where they are sent by it, fewer. */
const RELAYED = 100;

/** Events and schedules that move change control: what was not handled is retried for a day, then told to people. */
export class Triggers extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: TriggersProps,
  ) {
    super(scope, id);
    this.followPipeline();
    if (!props.lanes) this.unwindFailures();
    this.schedule('RecordSweep', props.record, Duration.minutes(15), { do: 'sweep' });
    this.schedule('NotifySweep', props.notify, Duration.minutes(15), { do: 'sweep' });
    this.schedule('Metrics', props.metrics, Duration.hours(1), props.serving.shared ? { do: 'sweep' } : {});
    this.sendNotices();
    props.lanes?.followedBy(props.record.function);
    props.lanes?.toldBy(props.notify.function);
  }

  /** Every state of pipeline, stage and action goes into the record. */
  private followPipeline(): void {
    const { lanes, record } = this.props;
    new Rule(this, 'Followed', {
      description: `What the pipeline of ${this.subject} does goes into its change records`,
      eventPattern: this.pattern(STATE_CHANGES),
      targets: [
        lanes ? new SqsQueue(lanes.inbox, this.patience()) : new LambdaFunction(record.function, this.patience()),
      ],
    });
  }

  /**
   * An execution that ends badly after it reached prod takes earlier waves back with it. Where many share change control, the
   * handler starts that in the lane of the application: a rule would start as many at once as somebody fails.
   */
  private unwindFailures(): void {
    const ruleName = `${this.props.serving.name}-unwind`;
    const role = machineRole(this, 'Role', {
      application: this.props.serving.name,
      purpose: 'unwind-action',
      assumedBy: serviceFor('events.amazonaws.com', localArn(this, 'events', `rule/${ruleName}`)),
      description: `Starts the unwinding of ${this.subject} when an execution ends badly`,
      rights: [],
    });
    new Rule(this, 'EndedBadly', {
      ruleName,
      description: `Executions of ${this.subject} that ended badly are unwound`,
      eventPattern: this.pattern([EXECUTION_CHANGED], [...ENDED_BADLY]),
      targets: [new SfnStateMachine(this.props.unwind.machine, { ...this.patience(), role })],
    });
  }

  private get subject(): string {
    return subjectOf(this.props.serving);
  }

  /** Of all pipelines where many share change control: a pattern has no room for hundreds, and handlers know their own. */
  private pattern(detailType: string[], state?: string[]) {
    const { name, shared } = this.props.serving;
    const detail = { ...(shared ? {} : { pipeline: [pipelineName(name)] }), ...(state ? { state } : {}) };
    return { source: ['aws.codepipeline'], detailType, ...(Object.keys(detail).length > 0 ? { detail } : {}) };
  }

  private schedule(id: string, handler: HandlerFunction, every: Duration, input: object): void {
    new Rule(this, id, {
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(handler.function, { ...this.patience(), event: RuleTargetInput.fromObject(input) })],
    });
  }

  private patience() {
    return { deadLetterQueue: this.props.deadLetters, retryAttempts: 185, maxEventAge: Duration.hours(24) };
  }

  /** Notices leave through the table's stream: what was recorded is told, once, even after a crash in between. */
  private sendNotices(): void {
    const { notify, store, topic, deadLetters } = this.props;
    const isNotice = { NewImage: { type: { S: ['notice'] } } };
    new EventSourceMapping(this, 'Notices', {
      target: notify.function,
      eventSourceArn: store.table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: this.props.lanes ? RELAYED : 10,
      bisectBatchOnError: true,
      retryAttempts: 20,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(deadLetters),
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT'), dynamodb: isNotice })],
    });
    store.table.grantStreamRead(notify.role);
    if (this.props.serving.shared) this.letTopicsTell();
    else topic.addSubscription(new LambdaSubscription(notify.function, { deadLetterQueue: deadLetters }));
  }

  /** Each application's topic stands beside its pipeline and tells here what arrived. */
  private letTopicsTell(): void {
    this.props.notify.function.addPermission('Topics', {
      principal: new ServicePrincipal('sns.amazonaws.com'),
      sourceArn: localArn(this, 'sns', DEPLOYED.topic('*')),
    });
  }
}
