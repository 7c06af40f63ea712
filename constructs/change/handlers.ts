import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, type HandlerName, METRIC_NAMESPACE } from '../../lib/change/wiring';
import type { Right } from './acknowledge';
import type { ChangeControlProps } from './change-control-props';
import { handlerCode, type HandlerCodes } from './handler-code';
import { HandlerFunction } from './handler-function';
import { localArn } from './machine-role';
import { changePolicy } from './policy';
import type { RecordStore } from './record-store';
import { HandlerRights, JOB_RESULTS } from './rights';

/** What the handlers are made from. */
export interface HandlersProps {
  readonly change: ChangeControlProps;
  readonly store: RecordStore;
  readonly topic: ITopic;
  readonly deadLetters: Queue;
  /** Known by its name: the machine calls a handler that may start the machine. */
  readonly unwindMachineArn: string;
}

const BUS = 'default';

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
    const rights = (this.rights = new HandlerRights(this, props.change));
    this.codes = handlerCode(this, 'change', changePolicy(props.change));
    this.gate = this.make('gate', [...this.deciding(), ...rights.readTargets(), JOB_RESULTS]);
    this.waitForWindow = this.make('wait-for-window', this.deciding());
    this.admit = this.make('admit', [rights.readPipeline(...WAVE_READS), ...rights.readCalendars()]);
    this.bake = this.make('bake', [...rights.readTargets(), rights.readPipeline(...WAVE_READS)]);
    this.unwind = this.make('unwind', this.unwinding());
    this.record = this.make('record', this.recording(), { [ENV.unwindMachine]: props.unwindMachineArn });
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
    const { change, store, deadLetters } = this.props;
    return new HandlerFunction(this, idOf(name), {
      application: change.application,
      name,
      handlers: this.codes,
      store,
      deadLetters,
      rights,
      environment,
    });
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
    ];
  }

  private makeNotify(): HandlerFunction {
    const { topicArn } = this.props.topic;
    const rights = [
      { sid: 'Tell', actions: ['sns:Publish'], resources: [topicArn] },
      { sid: 'Announce', actions: ['events:PutEvents'], resources: [localArn(this, 'events', `event-bus/${BUS}`)] },
    ];
    return this.make('notify', rights, { [ENV.topic]: topicArn, [ENV.bus]: BUS });
  }
}

/** `wait-for-window` becomes `WaitForWindow`. */
function idOf(name: HandlerName): string {
  return name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
