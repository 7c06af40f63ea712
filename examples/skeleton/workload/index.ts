import { Duration, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { AvailabilityObjective, RollbackAlarms } from 'cdk-guarded-environments';
import type { Environment } from 'cdk-guarded-environments';
import type { Construct } from 'constructs';
import { helloFunction } from './hello-function';
import { helloKey } from './hello-key';

/** Called once for each environment and region: add the stacks of your application here. */
export function addWorkload(stage: Stage, environment: Environment): void {
  new HelloStack(stage, 'hello', environment);
}

/** A function that is called every minute, so that there is something to measure before anybody uses it. */
class HelloStack extends Stack {
  public constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { description: `Hello in ${environment.name}` });
    const key = helloKey(this);
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
    });
    const hello = helloFunction(this, key, deadLetters);
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(hello)],
    });
    const notify = new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    this.wayBack(deadLetters, notify);
    if (environment.isProd) this.promise(hello, notify);
  }

  /** The alarm that takes a deployment back: what failed for good ends up where nobody reads it. */
  private wayBack(deadLetters: Queue, notify: ITopic): void {
    new RollbackAlarms(this, 'Rollback', {
      bake: Duration.minutes(15),
      notify,
      alarms: [
        {
          name: 'dead-letters',
          metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
          threshold: 1,
        },
      ],
    });
  }

  /**
   * What measures the availability objective of platform.yaml: the gate asks it before each release but the first, and
   * stops features when the error budget is spent. Two promises are one: write the same percentage in both.
   */
  private promise(hello: IFunction, notify: ITopic): void {
    const minute = { period: Duration.minutes(1), statistic: 'Sum' };
    new AvailabilityObjective(this, 'Availability', {
      name: this.stackName,
      requests: hello.metricInvocations(minute),
      errors: hello.metricErrors(minute),
      objectivePercent: 99.98,
      notify,
    });
  }
}
