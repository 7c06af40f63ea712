import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { acknowledge } from '../change/acknowledge';
import { ChatChannels } from '../change/chat';
import { deadLetterQueue } from '../change/handler-function';
import { localArn, serviceFor } from '../change/machine-role';
import { SandboxDashboard } from './dashboard';
import { executionRole } from './execution-role';
import { SandboxFunctions } from './functions';
import { LifeMachine } from './machine';
import { sandboxPolicy } from './policy';
import { sandboxProblems } from './problems';
import { SandboxProjects } from './projects';
import { sandboxRole } from './sandbox-role';
import type { SandboxProps } from './sandbox-props';
import { SandboxStore } from './sandbox-store';
import { SandboxSchedules } from './schedules';
import { required } from '../../lib/required';

/**
 * Self-service environments of one application: developers ask for one and have it minutes later, it warns before its end
 * and goes by itself. Everything is in the dev account, so that nobody calls anything in a guarded one.
 *
 * @throws an Error with the construct path that tells everything that is wrong with the properties together.
 */
export class Sandbox extends Construct {
  /** Answers people, by its URL alone. */
  public readonly apiFunction: IFunction;
  /** Where they ask. */
  public readonly url: string;
  /** Says what happens to environments. */
  public readonly topic: ITopic;
  /** Leases and the places of quotas. */
  public readonly table: ITable;
  /** Records of ended leases; write-once. */
  public readonly records: IBucket;

  public constructor(scope: Construct, id: string, props: SandboxProps) {
    super(scope, id);
    required(`Sandbox '${id}'`, props, ['application', 'source']);
    const problems = sandboxProblems(this, props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
    const { application } = props;
    const store = new SandboxStore(this, 'Store', application);
    const deadLetters = deadLetterQueue(this, 'Unhandled');
    const topic = this.makeTopic(application);
    const { roleArn: executionRoleArn } = executionRole(this, 'Execution', application);
    const functions = new SandboxFunctions(this, 'Functions', {
      policy: sandboxPolicy(this, props),
      store,
      topic,
      deadLetters,
      scheduleRoleArn: this.makeSchedules(application),
      executionRoleArn,
    });
    new LifeMachine(this, 'Life', application, functions);
    new SandboxProjects(this, 'Projects', { sandbox: props, store, executionRoleArn });
    const previews = props.previewBranches !== undefined;
    new SandboxSchedules(this, 'Schedules', { application, sweep: functions.sweep, deadLetters, previews });
    new SandboxDashboard(this, 'Shown', application);
    const { chat } = props;
    if (chat?.slack?.length || chat?.teams?.length)
      new ChatChannels(this, 'Chat', { name: `${application}-sandbox`, subscriptions: [{ chat, topic }] });
    this.apiFunction = functions.api.function;
    this.url = functions.url;
    this.topic = topic;
    this.table = store.table;
    this.records = store.records;
  }

  private makeTopic(application: string): Topic {
    const topic = new Topic(this, 'Topic', { topicName: SANDBOX_NAMES.topic(application), enforceSSL: true });
    acknowledge(
      topic,
      'It says which environments come and go, which everybody of the team may know.',
      'NIST.800.53.R5::NIST.800.53.R5-SNSEncryptedKMS',
    );
    return topic;
  }

  /** The group of the leases' schedules, and the role by which they start the state machine. */
  private makeSchedules(application: string): string {
    const name = SANDBOX_NAMES.scheduleGroup(application);
    new CfnScheduleGroup(this, 'ScheduleGroup', { name });
    const role = sandboxRole(this, 'ScheduleRole', {
      application,
      what: 'schedule',
      assumedBy: serviceFor('scheduler.amazonaws.com', localArn(this, 'scheduler', `schedule-group/${name}`)),
      description: `Schedules lead environments of ${application} on`,
      rights: [
        {
          sid: 'LeadOn',
          actions: ['states:StartExecution'],
          resources: [localArn(this, 'states', `stateMachine:${SANDBOX_NAMES.machine(application)}`)],
        },
      ],
    });
    return role.roleArn;
  }
}
