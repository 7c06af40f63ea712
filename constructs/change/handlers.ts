import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, EVERY_APPLICATION, type HandlerName, METRIC_NAMESPACE } from '../../lib/change/wiring';
import { POLICIES_FILE, POLICY_FILE } from '../../lib/contract/change-policies';
import type { Right } from './acknowledge';
import { handlerCode, type HandlerCodes } from './handler-code';
import { HandlerFunction } from './handler-function';
import type { Lanes } from './lanes';
import { localArn } from './machine-role';
import { changePolicy } from './policy';
import type { RecordStore } from './record-store';
import { HandlerRights, JOB_RESULTS } from './rights';
import type { Serving } from './serving';

/** What the handlers are made from. */
export interface HandlersProps {
  readonly serving: Serving;
  readonly store: RecordStore;
  /** ARN that notices go to; with many applications `EVERY_APPLICATION` stands in the place of the name. */
  readonly topicArn: string;
  readonly deadLetters: Queue;
  /** Known by its name: the machine calls a handler that may start the machine. */
  readonly unwindMachineArn: string;
  /** Lanes of the applications that share the handlers, and the topic of those who look after all. */
  readonly many?: { readonly lanes: Lanes; readonly operatorsTopicArn: string };
}

const BUS = 'default';

/** Handlers that schedules call. */
const SCHEDULED: readonly HandlerName[] = ['record', 'notify', 'metrics'];

const EACH_TOPIC = 'Each application has a topic of its own.';

/** In a wave one also asks what its stage is doing: a rollback may carry the id of the execution that it returns to. */
const WAVE_READS = ['GetPipelineExecution', 'ListActionExecutions', 'GetPipelineState'];

/** The handlers of change control, each with the rights that its contract (lib/runtime/README.md) lists. */
export class Handlers extends Construct {
  public readonly gate: HandlerFunction;
  public readonly waitForWindow: HandlerFunction;
  public readonly admit: HandlerFunction;
  public readonly bake: HandlerFunction;
  public readonly unwind: HandlerFunction;
  public readonly record: HandlerFunction;
  public readonly notify: HandlerFunction;
  public readonly metrics: HandlerFunction;
  public readonly freeze: HandlerFunction;
  /** Where people call `freeze`; IAM says who may, the signature says who did. */
  public readonly freezeUrl: string;

  private readonly rights: HandlerRights;
  private readonly codes: HandlerCodes;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: HandlersProps,
  ) {
    super(scope, id);
    const rights = (this.rights = new HandlerRights(this, props.serving));
    this.codes = handlerCode(this, 'change', policyFile(props.serving));
    this.gate = this.make('gate', [...this.deciding(), ...rights.readTargets(), JOB_RESULTS]);
    this.waitForWindow = this.make('wait-for-window', this.deciding());
    this.admit = this.make('admit', [rights.readPipeline(...WAVE_READS), ...rights.readCalendars()]);
    this.bake = this.make('bake', [...rights.readTargets(), rights.readPipeline(...WAVE_READS)]);
    this.unwind = this.make('unwind', this.unwinding());
    this.record = this.make('record', this.recording(), {
      [ENV.unwindMachine]: props.unwindMachineArn,
      ...this.laneVariables(props.many?.lanes.events),
    });
    this.notify = this.makeNotify();
    this.metrics = this.make('metrics', [rights.putMetrics()], { [ENV.metricNamespace]: METRIC_NAMESPACE });
    this.freeze = this.make('freeze', []);
    this.freezeUrl = this.freeze.function.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }).url;
  }

  /** All of them, for the dashboard. */
  public get all(): HandlerFunction[] {
    const { gate, waitForWindow, admit, bake, unwind, record, notify, metrics, freeze } = this;
    return [gate, waitForWindow, admit, bake, unwind, record, notify, metrics, freeze];
  }

  private make(name: HandlerName, rights: Right[], environment?: Record<string, string>): HandlerFunction {
    const { serving, store, deadLetters } = this.props;
    return new HandlerFunction(this, idOf(name), {
      serving,
      name,
      handlers: this.codes,
      store,
      deadLetters,
      rights: [...rights, ...this.calledByItself(name)],
      environment,
    });
  }

  /** A schedule speaks to each application in a call of its own. */
  private calledByItself(name: HandlerName): Right[] {
    const { serving } = this.props;
    if (!serving.shared || !SCHEDULED.includes(name)) return [];
    const resources = [localArn(this, 'lambda', `function:${serving.name}-${name}`)];
    return [{ sid: 'SpeakToEach', actions: ['lambda:InvokeFunction'], resources }];
  }

  private deciding(): Right[] {
    return [this.rights.readPipeline('GetPipelineExecution', 'ListActionExecutions'), ...this.rights.readCalendars()];
  }

  private unwinding(): Right[] {
    const reads = ['GetPipelineState', 'GetPipelineExecution', 'ListPipelineExecutions', 'ListActionExecutions'];
    return [this.rights.readPipeline(...reads), this.rights.rollBack()];
  }

  private recording(): Right[] {
    return [
      this.rights.readPipeline('GetPipelineExecution', 'ListActionExecutions', 'GetPipelineState'),
      this.rights.stop(),
      this.rights.readDrafts(this.props.store.bucket.bucketArn),
      { sid: 'Unwind', actions: ['states:StartExecution'], resources: [this.props.unwindMachineArn] },
      JOB_RESULTS,
      ...(this.props.many ? [this.tellTopics(), ...this.putIntoLanes(this.props.many.lanes.events)] : []),
    ];
  }

  private tellTopics(): Right {
    const resources = [this.props.topicArn.replace(EVERY_APPLICATION, '*')];
    return { sid: 'Tell', actions: ['sns:Publish'], resources, why: EACH_TOPIC };
  }

  private putIntoLanes(queue: IQueue | undefined): Right[] {
    return queue ? [{ sid: 'Lanes', actions: ['sqs:SendMessage'], resources: [queue.queueArn] }] : [];
  }

  /** What a handler of many knows of lanes: where it puts events, and whom it tells what was left over. */
  private laneVariables(queue: IQueue | undefined): Record<string, string> {
    const { many, topicArn } = this.props;
    if (!many || !queue) return {};
    return { [ENV.lanes]: queue.queueUrl, [ENV.operators]: many.operatorsTopicArn, [ENV.topic]: topicArn };
  }

  private makeNotify(): HandlerFunction {
    const { topicArn, many } = this.props;
    const rights = [
      this.tellTopics(),
      { sid: 'Announce', actions: ['events:PutEvents'], resources: [localArn(this, 'events', `event-bus/${BUS}`)] },
      ...this.putIntoLanes(many?.lanes.notices),
    ];
    const variables = { [ENV.topic]: topicArn, [ENV.bus]: BUS, ...this.laneVariables(many?.lanes.notices) };
    return this.make('notify', rights, variables);
  }
}

/** The policies that the handlers decide by, as they travel beside their code. */
function policyFile({ applications, shared }: Serving): { readonly name: string; readonly content: object } {
  const policies = applications.map((each) => [each.application, changePolicy(each)] as const);
  return shared
    ? { name: POLICIES_FILE, content: Object.fromEntries(policies) }
    : { name: POLICY_FILE, content: policies[0]![1] };
}

/** `wait-for-window` becomes `WaitForWindow`. */
function idOf(name: HandlerName): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
