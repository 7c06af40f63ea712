import { Duration, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AvailabilityObjective, RollbackAlarms } from 'cdk-guarded-environments';
import type { Environment } from 'cdk-guarded-environments';

export function addWorkload(stage: Stage, environment: Environment): void {
  const stack = new Stack(stage, 'orders', { description: `Orders in ${environment.name}` });
  const api = new HttpApi(stack, 'Api');
  const minute = { period: Duration.minutes(1), statistic: 'Sum' };
  const [requests, errors] = [api.metricCount(minute), api.metricServerError(minute)];
  new RollbackAlarms(stack, 'Rollback', {
    bake: Duration.minutes(15),
    alarms: [{ name: 'errors', metric: errors, threshold: 10 }],
  });
  if (environment.isProd) new AvailabilityObjective(stack, 'Availability', { name: stack.stackName, requests, errors });
}
