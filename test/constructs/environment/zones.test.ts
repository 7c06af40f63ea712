/** A network asks nobody for its zones at synthesis. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EnvironmentKind, stage } from './stages';

function network(context: object = {}): { zones: unknown[]; missing: unknown } {
  const app = new App({ context: context as Record<string, unknown> });
  const made = stage(EnvironmentKind.PROD, app);
  const stack = new Stack(made, 'S');
  new Vpc(stack, 'Vpc');
  const { manifest } = made.synth();
  const subnets = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Subnet'));
  const zones = subnets.map(({ Properties }) => (Properties as { AvailabilityZone: unknown }).AvailabilityZone);
  return { zones, missing: manifest.missing };
}

test('the first two zones are read at deployment, and no look-up is asked for', () => {
  const { zones, missing } = network();
  const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': 'eu-west-2' }] });
  expect(zones).toEqual([zone(0), zone(1), zone(0), zone(1)]);
  expect(missing).toBeUndefined();
});

test('zones that cdk.context.json names are taken', () => {
  const named = ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'];
  const { zones } = network({ 'availability-zones:account=333333333333:region=eu-west-2': named });
  expect(zones).toEqual([...named, ...named]);
});
