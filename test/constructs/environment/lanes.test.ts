import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { inLanes } from '../../../constructs/environment/lanes';

/** Most resources that CloudFormation would make at the same time, each as soon as those that it waits for are there. */
function widest(dependencies: readonly (readonly number[])[]): number {
  const rounds: number[] = [];
  for (const waits of dependencies) rounds.push(Math.max(-1, ...waits.map((one) => rounds[one])) + 1);
  return Math.max(...rounds.map((round) => rounds.filter((other) => other === round).length));
}

function made(order: (resources: CfnResource[]) => void): number {
  const stack = new Stack(new App(), 'S');
  const resources = Array.from(
    { length: 23 },
    (_, i) => new CfnResource(stack, `R${i}`, { type: 'AWS::SSO::Assignment' }),
  );
  order(resources);
  const waits = resources.map((one) =>
    one.obtainDependencies().map((other) => resources.indexOf(other as CfnResource)),
  );
  return widest(waits);
}

test('resources in lanes are made five at a time', () => {
  expect(made(inLanes)).toBe(5);
});

test('without lanes all are made at once', () => {
  expect(made(() => {})).toBe(23);
});
