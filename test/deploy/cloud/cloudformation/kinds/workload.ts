import type { Kind } from './kind';
import { plain } from './plain';
import type { Plain } from './plain';

/** Resources of workloads that are kept in mind alone: whoever makes them must be allowed to, nothing runs. */
const PLAIN: Readonly<Record<string, Plain>> = {
  'AWS::ApiGatewayV2::Api': { create: ['apigateway:POST'], remove: ['apigateway:DELETE'] },
  'AWS::ApiGatewayV2::Integration': { create: ['apigateway:POST'], remove: ['apigateway:DELETE'] },
  'AWS::ApiGatewayV2::Route': { create: ['apigateway:POST'], remove: ['apigateway:DELETE'] },
  'AWS::ApiGatewayV2::Stage': { create: ['apigateway:POST'], remove: ['apigateway:DELETE'] },
  'AWS::Lambda::Version': { create: ['lambda:PublishVersion'], remove: ['lambda:DeleteFunction'] },
  'AWS::Lambda::Alias': { create: ['lambda:CreateAlias'], remove: ['lambda:DeleteAlias'] },
  'AWS::CodeDeploy::Application': {
    create: ['codedeploy:CreateApplication'],
    remove: ['codedeploy:DeleteApplication'],
    name: 'ApplicationName',
  },
  'AWS::CodeDeploy::DeploymentConfig': {
    create: ['codedeploy:CreateDeploymentConfig'],
    remove: ['codedeploy:DeleteDeploymentConfig'],
    name: 'DeploymentConfigName',
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    ...{ create: ['codedeploy:CreateDeploymentGroup'], remove: ['codedeploy:DeleteDeploymentGroup'] },
    ...{ name: 'DeploymentGroupName', roles: ['ServiceRoleArn'], passedTo: 'codedeploy' },
  },
  'AWS::EC2::VPC': { create: ['ec2:CreateVpc', 'ec2:ModifyVpcAttribute'], remove: ['ec2:DeleteVpc'] },
  'AWS::EC2::Subnet': { create: ['ec2:CreateSubnet'], remove: ['ec2:DeleteSubnet'] },
  'AWS::EC2::RouteTable': { create: ['ec2:CreateRouteTable'], remove: ['ec2:DeleteRouteTable'] },
  'AWS::EC2::SubnetRouteTableAssociation': {
    create: ['ec2:AssociateRouteTable'],
    remove: ['ec2:DisassociateRouteTable'],
  },
  'AWS::EC2::VPCEndpoint': { create: ['ec2:CreateVpcEndpoint'], remove: ['ec2:DeleteVpcEndpoints'] },
  'AWS::EC2::FlowLog': {
    create: ['ec2:CreateFlowLogs'],
    remove: ['ec2:DeleteFlowLogs'],
    roles: ['DeliverLogsPermissionArn'],
    passedTo: 'vpc-flow-logs',
  },
  'AWS::EC2::SecurityGroup': { create: ['ec2:CreateSecurityGroup'], remove: ['ec2:DeleteSecurityGroup'] },
  'AWS::EC2::SecurityGroupIngress': {
    create: ['ec2:AuthorizeSecurityGroupIngress'],
    remove: ['ec2:RevokeSecurityGroupIngress'],
  },
  'AWS::ECS::Cluster': { create: ['ecs:CreateCluster'], remove: ['ecs:DeleteCluster'], name: 'ClusterName' },
  'AWS::ECS::TaskDefinition': {
    ...{ create: ['ecs:RegisterTaskDefinition'], remove: ['ecs:DeregisterTaskDefinition'] },
    ...{ roles: ['ExecutionRoleArn', 'TaskRoleArn'], passedTo: 'ecs-tasks' },
  },
  'AWS::ECS::Service': { create: ['ecs:CreateService'], remove: ['ecs:DeleteService'], name: 'ServiceName' },
  'AWS::SSM::Document': { create: ['ssm:CreateDocument'], remove: ['ssm:DeleteDocument'], name: 'Name' },
  'AWS::CloudWatch::CompositeAlarm': {
    create: ['cloudwatch:PutCompositeAlarm'],
    remove: ['cloudwatch:DeleteAlarms'],
    name: 'AlarmName',
  },
  'AWS::ApplicationSignals::ServiceLevelObjective': {
    ...{
      create: ['application-signals:CreateServiceLevelObjective'],
      remove: ['application-signals:DeleteServiceLevelObjective'],
      name: 'Name',
    },
  },
  // Its function is not run: whoever deploys must be allowed to call it.
  'Custom::VpcRestrictDefaultSG': { create: ['lambda:InvokeFunction'], remove: ['lambda:InvokeFunction'] },
};

/** The kinds that only workloads have. */
export const WORKLOAD: Readonly<Record<string, Kind>> = Object.fromEntries(
  Object.entries(PLAIN).map(([type, spec]) => [type, plain(type, spec)]),
);
