import { App, Stack } from 'aws-cdk-lib';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { LEASE_PREFIX } from '../../../lib/sandbox/wiring';

test('an environment of one’s own says what to leave out, not which property of platform.yaml would help', () => {
  const place = { application: 'web', account: '111111111111', regions: ['eu-west-2'] };
  const environment = new Environment({ ...place, name: `${LEASE_PREFIX}x`, kind: EnvironmentKind.DEV });
  const stage = new EnvironmentStage(new App(), 'Stage', { environment, region: 'eu-west-2' });
  void new Stack(stage, 'certificate', { env: { region: 'us-east-1' } });
  expect(() => stage.synth()).toThrow(/Stage\/certificate: env\.region is 'us-east-1'.*environment\.isLease/);
});
