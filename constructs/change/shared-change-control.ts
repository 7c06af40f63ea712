import { Annotations, Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEPLOYED, SHARED } from '../../lib/change/deployed';
import { EVERY_APPLICATION } from '../../lib/change/wiring';
import { required } from '../../lib/required';
import type { ChangeControlProps } from './change-control-props';
import { deadLetterQueue } from './handler-function';
import { Handlers } from './handlers';
import { Lanes } from './lanes';
import { localArn } from './machine-role';
import { Machines } from './machines';
import { Notifications } from './notifications';
import { tellBudgets, warnUnmeasured } from './objectives';
import { changeControlProblems } from './problems';
import { RecordStore } from './record-store';
import { servingMany } from './serving';
import { SharedDashboard } from './shared-dashboard';
import { Triggers } from './triggers';

/** What applications share, and who they are. */
export interface SharedChangeControlProps {
  /**
   * Every application that it serves, each with its own window, waves, approvers and people. What belongs to all of them
   * (how long records are kept, who reads them) stands beside this list; topics and chat stand beside each pipeline.
   */
  readonly applications: ChangeControlProps[];
  /**
   * What functions, machines, table and store are named after; no application may have that name.
   * @default 'control'
   */
  readonly controlName?: string;
  /**
   * How long a sealed record can be neither changed nor deleted by anyone, at least a year.
   * @default Duration.days(2557), seven years
   */
  readonly recordRetention?: Duration;
  /**
   * Exact ARN of the role of another account that reads the records: the job of the continuous proof.
   * @default - nobody outside of this account
   */
  readonly recordReader?: string;
  /**
   * E-mail addresses that are told where change control itself could not handle something.
   * @default - none
   */
  readonly notifyEmails?: string[];
}

const SEVEN_YEARS = Duration.days(2557);

/**
 * One change control for many applications of a tooling account: functions, state machines, table, store, key, stop
 * address and dashboard are there once. Numbers, turns, freezes and records are by application, and so are the policies
 * that it decides by: an application whose policy is broken, or whose topic is gone, stops itself alone. What its
 * pipeline does and what it announces waits in a lane of its own, which has one turn at a time, however much it sends.
 * Pipelines name it (`sharedChangeControl`), so they can stand in stacks of their own, which are deployed after it.
 * `GuardedPlatform` makes it and states what it is made from; made by hand it states nothing, and a proof answers
 * `unknown`.
 *
 * @throws an Error with the construct path that tells everything that is wrong with the properties together.
 */
export class SharedChangeControl extends Construct {
  /** What functions, machines, table and store are named after. */
  public readonly controlName: string;
  /** Drafts, follows and seals change records. */
  public readonly recordFunction: IFunction;
  /** What no function could handle, after its retries; something in it is a fault. */
  public readonly unhandled: IQueue;
  /** What the lane of an application laid aside after its tries; the group of a message says whose it is. */
  public readonly leftInLanes: IQueue;
  /** Where people call the function that stops lines and starts them again. */
  public readonly freezeUrl: string;

  public constructor(scope: Construct, id: string, props: SharedChangeControlProps) {
    super(scope, id);
    required(`SharedChangeControl '${id}'`, props, ['applications']);
    const { applications, controlName = SHARED, recordRetention: retention = SEVEN_YEARS } = props;
    const problems = sharedProblems(controlName, applications);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
    if (applications.length > MOST)
      Annotations.of(this).addWarningV2('guarded:shared-change-control', manyText(applications.length));
    this.controlName = controlName;
    const serving = servingMany(controlName, applications);
    const unwindMachineArn = localArn(this, 'states', `stateMachine:${controlName}-unwind`);
    const store = new RecordStore(this, 'Store', { application: controlName, retention, reader: props.recordReader });
    const deadLetters = deadLetterQueue(this, 'Unhandled');
    this.unhandled = deadLetters;
    const told = { application: controlName, store, deadLetters, emails: props.notifyEmails };
    const lanes = new Lanes(this, 'Lanes', { deadLetters });
    this.leftInLanes = lanes.left;
    const { topic } = new Notifications(this, 'Notifications', { ...told, left: lanes.left });
    const topicArn = localArn(this, 'sns', DEPLOYED.topic(EVERY_APPLICATION));
    const many = { lanes, operatorsTopicArn: topic.topicArn };
    const handlers = new Handlers(this, 'Handlers', { serving, store, topicArn, deadLetters, unwindMachineArn, many });
    this.recordFunction = handlers.record.function;
    this.freezeUrl = handlers.freezeUrl;
    tellBudgets(handlers.gate.function, applications);
    for (const each of applications) warnUnmeasured(this, each);
    const { record, notify, metrics } = handlers;
    const { unwind } = new Machines(this, 'Machines', { serving, handlers, store });
    new Triggers(this, 'Triggers', { serving, record, notify, metrics, unwind, store, topic, deadLetters, lanes });
    new SharedDashboard(this, 'Dashboard', controlName, handlers.all);
  }
}

/** Beyond it, too many lines stop at once where their change control does. */
const MOST = 200;

const manyText = (count: number): string =>
  `${count} applications share one change control, more than ${MOST}: what stops it stops the lines of all. Where each has its own (changeControl: own in platform.yaml), it takes more roles of the account.`;

function sharedProblems(name: string, applications: readonly ChangeControlProps[]): string[] {
  const names = applications.map(({ application }) => application);
  const twice = names.filter((one, index) => names.indexOf(one) !== index);
  return [
    ...(applications.length === 0 ? ['applications is empty: it would serve nobody'] : []),
    ...twice.map((one) => `applications has ${one} twice`),
    ...(names.includes(name) ? [`an application is named ${name}, as the change control that it shares`] : []),
    ...applications.flatMap((each) =>
      [...changeControlProblems(each), ...ownProblems(each)].map((problem) => `${each.application}: ${problem}`),
    ),
  ];
}

/** What belongs to all, or stands beside the pipeline of each. */
function ownProblems({ recordRetention, recordReader, notificationsTopic }: ChangeControlProps): string[] {
  return Object.entries({ recordRetention, recordReader, notificationsTopic }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} is given for one application, but its change control is shared`],
  );
}
