import type { Stack } from 'aws-cdk-lib';
import { Stage } from 'aws-cdk-lib';
import { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { EcsDeploymentOptions } from './traffic-shift-props';

type Json = Readonly<Record<string, unknown>>;

/** An ECS service with the properties that its template will have. */
interface Rendered {
  readonly path: string;
  readonly stack: Stack;
  readonly properties: Json;
}

/**
 * Do services of the stage carry the options of a shift, and have they what it shifts? Options that reach no service are
 * lost without a word: a service pattern drops the properties that it does not know.
 *
 * @param stepped Traffic moves in steps, so there must be something that moves it.
 */
export function carrierProblems(shift: IConstruct, options: EcsDeploymentOptions, stepped: boolean): string[] {
  const services = servicesBeside(shift);
  const carriers = services.filter((service) => carries(service, options));
  if (carriers.length > 0)
    return carriers.flatMap((service) => trafficProblems(service, stepped).map((why) => `${service.path}: ${why}.`));
  const found = services.length > 0 ? services.map(({ path }) => path).join(', ') : 'none';
  return [
    `${shift.node.path}: no AWS::ECS::Service carries serviceOptions (strategy ${options.deploymentStrategy} and its alarms; ` +
      `services beside it: ${found}), so nothing is shifted and nothing taken back: spread serviceOptions into the props of ` +
      'FargateService or Ec2Service; the services of aws-ecs-patterns drop them.',
  ];
}

function servicesBeside(shift: IConstruct): Rendered[] {
  const within = Stage.of(shift) ?? shift.node.root;
  const services = within.node.findAll().filter((node): node is CfnService => CfnService.isCfnService(node));
  return services.map((service) => {
    const { stack } = service;
    const whole = stack.resolve((service as unknown as { _toCloudFormation(): unknown })._toCloudFormation()) as {
      readonly Resources: Readonly<Record<string, { readonly Properties?: Json }>>;
    };
    const [resource] = Object.values(whole.Resources);
    return { path: service.node.path, stack, properties: resource?.Properties ?? {} };
  });
}

function carries({ stack, properties }: Rendered, options: EcsDeploymentOptions): boolean {
  const configuration = object(properties.DeploymentConfiguration);
  const { Enable, Rollback, AlarmNames } = object(configuration.Alarms);
  const listed = new Set(list(AlarmNames).map((one) => JSON.stringify(one)));
  const wanted = stack.resolve(options.deploymentAlarms.alarmNames) as unknown[];
  return (
    configuration.Strategy === options.deploymentStrategy &&
    Enable === true &&
    Rollback === true &&
    wanted.every((name) => listed.has(JSON.stringify(name)))
  );
}

/** ECS moves traffic between two target groups, or through Service Connect; a worker has neither and is not shifted. */
function trafficProblems({ properties }: Rendered, stepped: boolean): string[] {
  const balancers = list(properties.LoadBalancers).map(object);
  const connected = object(properties.ServiceConnectConfiguration).Enabled === true;
  if (stepped && balancers.length === 0 && !connected)
    return [
      'its traffic is to move in steps, but it has neither a load balancer nor Service Connect; right is a target group with an alternate one, or TrafficShiftKind.ALL_AT_ONCE',
    ];
  const without = balancers.filter((one) => object(one.AdvancedConfiguration).AlternateTargetGroupArn === undefined);
  return without.map(
    ({ ContainerName: container, ContainerPort: port }) =>
      `its load balancer on ${String(container)}:${String(port)} has no alternate target group to move traffic to; right is service.loadBalancerTarget({ …, alternateTarget: new AlternateTarget(…) })`,
  );
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
