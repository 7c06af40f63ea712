import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { platformProps } from '../../bin/app/platform-props';
import { withRollbackAlarms } from '../../bin/app/rollback-alarms';
import { EnvironmentStage } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { RollbackAlarms } from '../../constructs/rollback';
import { readPlatform } from '../../lib/config';

const file = readPlatform(join(__dirname, '../../platform.yaml'));
const props = platformProps(file);

/** The stages of orders, as its module would have added them. */
function workload(bakeMinutes: number): App {
  const app = new App();
  for (const environment of props.applications[0].environments)
    for (const region of environment.regions) {
      const stage = new EnvironmentStage(app, GuardedPlatform.stageName(environment, region), { environment, region });
      const metric = new Metric({ namespace: 'orders', metricName: 'errors', period: Duration.minutes(1) });
      new RollbackAlarms(new Stack(stage, 'orders'), 'Rollback', {
        bake: Duration.minutes(bakeMinutes),
        alarms: [{ name: 'errors', metric, threshold: 1 }],
      });
    }
  return app;
}

test('the gate learns the names of the alarms of each prod stage, and of no other', () => {
  const [{ rollbackAlarms }] = withRollbackAlarms(workload(15), file, props).applications;
  expect(rollbackAlarms).toEqual({
    'orders-one-box-eu-west-2': ['orders-one-box-eu-west-2-orders-rollback-errors'],
    'orders-prod-eu-west-2': ['orders-prod-eu-west-2-orders-rollback-errors'],
    'orders-prod-eu-west-1': ['orders-prod-eu-west-1-orders-rollback-errors'],
  });
});

test('a workload that is not synthesized here has none that could be named', () => {
  expect(withRollbackAlarms(new App(), file, props).applications[0].rollbackAlarms).toEqual({});
});

test('alarms that need longer than the waves bake are refused with both figures and the construct', () => {
  expect(() => withRollbackAlarms(workload(45), file, props)).toThrow(
    /platform\.yaml: line \d+, column \d+ \(applications\[0\]\.bakeMinutes\): waves bake 30 minutes, and orders-one-box-eu-west-2\/orders has rollback alarms for a bake of 45; write at least 45/,
  );
});
