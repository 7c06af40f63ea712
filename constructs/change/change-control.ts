import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pipelineName } from '../../lib/change/wiring';
import type { ChangeControlProps } from './change-control-props';
import { ChangeDashboard } from './change-dashboard';
import { ChatChannels } from './chat';
import { deadLetterQueue } from './handler-function';
import { Handlers } from './handlers';
import { localArn } from './machine-role';
import { Machines } from './machines';
import { Notifications } from './notifications';
import { tellBudget, warnUnmeasured } from './objectives';
import { changeControlProblems } from './problems';
import { RecordStore } from './record-store';
import { servingOne } from './serving';
import { Triggers } from './triggers';
import { required } from '../../lib/required';

const SEVEN_YEARS = Duration.days(2557);

/**
 * Change control of one application: the change records, the functions and state machines that decide at the gate, watch
 * the bake and take waves back, the notifications, the freeze and the dashboard. It knows the pipeline by its name, so it
 * can live in a stack of its own, deployed before it.
 *
 * @throws an Error with the construct path that tells everything that is wrong with the properties together.
 */
export class ChangeControl extends Construct {
  /** Application whose changes these are. */
  public readonly application: string;
  /** Name of the pipeline that it serves. */
  public readonly pipelineName: string;
  /** Write-once bucket of drafts, sealed records and released assemblies. */
  public readonly records: IBucket;
  /** Index of the records; it also knows what is frozen and what was released last. */
  public readonly table: ITable;
  /** Encrypts all of it. */
  public readonly key: IKey;
  /** Topic that people and chat targets subscribe to. */
  public readonly topic: ITopic;
  /** What no function could handle, after its retries; something in it is a fault. */
  public readonly unhandled: IQueue;
  /** Decides at the gate. */
  public readonly gateFunction: IFunction;
  /** Drafts, follows and seals change records. */
  public readonly recordFunction: IFunction;
  /** Stops the line and starts it again. */
  public readonly freezeFunction: IFunction;
  /** Where people call it: who may needs `lambda:InvokeFunctionUrl` on the function, who did is known from the signature. */
  public readonly freezeUrl: string;
  /** ARN of the state machine that waits for the window. */
  public readonly waitMachineArn: string;
  /** ARN of the state machine that watches a wave. */
  public readonly bakeMachineArn: string;
  /** ARN of the state machine that takes earlier waves back. */
  public readonly unwindMachineArn: string;

  public constructor(scope: Construct, id: string, props: ChangeControlProps) {
    super(scope, id);
    required(`ChangeControl '${id}'`, props, ['application', 'window', 'waves', 'approvers']);
    const problems = changeControlProblems(props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
    const { application, notificationsTopic: alsoNotify, notifyEmails: emails } = props;
    this.application = application;
    this.pipelineName = pipelineName(application);
    this.unwindMachineArn = localArn(this, 'states', `stateMachine:${application}-unwind`);

    const { recordRetention: retention = SEVEN_YEARS, recordReader: reader } = props;
    const store = new RecordStore(this, 'Store', { application, retention, reader });
    this.records = store.bucket;
    this.table = store.table;
    this.key = store.key;
    const deadLetters = deadLetterQueue(this, 'Unhandled');
    this.unhandled = deadLetters;
    const { topic } = new Notifications(this, 'Notifications', { application, store, deadLetters, alsoNotify, emails });
    this.topic = topic;
    const { chat } = props;
    if (chat?.slack?.length || chat?.teams?.length)
      new ChatChannels(this, 'Chat', { name: application, subscriptions: [{ chat, topic }] });
    const { unwindMachineArn } = this;
    const serving = servingOne(props);
    const handlers = new Handlers(this, 'Handlers', {
      serving,
      store,
      topicArn: topic.topicArn,
      deadLetters,
      unwindMachineArn,
    });
    this.gateFunction = handlers.gate.function;
    this.recordFunction = handlers.record.function;
    this.freezeFunction = handlers.freeze.function;
    this.freezeUrl = handlers.freezeUrl;
    tellBudget(handlers.gate.function, props);
    warnUnmeasured(this, props);
    const machines = new Machines(this, 'Machines', { serving, handlers, store });
    this.waitMachineArn = localArn(this, 'states', `stateMachine:${machines.wait.machineName}`);
    this.bakeMachineArn = localArn(this, 'states', `stateMachine:${machines.bake.machineName}`);
    const { record, notify, metrics } = handlers;
    const { unwind } = machines;
    new Triggers(this, 'Triggers', { serving, record, notify, metrics, unwind, store, topic, deadLetters });
    new ChangeDashboard(this, 'Dashboard', props, handlers.all);
  }
}
