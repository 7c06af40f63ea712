import { Duration } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { POLICY_FILE } from '../../lib/contract/change-policies';
import type { SandboxPolicyInput } from '../../lib/sandbox';
import { SANDBOX_ENV, SANDBOX_NAMES, type SandboxHandlerName } from '../../lib/sandbox/wiring';
import type { Right } from '../change/acknowledge';
import { handlerCode, type HandlerCodes } from '../change/handler-code';
import { localArn } from '../change/machine-role';
import { SandboxRights } from './rights';
import { SandboxFunction } from './sandbox-function';
import type { SandboxStore } from './sandbox-store';

/** What the functions are made from. */
export interface SandboxFunctionsProps {
  readonly policy: SandboxPolicyInput;
  readonly store: SandboxStore;
  readonly topic: Topic;
  readonly deadLetters: Queue;
  /** Role by which schedules start the state machine. */
  readonly scheduleRoleArn: string;
  /** Role that CloudFormation acts as on stacks of leases. */
  readonly executionRoleArn: string;
}

/** Listing leases and writing them; a transaction takes the right of each of its parts. */
const WRITES = ['GetItem', 'Query', 'PutItem'];

/** The functions of self-service, each with its own role and rights. */
export class SandboxFunctions extends Construct {
  public readonly api: SandboxFunction;
  public readonly life: SandboxFunction;
  public readonly remove: SandboxFunction;
  public readonly sweep: SandboxFunction;
  public readonly preview: SandboxFunction;
  /** Where people ask: IAM says who may, the signature says who does. */
  public readonly url: string;
  private readonly rights: SandboxRights;
  private readonly codes: HandlerCodes;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SandboxFunctionsProps,
  ) {
    super(scope, id);
    const { executionRoleArn, policy } = props;
    const rights = (this.rights = new SandboxRights(this, policy.application));
    this.codes = handlerCode(this, 'sandbox', { name: POLICY_FILE, content: policy });
    this.api = this.make('api', [
      rights.table(...WRITES),
      rights.leadOn(),
      rights.readRoles(),
      rights.readStacks(),
      rights.lookIntoStacks('DescribeStackEvents'),
      rights.runBuilds('BatchGetBuilds'),
      rights.readLogs(),
    ]);
    this.life = this.make('life', this.living());
    this.remove = this.make(
      'remove',
      [rights.table('GetItem'), rights.readStacks(), rights.readTags(), ...rights.remove(executionRoleArn)],
      Duration.minutes(14),
    );
    this.sweep = this.make('sweep', [
      rights.table(...WRITES),
      rights.leadOn('states:ListExecutions'),
      rights.readStacks(),
      rights.readTags(),
      rights.readCosts(),
      rights.putMetrics(),
    ]);
    this.preview = this.make('preview', [rights.table(...WRITES), rights.leadOn()]);
    this.url = this.api.function.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }).url;
  }

  private living(): Right[] {
    const { rights, props } = this;
    return [
      rights.table('GetItem', 'PutItem', 'DeleteItem'),
      rights.readStacks(),
      rights.runBuilds('StartBuild', 'BatchGetBuilds'),
      ...rights.schedule(props.scheduleRoleArn),
      rights.tell(props.topic.topicArn),
      rights.keepRecords(props.store.records.bucketArn),
    ];
  }

  private make(name: SandboxHandlerName, rights: Right[], timeout?: Duration): SandboxFunction {
    const { policy, deadLetters } = this.props;
    return new SandboxFunction(this, name, {
      name,
      application: policy.application,
      handlers: this.codes,
      rights,
      deadLetters,
      timeout,
      environment: this.environment(),
    });
  }

  private environment(): Record<string, string> {
    const { policy, store, topic, scheduleRoleArn, executionRoleArn } = this.props;
    const { application } = policy;
    return {
      [SANDBOX_ENV.table]: store.table.tableName,
      [SANDBOX_ENV.records]: store.records.bucketName,
      [SANDBOX_ENV.topic]: topic.topicArn,
      [SANDBOX_ENV.machine]: localArn(this, 'states', `stateMachine:${SANDBOX_NAMES.machine(application)}`),
      [SANDBOX_ENV.buildProject]: SANDBOX_NAMES.project(application, 'build'),
      [SANDBOX_ENV.deployProject]: SANDBOX_NAMES.project(application, 'deploy'),
      [SANDBOX_ENV.scheduleGroup]: SANDBOX_NAMES.scheduleGroup(application),
      [SANDBOX_ENV.scheduleRole]: scheduleRoleArn,
      [SANDBOX_ENV.executionRole]: executionRoleArn,
    };
  }
}
