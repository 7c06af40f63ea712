import { App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnService } from 'aws-cdk-lib/aws-ecs';
import { EcsTrafficShift, TrafficShiftKind } from '../../../constructs/rollback';

const BALANCER = { containerName: 'web', containerPort: 80, targetGroupArn: 'blue' };
const ALTERNATE = { alternateTargetGroupArn: 'green', productionListenerRule: 'rule', roleArn: 'role' };

interface Service {
  readonly kind?: TrafficShiftKind;
  readonly strategy?: string;
  readonly alarmNames?: string[];
  readonly loadBalancers?: CfnService.LoadBalancerProperty[];
  readonly serviceConnectConfiguration?: CfnService.ServiceConnectConfigurationProperty;
}

/** What the shift says of a stack with such a service. */
function said({ kind = TrafficShiftKind.CANARY, strategy = 'CANARY', alarmNames, ...more }: Service): string[] {
  const stack = new Stack(new App(), 'Prod');
  const metric = new Metric({ namespace: 'N', metricName: 'Errors' });
  const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  const shift = new EcsTrafficShift(stack, 'Shift', { alarms: [alarm], kind });
  const alarms = { enable: true, rollback: true, alarmNames: alarmNames ?? [alarm.alarmName] };
  new CfnService(stack, 'Service', { deploymentConfiguration: { strategy, alarms }, ...more });
  return shift.node.validate().filter((one) => !one.includes('within the bake') && !one.includes('of no use'));
}

describe('the options of a shift', () => {
  it.each<[string, Service]>([
    ['of another strategy', { strategy: 'ROLLING' }],
    ['without its alarms', { alarmNames: ['other'] }],
  ])('are lost where the services are %s', (_, service) => {
    expect(said(service)).toEqual([
      expect.stringMatching(/^Prod\/Shift: no AWS::ECS::Service carries serviceOptions .*beside it: Prod\/Service\)/),
    ]);
  });

  it.each<[string, Service, RegExp]>([
    ['no load balancer', {}, /^Prod\/Service: .*neither a load balancer nor Service Connect/],
    ['no alternate target group', { loadBalancers: [BALANCER] }, /^Prod\/Service: .*web:80 has no alternate/],
  ])('shift nothing where there is %s', (_, service, message) => {
    expect(said(service)).toEqual([expect.stringMatching(message)]);
  });

  it.each<[string, Service]>([
    ['two target groups', { loadBalancers: [{ ...BALANCER, advancedConfiguration: ALTERNATE }] }],
    ['Service Connect', { serviceConnectConfiguration: { enabled: true } }],
    ['a worker all at once', { kind: TrafficShiftKind.ALL_AT_ONCE, strategy: 'BLUE_GREEN' }],
  ])('are right with %s', (_, service) => expect(said(service)).toEqual([]));
});
