import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LEASE_TAG, leaseStacks, leaseTag, SANDBOX_METRICS, SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import type { Right } from '../change/acknowledge';
import { localArn } from '../change/machine-role';

const LISTS = 'Lists of what is in an account know no resource.';
const LEASES = 'The names of what belongs to leases begin so; which lease it is shows when it is there.';

/** Rights of the handlers of self-service: what their calls take, and no more. */
export class SandboxRights {
  public constructor(
    private readonly scope: Construct,
    private readonly application: string,
  ) {}

  /** Reading and writing leases and places of quotas. */
  public table(...actions: string[]): Right {
    return {
      sid: 'Leases',
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [this.arn('dynamodb', `table/${SANDBOX_NAMES.table(this.application)}`)],
    };
  }

  /** Leading leases on. */
  public leadOn(...more: string[]): Right {
    const machine = this.arn('states', `stateMachine:${SANDBOX_NAMES.machine(this.application)}`);
    return { sid: 'LeadOn', actions: ['states:StartExecution', ...more], resources: [machine] };
  }

  /** Who a caller is. */
  public readRoles(): Right {
    const path = `role/aws-reserved/sso.amazonaws.com/*`;
    return {
      sid: 'WhoCalls',
      actions: ['iam:GetRole'],
      resources: [`arn:${this.partition}:iam::${Stack.of(this.scope).account}:${path}`],
      why: 'Identity Center names its roles; which one a caller has shows when the call comes.',
    };
  }

  /** Looking at stacks; describing all of them takes every stack. */
  public readStacks(): Right {
    return { sid: 'Stacks', actions: ['cloudformation:DescribeStacks'], resources: ['*'], why: LISTS };
  }

  /** Looking into the stacks of leases. */
  public lookIntoStacks(...actions: string[]): Right {
    return {
      sid: 'LeaseStacks',
      actions: actions.map((action) => `cloudformation:${action}`),
      resources: [this.arn('cloudformation', `stack/${leaseStacks(this.application)}*`)],
      why: LEASES,
    };
  }

  /** Building and deploying. */
  public runBuilds(...actions: string[]): Right {
    return {
      sid: 'Builds',
      actions: actions.map((action) => `codebuild:${action}`),
      resources: (['build', 'deploy'] as const).map((what) => this.projectArn(what)),
    };
  }

  /** Reading the logs of builds. */
  public readLogs(): Right {
    const group = (what: string) => this.arn('logs', `log-group:${SANDBOX_NAMES.logGroup(this.application, what)}:*`);
    return {
      sid: 'BuildLogs',
      actions: ['logs:GetLogEvents'],
      resources: [group('build'), group('deploy')],
      why: 'Log streams are named by the build.',
    };
  }

  /** Schedules of leases, each started with one role. */
  public schedule(roleArn: string): Right[] {
    const group = SANDBOX_NAMES.scheduleGroup(this.application);
    return [
      {
        sid: 'Schedules',
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
        resources: [this.arn('scheduler', `schedule/${group}/*`)],
        why: 'A schedule is named by its lease.',
      },
      {
        sid: 'HandOver',
        actions: ['iam:PassRole'],
        resources: [roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
    ];
  }

  /** Telling people. */
  public tell(topicArn: string): Right {
    return { sid: 'Tell', actions: ['sns:Publish'], resources: [topicArn] };
  }

  /** The record, once. */
  public keepRecords(bucketArn: string): Right {
    const resources = [`${bucketArn}/leases/${this.application}/*`];
    return { sid: 'Records', actions: ['s3:PutObject'], resources, why: 'A record is named by its lease.' };
  }

  /** What carries the tag of leases. */
  public readTags(): Right {
    return { sid: 'Tagged', actions: ['tag:GetResources'], resources: ['*'], why: LISTS };
  }

  /** What leases cost. */
  public readCosts(): Right {
    return { sid: 'Costs', actions: ['ce:GetCostAndUsage'], resources: ['*'], why: LISTS };
  }

  /** What the dashboard shows. */
  public putMetrics(): Right {
    return {
      sid: 'Metrics',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': SANDBOX_METRICS } },
      why: LISTS,
    };
  }

  /** Deleting stacks of leases through CloudFormation's role, and what they leave behind. */
  public remove(executionRoleArn: string): Right[] {
    return [
      {
        ...this.lookIntoStacks('DeleteStack', 'ListStackResources'),
        sid: 'DeleteLeases',
        conditions: { ArnEqualsIfExists: { 'cloudformation:RoleArn': executionRoleArn } },
      },
      { sid: 'Imports', actions: ['cloudformation:ListImports'], resources: ['*'], why: LISTS },
      {
        sid: 'HandOver',
        actions: ['iam:PassRole'],
        resources: [executionRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      },
      this.byName('Buckets', ['s3:ListBucketVersions', 's3:DeleteBucket'], 's3', `${leaseStacks(this.application)}*`),
      this.byName(
        'Objects',
        ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        's3',
        `${leaseStacks(this.application)}*/*`,
      ),
      this.byName(
        'LogGroups',
        ['logs:DeleteLogGroup'],
        'logs',
        `log-group:/aws/lambda/${leaseStacks(this.application)}*`,
      ),
      this.byTag('TaggedLogGroups', ['logs:DeleteLogGroup'], 'logs', 'log-group:*'),
      this.byTag('Secrets', SECRETS, 'secretsmanager', 'secret:*'),
      this.byTag('Tables', ['dynamodb:DeleteTable'], 'dynamodb', `table/${leaseStacks(this.application)}*`),
      this.byTag('Images', ['ecr:DeleteRepository'], 'ecr', 'repository/*'),
      this.byTag('Keys', ['kms:DescribeKey', 'kms:ScheduleKeyDeletion'], 'kms', 'key/*'),
      this.byTag('Interfaces', ['ec2:DeleteNetworkInterface'], 'ec2', 'network-interface/*'),
      { sid: 'LookAtInterfaces', actions: ['ec2:DescribeNetworkInterfaces'], resources: ['*'], why: LISTS },
    ];
  }

  /** ARN of a project, by its name. */
  public projectArn(what: 'build' | 'deploy' | 'branches'): string {
    return this.arn('codebuild', `project/${SANDBOX_NAMES.project(this.application, what)}`);
  }

  private byName(sid: string, actions: string[], service: string, name: string): Right {
    const arn = service === 's3' ? `arn:${this.partition}:s3:::${name}` : this.arn(service, name);
    return { sid, actions, resources: [arn], why: LEASES };
  }

  private byTag(sid: string, actions: string[], service: string, resource: string): Right {
    const conditions = { StringLike: { [`aws:ResourceTag/${LEASE_TAG}`]: leaseTag(this.application, '?*') } };
    const why = 'Only what carries the tag of a lease of this application, whatever it is called.';
    return { sid, actions, resources: [this.arn(service, resource)], conditions, why };
  }

  private get partition(): string {
    return Stack.of(this.scope).partition;
  }

  private arn(service: string, resource: string): string {
    return localArn(this.scope, service, resource);
  }
}

const SECRETS = ['secretsmanager:DeleteSecret', 'secretsmanager:DescribeSecret', 'secretsmanager:RestoreSecret'];
