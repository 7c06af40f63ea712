import { Duration, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { RollbackAlarms } from 'cdk-guarded-environments';
import type { Environment } from 'cdk-guarded-environments';
import type { Construct } from 'constructs';

/** Called once for each environment and region: add the stacks of your application here. */
export function addWorkload(stage: Stage, environment: Environment): void {
  new HelloStack(stage, 'hello', environment);
}

/** A queue, and the alarm that takes a deployment back when messages end up where nobody reads them. */
class HelloStack extends Stack {
  public constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { description: `Hello in ${environment.name}` });
    const key = new Key(this, 'Key', { enableKeyRotation: true });
    const deadLetters = this.queue('DeadLetters', key);
    this.queue('Queue', key, deadLetters);
    new RollbackAlarms(this, 'Rollback', {
      bake: Duration.minutes(15),
      notify: new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true }),
      alarms: [
        {
          name: 'dead-letters',
          metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
          threshold: 1,
        },
      ],
    });
  }

  private queue(id: string, encryptionMasterKey: Key, deadLetters?: Queue): Queue {
    return new Queue(this, id, {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey,
      enforceSSL: true,
      deadLetterQueue: deadLetters && { queue: deadLetters, maxReceiveCount: 5 },
    });
  }
}
