import { Duration, Stack } from 'aws-cdk-lib';
import { aws_events as events, aws_events_targets as targets, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import { aws_kinesisfirehose as firehose, aws_s3 as s3, aws_scheduler as scheduler, aws_ses as ses } from 'aws-cdk-lib';
import { aws_sns as sns, aws_sns_subscriptions as subscriptions, aws_sqs as sqs } from 'aws-cdk-lib';
import {
  aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks,
  aws_pipes as pipes,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { handler } from './functions';
import type { Workloads } from './workload';

/** Queues, topics, buses, schedules and workflows. */
export const MESSAGES: Workloads = {
  'topic-fan-out': (scope) => {
    const topic = new sns.Topic(scope, 'Topic', { enforceSSL: true });
    topic.addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(scope, 'One', { enforceSSL: true })));
    topic.addSubscription(new subscriptions.LambdaSubscription(handler(scope)));
  },
  'encrypted-topic-and-queue': (scope) => {
    // A key each: the policy of the queue's names the topic, so that one for both would need itself.
    const topic = new sns.Topic(scope, 'Topic', { masterKey: new kms.Key(scope, 'Key', { enableKeyRotation: true }) });
    const queue = new sqs.Queue(scope, 'Queue', { encryptionMasterKey: new kms.Key(scope, 'QueueKey') });
    topic.addSubscription(new subscriptions.SqsSubscription(queue));
  },
  'queue-with-dead-letters': (scope) => {
    const dead = new sqs.Queue(scope, 'Dead', { retentionPeriod: Duration.days(14) });
    new sqs.Queue(scope, 'Queue', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 }, fifo: false });
  },
  'bus-with-rules': (scope) => {
    const bus = new events.EventBus(scope, 'Bus');
    bus.archive('Archive', { eventPattern: { source: ['orders'] }, retention: Duration.days(7) });
    new events.Rule(scope, 'Rule', {
      eventBus: bus,
      eventPattern: { source: ['orders'] },
      targets: [
        new targets.LambdaFunction(handler(scope)),
        new targets.SqsQueue(new sqs.Queue(scope, 'Queue')),
        new targets.SnsTopic(new sns.Topic(scope, 'Topic')),
      ],
    });
  },
  'rule-to-a-log-group': (scope) => {
    new events.Rule(scope, 'Rule', {
      eventPattern: { source: ['orders'] },
      targets: [new targets.CloudWatchLogGroup(new logs.LogGroup(scope, 'Log'))],
    });
  },
  schedule: (scope) => {
    new scheduler.Schedule(scope, 'Nightly', {
      schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
      target: new LambdaInvoke(handler(scope), {}),
    });
  },
  'state-machine': (scope) => {
    const work = new tasks.LambdaInvoke(scope, 'Work', { lambdaFunction: handler(scope) });
    const wait = new sfn.Wait(scope, 'Wait', { time: sfn.WaitTime.duration(Duration.minutes(1)) });
    new sfn.StateMachine(scope, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(wait.next(work)),
      tracingEnabled: true,
      logs: { destination: new logs.LogGroup(scope, 'Log'), level: sfn.LogLevel.ERROR },
    });
  },
  pipe: (scope) => {
    const [source, target] = [new sqs.Queue(scope, 'Source'), new sqs.Queue(scope, 'Target')];
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
    source.grantConsumeMessages(role);
    target.grantSendMessages(role);
    new pipes.CfnPipe(scope, 'Pipe', { roleArn: role.roleArn, source: source.queueArn, target: target.queueArn });
  },
  'delivery-stream': (scope) => {
    new firehose.DeliveryStream(scope, 'Stream', {
      destination: new firehose.S3Bucket(new s3.Bucket(scope, 'Bucket')),
    });
  },
  mail: (scope) => {
    const set = new ses.ConfigurationSet(scope, 'Set');
    new ses.EmailIdentity(scope, 'Identity', {
      identity: ses.Identity.domain('example.com'),
      configurationSet: set,
    });
    set.addEventDestination('Bounces', {
      destination: ses.EventDestination.snsTopic(new sns.Topic(scope, 'Bounced')),
    });
  },
  'log-subscription': (scope) => {
    const group = new logs.LogGroup(scope, 'Log');
    group.addSubscriptionFilter('Filter', {
      destination: new LambdaDestination(handler(scope)),
      filterPattern: logs.FilterPattern.allTerms('ERROR'),
    });
    new logs.MetricFilter(scope, 'Errors', {
      logGroup: group,
      filterPattern: logs.FilterPattern.allTerms('ERROR'),
      metricNamespace: Stack.of(scope).stackName,
      metricName: 'errors',
    });
  },
};
