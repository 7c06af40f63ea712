import { Duration, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { RollbackAlarms } from 'cdk-guarded-environments';
import type { Environment } from 'cdk-guarded-environments';

export function addWorkload(stage: Stage, environment: Environment): void {
  const stack = new Stack(stage, 'orders', { description: `Orders in ${environment.name}` });
  const deadLetters = new Queue(stack, 'DeadLetters', { enforceSSL: true });
  new RollbackAlarms(stack, 'Rollback', {
    bake: Duration.minutes(15),
    alarms: [
      {
        name: 'dead-letters',
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        threshold: 1,
      },
    ],
  });
}
