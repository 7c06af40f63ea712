import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { withObjectives } from '../../bin/app/objectives';
import { platformProps } from '../../bin/app/platform-props';
import { EnvironmentStage } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { AvailabilityObjective } from '../../constructs/rollback';
import { parsePlatform } from '../../lib/config';

const shipped = readFileSync(join(__dirname, '../../platform.yaml'), 'utf8');
const AT = String.raw`platform\.yaml: line \d+, column \d+ \(applications\[0\]\.availability`;

/** The shipped file, with a list of objectives where one may stand. */
function platform(list?: string) {
  const line = list ? `      serviceLevelObjectives: ${list}\n` : '';
  return parsePlatform(shipped.replace(/^ {6}# serviceLevelObjectives:.*\n/m, line), 'platform.yaml');
}

/** The stages of orders with what its module would have added to each prod stack. */
function workload(addTo: (stack: Stack) => unknown): App {
  const app = new App();
  for (const environment of platformProps(platform()).applications[0].environments)
    for (const region of environment.regions) {
      const id = GuardedPlatform.stageName(environment, region);
      const stack = new Stack(new EnvironmentStage(app, id, { environment, region }), 'orders');
      if (environment.isProd) addTo(stack);
    }
  return app;
}

const metric = (metricName: string) => new Metric({ namespace: 'orders', metricName });

function promise(stack: Stack, objectivePercent?: number): AvailabilityObjective {
  const [requests, errors] = [metric('requests'), metric('errors')];
  return new AvailabilityObjective(stack, 'Availability', {
    name: stack.stackName,
    requests,
    errors,
    objectivePercent,
  });
}

/** One that measures something else. */
function latency(stack: Stack): CfnServiceLevelObjective {
  return new CfnServiceLevelObjective(stack, 'Latency', { name: `${stack.stackName}-latency` });
}

function asked(app: App, list?: string) {
  const file = platform(list);
  return withObjectives(app, file, platformProps(file)).applications[0].serviceLevelObjectives;
}

test('the gate asks what the workload measures availability with, and nothing else that it measures', () => {
  const app = workload((stack) => [promise(stack), latency(stack)]);
  expect(asked(app)).toEqual({
    'orders-one-box-eu-west-2': ['orders-one-box-eu-west-2-orders-availability'],
    'orders-prod-eu-west-2': ['orders-prod-eu-west-2-orders-availability'],
    'orders-prod-eu-west-1': ['orders-prod-eu-west-1-orders-availability'],
  });
});

test('what platform.yaml names counts, here and where the workload lives in another repository', () => {
  const list = "['orders-{environment}-{region}-orders-latency']";
  const named = {
    'orders-one-box-eu-west-2': ['orders-one-box-eu-west-2-orders-latency'],
    'orders-prod-eu-west-2': ['orders-prod-eu-west-2-orders-latency'],
    'orders-prod-eu-west-1': ['orders-prod-eu-west-1-orders-latency'],
  };
  expect(asked(workload(latency), list)).toEqual(named);
  expect(asked(new App(), list)).toEqual(named);
});

test('an ARN counts in its own place, beside what the workload has elsewhere', () => {
  const list = "['arn:aws:application-signals:eu-west-1:666666666666:slo/orders-prod-eu-west-1-orders-latency']";
  const app = workload((stack) => [promise(stack), latency(stack)]);
  expect(asked(app, list)).toMatchObject({
    'orders-prod-eu-west-2': ['orders-prod-eu-west-2-orders-availability'],
    'orders-prod-eu-west-1': ['orders-prod-eu-west-1-orders-latency'],
  });
});

test('a workload that is not here and of which nothing is named may be yet to be written', () => {
  expect(asked(new App())).toEqual({
    'orders-one-box-eu-west-2': [],
    'orders-prod-eu-west-2': [],
    'orders-prod-eu-west-1': [],
  });
});

test('a workload that is here and measures nothing is refused, with what would be right', () => {
  expect(() => asked(workload(() => undefined))).toThrow(
    new RegExp(
      `${AT}\\): nothing measures the objective in orders-one-box-eu-west-2, .* make an AvailabilityObjective there in the workload, or name under serviceLevelObjectives what measures it \\(and 2 more`,
    ),
  );
  expect(() => asked(workload(latency))).toThrow(/what measures it: orders-one-box-eu-west-2-orders-latency/);
});

test('a name that nothing in the workload has is a slip, told with the name that was meant', () => {
  expect(() => asked(workload(promise), "['{environment}-availability']")).toThrow(
    new RegExp(
      `${AT}\\.serviceLevelObjectives\\): orders-one-box-eu-west-2 has no service level objective "one-box-availability"; there is orders-one-box-eu-west-2-orders-availability`,
    ),
  );
});

test('a promise that differs from the one in platform.yaml is told with both figures', () => {
  expect(() => asked(workload((stack) => promise(stack, 99.5)))).toThrow(
    new RegExp(
      `${AT}\\.objective\\): got 99.98, and orders-one-box-eu-west-2/orders/Availability/Objective promises 99.5; write the same in both`,
    ),
  );
});
