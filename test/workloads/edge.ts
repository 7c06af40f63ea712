import {
  aws_cloudfront as cloudfront,
  aws_cloudfront_origins as origins,
  aws_cognito as cognito,
  aws_ec2 as ec2,
} from 'aws-cdk-lib';
import {
  aws_route53 as route53,
  aws_s3 as s3,
  aws_wafv2 as waf,
  aws_certificatemanager as acm,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { aws_logs as logs, aws_elasticloadbalancingv2 as elb, Duration } from 'aws-cdk-lib';
import { handler } from './functions';
import { network } from './stores';
import type { Workloads } from './workload';

/** Distributions, zones, firewalls, users and networks. */
export const EDGE: Workloads = {
  'site-by-origin-access-control': (scope) => {
    new cloudfront.Distribution(scope, 'Site', {
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(scope, 'Pages')),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        functionAssociations: [
          {
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new cloudfront.Function(scope, 'Rewrite', {
              code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }'),
            }),
          },
        ],
      },
    });
  },
  'site-by-origin-access-identity': (scope) => {
    new cloudfront.Distribution(scope, 'Site', {
      defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessIdentity(new s3.Bucket(scope, 'Pages')) },
    });
  },
  'zone-and-records': (scope) => {
    const zone = new route53.PrivateHostedZone(scope, 'Zone', { zoneName: 'orders.internal', vpc: network(scope) });
    new route53.ARecord(scope, 'Record', { zone, target: route53.RecordTarget.fromIpAddresses('10.0.0.1') });
    new acm.Certificate(scope, 'Certificate', { domainName: 'orders.example.com' });
  },
  firewall: (scope) => {
    const visibility = { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true };
    new waf.CfnWebACL(scope, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility,
      rules: [
        {
          name: 'common',
          priority: 1,
          overrideAction: { none: {} },
          visibilityConfig: visibility,
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } },
        },
      ],
    });
  },
  'user-pool': (scope) => {
    const pool = new cognito.UserPool(scope, 'Users', {
      selfSignUpEnabled: true,
      lambdaTriggers: { preSignUp: handler(scope) },
      mfa: cognito.Mfa.OPTIONAL,
    });
    pool.addClient('Client', { accessTokenValidity: Duration.hours(1) });
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'orders-example' } });
  },
  'network-with-endpoints': (scope) => {
    const vpc = new ec2.Vpc(scope, 'Net', { maxAzs: 2, natGateways: 1 });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    vpc.addInterfaceEndpoint('Ecr', { service: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER });
    vpc.addFlowLog('Flow', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new logs.LogGroup(scope, 'Log'),
        new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') }),
      ),
    });
  },
  'flow-logs-to-a-bucket': (scope) => {
    network(scope).addFlowLog('Flow', { destination: ec2.FlowLogDestination.toS3(new s3.Bucket(scope, 'Logs')) });
  },
  'balancer-with-access-logs': (scope) => {
    const balancer = new elb.ApplicationLoadBalancer(scope, 'Balancer', {
      vpc: network(scope),
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    });
    balancer.logAccessLogs(new s3.Bucket(scope, 'Logs'));
  },
};
