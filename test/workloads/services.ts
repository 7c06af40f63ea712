import {
  Duration,
  aws_appsync as appsync,
  aws_cloudfront as cloudfront,
  aws_codedeploy as codedeploy,
  aws_cognito as cognito,
  aws_cognito_identitypool as pools,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_efs as efs,
  aws_elasticloadbalancingv2 as elb,
  aws_iam as iam,
  aws_iot as iot,
  aws_kinesis as kinesis,
  aws_lambda as lambda,
  aws_redshiftserverless as redshift,
  aws_s3 as s3,
  aws_scheduler as scheduler,
  aws_scheduler_targets as targets,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks,
  aws_vpclattice as lattice,
  aws_wafv2 as waf,
} from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { network } from './stores';
import type { Workloads } from './workload';

const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

function work(scope: Construct, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, 'Work', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
    ...props,
  });
}

const seen = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true });

/** One service beside another, as their guides put them together. */
export const SERVICES: Workloads = {
  'fan-out-in-order': (scope) => {
    const topic = new sns.Topic(scope, 'Topic', {
      fifo: true,
      contentBasedDeduplication: true,
      topicName: 'paid.fifo',
    });
    topic.grantPublish(work(scope));
  },
  'alarm-on-a-topic-over-tls': (scope) => {
    const topic = new sns.Topic(scope, 'Topic', { enforceSSL: true });
    const errors = work(scope).metricErrors({ period: Duration.minutes(1) });
    new Alarm(scope, 'Errors', { metric: errors, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(
      new SnsAction(topic),
    );
  },
  'map-over-a-bucket': (scope) => {
    const bucket = new s3.Bucket(scope, 'Orders');
    const itemReader = new sfn.S3JsonItemReader({ bucket, key: 'orders.json' });
    const map = new sfn.DistributedMap(scope, 'Each', { itemReader, maxConcurrency: 10 });
    map.itemProcessor(new tasks.LambdaInvoke(scope, 'Process', { lambdaFunction: work(scope) }));
    new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(map) });
  },
  'readings-of-things': (scope) => {
    const stream = new kinesis.Stream(scope, 'Readings');
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') });
    stream.grantWrite(role);
    const actions = [{ kinesis: { streamName: stream.streamName, roleArn: role.roleArn } }];
    new iot.CfnTopicRule(scope, 'Rule', { topicRulePayload: { sql: "SELECT * FROM 'readings'", actions } });
  },
  'visitors-who-read': (scope) => {
    const userPool = new cognito.UserPool(scope, 'Users');
    const userPoolClient = userPool.addClient('Web');
    const users = new pools.UserPoolAuthenticationProvider({ userPool, userPoolClient });
    const { authenticatedRole } = new pools.IdentityPool(scope, 'Pool', {
      authenticationProviders: { userPools: [users] },
    });
    new s3.Bucket(scope, 'Pictures').grantRead(authenticatedRole, 'public/*');
  },
  'schedule-of-a-queue': (scope) => {
    const target = new targets.SqsSendMessage(new sqs.Queue(scope, 'Jobs'), {});
    const schedule = scheduler.ScheduleExpression.rate(Duration.hours(1));
    const scheduleGroup = new scheduler.ScheduleGroup(scope, 'Group');
    new scheduler.Schedule(scope, 'Hourly', { schedule, target, scheduleGroup });
  },
  'viewer-function-with-flags': (scope) => {
    const keyValueStore = new cloudfront.KeyValueStore(scope, 'Flags');
    const code = cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }');
    new cloudfront.Function(scope, 'Viewer', { code, runtime: cloudfront.FunctionRuntime.JS_2_0, keyValueStore });
  },
  'alias-that-scales-and-shifts': (scope) => {
    const version = work(scope).currentVersion;
    const alias = new lambda.Alias(scope, 'Live', { aliasName: 'live', version, provisionedConcurrentExecutions: 1 });
    alias.addAutoScaling({ maxCapacity: 10 }).scaleOnUtilization({ utilizationTarget: 0.5 });
    const deploymentConfig = codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES;
    new codedeploy.LambdaDeploymentGroup(scope, 'Shift', { alias, deploymentConfig });
  },
  'function-with-files': (scope) => {
    const vpc = network(scope);
    const owner = { gid: '1001', uid: '1001' };
    const point = new efs.FileSystem(scope, 'Files', { vpc, vpcSubnets }).addAccessPoint('Point', {
      path: '/lambda',
      createAcl: { ownerGid: owner.gid, ownerUid: owner.uid, permissions: '750' },
      posixUser: owner,
    });
    work(scope, { vpc, vpcSubnets, filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/files') });
  },
  'bucket-that-is-copied': (scope) => {
    const destination = new s3.Bucket(scope, 'Copy', { versioned: true });
    new s3.Bucket(scope, 'Source', { versioned: true, replicationRules: [{ destination }] });
  },
  'firewall-of-a-balancer': (scope) => {
    const vpc = network(scope);
    const balancer = new elb.ApplicationLoadBalancer(scope, 'Balancer', { vpc, vpcSubnets });
    const managedRuleGroupStatement = { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' };
    const common = { name: 'common', priority: 1, overrideAction: { none: {} }, visibilityConfig: seen('common') };
    const acl = new waf.CfnWebACL(scope, 'Acl', {
      ...{ defaultAction: { allow: {} }, scope: 'REGIONAL', visibilityConfig: seen('acl') },
      rules: [{ ...common, statement: { managedRuleGroupStatement } }],
    });
    const { loadBalancerArn: resourceArn } = balancer;
    new waf.CfnWebACLAssociation(scope, 'Association', { resourceArn, webAclArn: acl.attrArn });
  },
  'warehouse-without-machines': (scope) => {
    const { ref } = new redshift.CfnNamespace(scope, 'Data', { namespaceName: 'reports', manageAdminPassword: true });
    new redshift.CfnWorkgroup(scope, 'Work', { workgroupName: 'reports', namespaceName: ref, baseCapacity: 8 });
  },
  'services-network': (scope) => {
    const { attrId: network } = new lattice.CfnServiceNetwork(scope, 'Network', { authType: 'AWS_IAM' });
    const { attrId: service } = new lattice.CfnService(scope, 'Service', { authType: 'AWS_IAM' });
    const both = { serviceNetworkIdentifier: network, serviceIdentifier: service };
    new lattice.CfnServiceNetworkServiceAssociation(scope, 'Association', both);
  },
  'events-to-browsers': (scope) => {
    new appsync.EventApi(scope, 'Api', { apiName: 'events' }).addChannelNamespace('orders');
  },
  'table-that-tells-changes': (scope) => {
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const dynamoStream = dynamodb.StreamViewType.NEW_IMAGE;
    new dynamodb.TableV2(scope, 'Table', { partitionKey, dynamoStream }).grantReadWriteData(work(scope));
  },
};
