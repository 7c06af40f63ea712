import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import {
  aws_applicationautoscaling as scaling,
  aws_autoscaling as autoscaling,
  aws_batch as batch,
  aws_ec2 as ec2,
} from 'aws-cdk-lib';
import {
  aws_ecr as ecr,
  aws_ecs as ecs,
  aws_elasticloadbalancingv2 as elb,
  aws_elasticloadbalancingv2_targets as targets,
} from 'aws-cdk-lib';
import {
  aws_apprunner as apprunner,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_servicediscovery as discovery,
} from 'aws-cdk-lib';
import { handler } from './functions';
import { network } from './stores';
import type { Workloads } from './workload';

const IMAGE = `public.ecr.aws/nginx/nginx@sha256:${'a'.repeat(64)}`;
const inner = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

/** Services, jobs, instances and load balancers. */
export const CONTAINERS: Workloads = {
  'service-behind-a-load-balancer': (scope) => {
    const cluster = new ecs.Cluster(scope, 'Cluster', { vpc: network(scope) });
    const task = new ecs.FargateTaskDefinition(scope, 'Task');
    task.addContainer('web', {
      image: ecs.ContainerImage.fromRegistry(IMAGE),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }),
      portMappings: [{ containerPort: 80 }],
      environment: { QUEUE: 'orders' },
    });
    const service = new ecs.FargateService(scope, 'Service', { cluster, taskDefinition: task, vpcSubnets: inner });
    service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    const balancer = new elb.ApplicationLoadBalancer(scope, 'Balancer', { vpc: cluster.vpc, vpcSubnets: inner });
    balancer.addListener('Listener', { port: 80 }).addTargets('Service', { port: 80, targets: [service] });
  },
  'task-of-an-own-repository': (scope) => {
    const repository = new ecr.Repository(scope, 'Repository', { imageScanOnPush: true });
    const task = new ecs.FargateTaskDefinition(scope, 'Task');
    task.addContainer('job', { image: ecs.ContainerImage.fromEcrRepository(repository, 'v1') });
  },
  'image-from-source': (scope) => {
    const directory = mkdtempSync(join(tmpdir(), 'image-'));
    writeFileSync(join(directory, 'Dockerfile'), 'FROM scratch');
    const task = new ecs.FargateTaskDefinition(scope, 'Task');
    task.addContainer('web', { image: ecs.ContainerImage.fromAsset(directory) });
    new lambda.DockerImageFunction(scope, 'Function', { code: lambda.DockerImageCode.fromImageAsset(directory) });
  },
  'function-behind-a-load-balancer': (scope) => {
    const balancer = new elb.ApplicationLoadBalancer(scope, 'Balancer', { vpc: network(scope), vpcSubnets: inner });
    const listener = balancer.addListener('Listener', { port: 80 });
    listener.addTargets('Function', { targets: [new targets.LambdaTarget(handler(scope))] });
  },
  'batch-jobs': (scope) => {
    const environment = new batch.FargateComputeEnvironment(scope, 'Environment', {
      vpc: network(scope),
      vpcSubnets: inner,
    });
    new batch.JobQueue(scope, 'Queue', { computeEnvironments: [{ computeEnvironment: environment, order: 1 }] });
    const execution = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    new batch.CfnJobDefinition(scope, 'Job', {
      type: 'container',
      containerProperties: { image: IMAGE, executionRoleArn: execution.roleArn },
      platformCapabilities: ['FARGATE'],
    });
  },
  instances: (scope) => {
    const group = new autoscaling.AutoScalingGroup(scope, 'Group', {
      vpc: network(scope),
      vpcSubnets: inner,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      requireImdsv2: true,
      maxCapacity: 3,
    });
    group.addUserData('dnf install -y nginx');
    group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60, cooldown: Duration.minutes(5) });
  },
  'app-runner': (scope) => {
    const access = new iam.Role(scope, 'Access', {
      assumedBy: new iam.ServicePrincipal('build.apprunner.amazonaws.com'),
    });
    const repository = new ecr.Repository(scope, 'Repository');
    repository.grantPull(access);
    new apprunner.CfnService(scope, 'Service', {
      sourceConfiguration: {
        authenticationConfiguration: { accessRoleArn: access.roleArn },
        imageRepository: { imageIdentifier: repository.repositoryUriForTag('v1'), imageRepositoryType: 'ECR' },
      },
    });
  },
  discovery: (scope) => {
    const space = new discovery.PrivateDnsNamespace(scope, 'Space', { name: 'orders.local', vpc: network(scope) });
    space.createService('Service', { dnsRecordType: discovery.DnsRecordType.A, dnsTtl: Duration.seconds(30) });
  },
  'scaled-table': (scope) => {
    new scaling.ScalableTarget(scope, 'Target', {
      serviceNamespace: scaling.ServiceNamespace.LAMBDA,
      scalableDimension: 'lambda:function:ProvisionedConcurrency',
      resourceId: 'function:orders:live',
      minCapacity: 1,
      maxCapacity: 4,
    }).scaleToTrackMetric('Track', {
      targetValue: 0.7,
      predefinedMetric: scaling.PredefinedMetric.LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION,
    });
  },
};
