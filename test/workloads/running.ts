import { Duration, Fn, Size } from 'aws-cdk-lib';
import { aws_autoscaling as autoscaling, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { aws_ec2 as ec2, aws_ecs as ecs } from 'aws-cdk-lib';
import { aws_ecs_patterns as patterns, aws_eks as eks, aws_events as events, aws_iam as iam } from 'aws-cdk-lib';
import { aws_events_targets as targets, aws_kinesis as kinesis, aws_kms as kms } from 'aws-cdk-lib';
import { aws_logs as logs, aws_msk as msk } from 'aws-cdk-lib';
import { aws_scheduler as scheduler } from 'aws-cdk-lib';
import { aws_scheduler_targets as scheduled, aws_secretsmanager as secrets } from 'aws-cdk-lib';
import { aws_sqs as sqs, aws_ssm as ssm, aws_synthetics as synthetics } from 'aws-cdk-lib';
import { aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { handler } from './functions';
import { network } from './stores';
import type { Workloads } from './workload';

const IMAGE = `public.ecr.aws/docker/library/node@sha256:${'b'.repeat(64)}`;
const inner = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

/** Services that run on containers, machines and schedules, as a product team puts them together. */
export const RUNNING: Workloads = {
  'web-service-by-pattern': (scope) => {
    const cluster = new ecs.Cluster(scope, 'Cluster', {
      vpc: network(scope),
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    const service = new patterns.ApplicationLoadBalancedFargateService(scope, 'Web', {
      cluster,
      publicLoadBalancer: false,
      taskSubnets: inner,
      taskImageOptions: {
        image: ecs.ContainerImage.fromRegistry(IMAGE),
        command: ['node', 'server.js', '--port', '8080'],
        containerPort: 8080,
        secrets: { TOKEN: ecs.Secret.fromSecretsManager(new secrets.Secret(scope, 'Token')) },
        environment: { HOOK: 'https://hooks.example.com/orders' },
      },
      healthCheck: { command: ['CMD-SHELL', 'curl -fs http://localhost:8080/health || exit 1'] },
      circuitBreaker: { rollback: true },
    });
    service.targetGroup.configureHealthCheck({ path: '/health' });
    service.service.autoScaleTaskCount({ maxCapacity: 3 }).scaleOnRequestCount('Load', {
      requestsPerTarget: 100,
      targetGroup: service.targetGroup,
    });
  },
  'workers-on-a-queue': (scope) => {
    new patterns.QueueProcessingFargateService(scope, 'Workers', {
      cluster: new ecs.Cluster(scope, 'Cluster', { vpc: network(scope) }),
      image: ecs.ContainerImage.fromRegistry(IMAGE),
      command: ['sh', '-c', 'node migrate.js && exec node worker.js'],
      taskSubnets: inner,
    });
  },
  'nightly-task': (scope) => {
    const task = new ecs.FargateTaskDefinition(scope, 'Task');
    task.addContainer('job', {
      image: ecs.ContainerImage.fromRegistry(IMAGE),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'job' }),
    });
    new events.Rule(scope, 'Nightly', {
      schedule: events.Schedule.cron({ hour: '3', minute: '0' }),
      targets: [
        new targets.EcsTask({
          cluster: new ecs.Cluster(scope, 'Cluster', { vpc: network(scope) }),
          taskDefinition: task,
          subnetSelection: inner,
          containerOverrides: [
            { containerName: 'job', command: ['node', 'report.js', '--to', 's3://orders-reports/daily.csv'] },
          ],
        }),
      ],
    });
  },
  'schedule-of-a-workflow': (scope) => {
    const machine = new sfn.StateMachine(scope, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(scope, 'Done')),
    });
    const group = new scheduler.ScheduleGroup(scope, 'Group');
    new scheduler.Schedule(scope, 'Hourly', {
      scheduleGroup: group,
      schedule: scheduler.ScheduleExpression.cron({ minute: '0' }),
      target: new scheduled.StepFunctionsStartExecution(machine, {
        input: scheduler.ScheduleTargetInput.fromObject({ report: 'hourly', archive: 's3://orders-archive/hourly' }),
        deadLetterQueue: new sqs.Queue(scope, 'Missed'),
      }),
    });
  },
  'events-between-teams': (scope) => {
    const bus = new events.EventBus(scope, 'Bus', { eventBusName: 'orders-team' });
    bus.grantPutEventsTo(handler(scope));
    new events.Rule(scope, 'Paid', {
      eventBus: bus,
      eventPattern: { detailType: ['paid'], detail: { amount: [{ numeric: ['>', 100] }] } },
      targets: [
        new targets.LambdaFunction(handler(scope, 'Told'), {
          event: events.RuleTargetInput.fromObject({ order: events.EventField.fromPath('$.detail.order') }),
          deadLetterQueue: new sqs.Queue(scope, 'Dead'),
        }),
        new targets.KinesisStream(new kinesis.Stream(scope, 'Stream')),
        new targets.ApiDestination(
          new events.ApiDestination(scope, 'Crm', {
            endpoint: 'https://crm.example.com/orders',
            connection: new events.Connection(scope, 'Connection', {
              authorization: events.Authorization.apiKey('x-key', new secrets.Secret(scope, 'CrmKey').secretValue),
            }),
          }),
        ),
      ],
    });
  },
  'dashboard-and-alarms': (scope) => {
    const fn = handler(scope);
    const errors = fn.metricErrors({ period: Duration.minutes(5) });
    const one = new cloudwatch.Alarm(scope, 'Errors', { metric: errors, threshold: 5, evaluationPeriods: 2 });
    const rate = new cloudwatch.MathExpression({
      expression: '100 * errors / MAX([calls, 1])',
      usingMetrics: { errors, calls: fn.metricInvocations() },
    });
    const other = rate.createAlarm(scope, 'Rate', { threshold: 5, evaluationPeriods: 3 });
    new cloudwatch.CompositeAlarm(scope, 'Both', { alarmRule: cloudwatch.AlarmRule.allOf(one, other) });
    new cloudwatch.Dashboard(scope, 'Board', {
      widgets: [
        [
          new cloudwatch.GraphWidget({ left: [errors], title: 'errors' }),
          new cloudwatch.AlarmStatusWidget({ alarms: [one] }),
        ],
        [new cloudwatch.TextWidget({ markdown: 'see https://wiki.example.com' })],
      ],
    });
    new logs.QueryDefinition(scope, 'Slow', {
      queryDefinitionName: 'slow',
      queryString: new logs.QueryString({ fields: ['@message'] }),
    });
  },
  'machines-with-a-script': (scope) => {
    const data = ec2.UserData.forLinux();
    data.addCommands(
      'dnf update -y',
      'dnf install -y amazon-cloudwatch-agent nginx',
      'TOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 60")',
      'systemctl enable --now nginx',
    );
    new autoscaling.AutoScalingGroup(scope, 'Group', {
      vpc: network(scope),
      vpcSubnets: inner,
      launchTemplate: new ec2.LaunchTemplate(scope, 'Template', {
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
        machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
        userData: data,
        requireImdsv2: true,
        role: new iam.Role(scope, 'Role', {
          assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
          managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
        }),
      }),
      minCapacity: 1,
      maxCapacity: 3,
    });
  },
  'patching-and-inventory': (scope) => {
    new ssm.CfnAssociation(scope, 'Patch', {
      name: 'AWS-RunPatchBaseline',
      scheduleExpression: 'rate(7 days)',
      parameters: { Operation: ['Install'] },
      targets: [{ key: 'tag:Service', values: ['orders'] }],
    });
    new ssm.CfnAssociation(scope, 'Inventory', {
      name: 'AWS-GatherSoftwareInventory',
      targets: [{ key: 'InstanceIds', values: ['*'] }],
    });
    new ssm.CfnDocument(scope, 'Restart', {
      documentType: 'Command',
      content: {
        schemaVersion: '2.2',
        mainSteps: [
          { action: 'aws:runShellScript', name: 'restart', inputs: { runCommand: ['systemctl restart nginx'] } },
        ],
      },
    });
  },
  'broker-of-kafka': (scope) => {
    const vpc = network(scope);
    new msk.CfnServerlessCluster(scope, 'Kafka', {
      clusterName: 'orders-team',
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId) }],
    });
  },
  'cluster-of-kubernetes': (scope) => {
    const vpc = network(scope);
    const own = (name: string, service: string) =>
      new iam.Role(scope, name, { assumedBy: new iam.ServicePrincipal(service) });
    const cluster = new eks.CfnCluster(scope, 'Cluster', {
      roleArn: own('Control', 'eks.amazonaws.com').roleArn,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      resourcesVpcConfig: {
        subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
        endpointPublicAccess: false,
        endpointPrivateAccess: true,
      },
    });
    new eks.CfnNodegroup(scope, 'Nodes', {
      clusterName: cluster.ref,
      nodeRole: own('Node', 'ec2.amazonaws.com').roleArn,
      subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    });
    new eks.CfnAddon(scope, 'Network', {
      clusterName: cluster.ref,
      addonName: 'vpc-cni',
      configurationValues: '{"env":{"WARM_IP_TARGET":"2"}}',
    });
  },
  'canary-on-a-page': (scope) => {
    new synthetics.Canary(scope, 'Canary', {
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1,
      schedule: synthetics.Schedule.rate(Duration.minutes(5)),
      test: synthetics.Test.custom({
        code: synthetics.Code.fromInline(
          'exports.handler = async () => { await fetch("https://orders.example.com"); };',
        ),
        handler: 'index.handler',
      }),
    });
  },
  'function-with-all': (scope) => {
    const fn = handler(scope, 'All', {
      memorySize: 1024,
      timeout: Duration.seconds(30),
      ephemeralStorageSize: Size.gibibytes(1),
      logGroup: new logs.LogGroup(scope, 'Log', { retention: logs.RetentionDays.THREE_MONTHS }),
      reservedConcurrentExecutions: 5,
      environment: { REGION: Fn.ref('AWS::Region'), TABLE: 'orders' },
      environmentEncryption: new kms.Key(scope, 'Key'),
    });
    const alias = fn.addAlias('live');
    alias.addAutoScaling({ minCapacity: 1, maxCapacity: 2 }).scaleOnUtilization({ utilizationTarget: 0.5 });
    new events.Rule(scope, 'Warm', {
      schedule: events.Schedule.rate(Duration.minutes(5)),
      targets: [new targets.LambdaFunction(alias)],
    });
  },
};
