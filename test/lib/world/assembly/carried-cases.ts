import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import { CONTENT_CASES } from './carried-content-cases';
import { COMMAND_CASES } from './carried-command-cases';
import { BUILT_CASES } from './carried-built-cases';
import { DNS_CASES } from './carried-dns-cases';
import { NAMED_CASES } from './carried-named-cases';
import { TRAFFIC_CASES } from './carried-traffic-cases';
import { PEOPLE_CASES } from './carried-people-cases';

const { prod, dev } = ACCOUNTS;
const sts = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const open = { 'Fn::If': ['Open', 'one', 'other'] };

/** One resource of prod, beside a role `Role`, a bucket `Own`, a network `Vpc` and a function `Fn`. */
export interface Case {
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
  readonly updatePolicy?: Record<string, unknown>;
  /** What is told; absent: the resource is harmless. */
  readonly told?: RegExp;
}

const role = { 'Fn::GetAtt': ['Role', 'Arn'] };

const graphSource = (service: string): Record<string, unknown> => ({
  ApiId: 'graph',
  Name: 'source',
  Type: 'HTTP',
  ServiceRoleArn: role,
  HttpConfig: {
    Endpoint: `https://${service}.eu-west-2.amazonaws.com`,
    AuthorizationConfig: {
      AuthorizationType: 'AWS_IAM',
      AwsIamConfig: { SigningRegion: 'eu-west-2', SigningServiceName: service },
    },
  },
});

/** Whoever is admitted without a policy document, people, networks, and what the review took for nothing. */
const ADMITTED_CASES: Readonly<Record<string, Case>> = {
  // whoever is admitted
  'an endpoint authorization for dev': {
    type: 'AWS::Redshift::EndpointAuthorization',
    properties: { Account: dev, ClusterIdentifier: 'x' },
    told: /Account admits 4{12}/,
  },
  'a share with dev': {
    type: 'AWS::RAM::ResourceShare',
    properties: { Name: 'x', Principals: [dev] },
    told: /Principals admits 4{12}/,
  },
  'a share with the organization': {
    type: 'AWS::RAM::ResourceShare',
    properties: { Name: 'x', Principals: ['arn:aws:organizations::100000000000:organization/o-abc123defg'] },
    told: /Principals admits/,
  },
  'a share with an own account': { type: 'AWS::RAM::ResourceShare', properties: { Name: 'x', Principals: [prod] } },
  'a grant of Lake Formation for dev': {
    type: 'AWS::LakeFormation::PrincipalPermissions',
    properties: {
      Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${dev}:role/x` },
      Permissions: ['ALL'],
      PermissionsWithGrantOption: [],
      Resource: {},
    },
    told: /admits arn:aws:iam::4{12}/,
  },
  'a grant of Lake Formation for people': {
    type: 'AWS::LakeFormation::PrincipalPermissions',
    properties: {
      Principal: {
        DataLakePrincipalIdentifier: `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_OnCall_0123456789abcdef`,
      },
      Permissions: ['ALL'],
      PermissionsWithGrantOption: [],
      Resource: {},
    },
    told: /whom people act as/,
  },
  'a grant of Lake Formation for a role': {
    type: 'AWS::LakeFormation::PrincipalPermissions',
    properties: {
      Principal: { DataLakePrincipalIdentifier: role },
      Permissions: ['ALL'],
      PermissionsWithGrantOption: [],
      Resource: {},
    },
  },
  'a graph that calls a service as its role': {
    type: 'AWS::AppSync::DataSource',
    properties: graphSource('codebuild'),
    told: /callers of the interface call https:\/\/codebuild\.eu-west-2\.amazonaws\.com as its role/,
  },
  'a graph that starts workflows': { type: 'AWS::AppSync::DataSource', properties: graphSource('states') },
  'a bucket that everybody writes': {
    type: 'AWS::S3::Bucket',
    properties: { AccessControl: 'PublicReadWrite' },
    told: /AccessControl admits PublicReadWrite/,
  },
  'a bucket for logs': { type: 'AWS::S3::Bucket', properties: { AccessControl: 'LogDeliveryWrite' } },
  'a data access policy for dev': {
    type: 'AWS::OpenSearchServerless::AccessPolicy',
    properties: {
      Name: 'x',
      Type: 'data',
      Policy: JSON.stringify([{ Rules: [], Principal: [`arn:aws:iam::${dev}:root`] }]),
    },
    told: /Policy admits arn:aws:iam::4{12}/,
  },
  'a data access policy for a role': {
    type: 'AWS::OpenSearchServerless::AccessPolicy',
    properties: { Name: 'x', Type: 'data', Policy: { 'Fn::Sub': '[{"Rules":[],"Principal":["${Role.Arn}"]}]' } },
  },
  'an access entry for people': {
    type: 'AWS::EKS::AccessEntry',
    properties: {
      ClusterName: 'x',
      PrincipalArn: `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_OnCall_0123456789abcdef`,
    },
    told: /whom people act as/,
  },
  'an access entry for a role that nothing describes': {
    type: 'AWS::EKS::AccessEntry',
    properties: { ClusterName: 'x', PrincipalArn: `arn:aws:iam::${prod}:role/elsewhere` },
    told: /^PrincipalArn admits arn:aws:iam::\d{12}:role\/elsewhere, which nothing describes$/,
  },
  'an access entry for a role': { type: 'AWS::EKS::AccessEntry', properties: { ClusterName: 'x', PrincipalArn: role } },
  'snapshots shared with dev': {
    type: 'AWS::DLM::LifecyclePolicy',
    properties: { ExecutionRoleArn: role, PolicyDetails: { Schedules: [{ ShareRules: [{ TargetAccounts: [dev] }] }] } },
    told: /TargetAccounts admits 4{12}/,
  },

  // people
  'a studio that Identity Center opens': {
    type: 'AWS::SageMaker::Domain',
    properties: { DomainName: 'x', AuthMode: 'SSO', DefaultUserSettings: { ExecutionRole: role } },
    told: /Identity Center opens this domain/,
  },
  'a studio that IAM opens': {
    type: 'AWS::SageMaker::Domain',
    properties: { DomainName: 'x', AuthMode: 'IAM', DefaultUserSettings: { ExecutionRole: role } },
  },
  'a studio of which nobody knows who opens it': {
    type: 'AWS::SageMaker::Domain',
    properties: { DomainName: 'x', AuthMode: open, DefaultUserSettings: { ExecutionRole: role } },
    told: /Identity Center opens this domain/,
  },
  'a build by webhook': {
    type: 'AWS::CodeBuild::Project',
    properties: {
      ServiceRole: role,
      Source: { Type: 'NO_SOURCE', BuildSpec: '{}' },
      Environment: { Image: 'aws/codebuild/standard:7.0' },
      Triggers: { Webhook: true },
    },
    told: /webhook/,
  },
  'a build of a hosted repository': {
    type: 'AWS::CodeBuild::Project',
    properties: {
      ServiceRole: role,
      Source: { Type: 'GITHUB', Location: 'https://github.com/x/y' },
      Environment: { Image: 'aws/codebuild/standard:7.0' },
    },
    told: /pushes to its GITHUB repository/,
  },
  'a build of its own buildspec': {
    type: 'AWS::CodeBuild::Project',
    properties: {
      ServiceRole: role,
      Source: { Type: 'NO_SOURCE', BuildSpec: '{}' },
      Environment: { Image: 'aws/codebuild/standard:7.0' },
    },
  },
  'an open method that changes functions': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS',
        Uri: 'arn:aws:apigateway:eu-west-2:lambda:action/UpdateFunctionCode',
        Credentials: role,
      },
    },
    told: /anybody may call/,
  },
  'an open method that writes the code of a function': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS',
        Uri: 'arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/orders/code',
        Credentials: role,
      },
    },
    told: /anybody may call .*functions\/orders\/code/,
  },
  'an open method that calls a function': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        Uri: {
          'Fn::Sub':
            'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations',
        },
      },
    },
  },
  'an open method whose callers name the bucket': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-2:s3:path/{bucket}/{key}', Credentials: role },
    },
    told: /anybody may call .*s3:path\/\{bucket\}/,
  },
  'an open method that puts objects into one bucket': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-2:s3:path/inbox/{key}', Credentials: role },
    },
  },
  'an open method whose callers name the table': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-2:dynamodb:action/PutItem', Credentials: role },
    },
    told: /anybody may call .*PutItem/,
  },
  'an open method that writes one table': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS',
        Uri: 'arn:aws:apigateway:eu-west-2:dynamodb:action/PutItem',
        Credentials: role,
        RequestTemplates: { 'application/json': '{"TableName":"orders"}' },
      },
    },
  },
  'an open method that sends messages': {
    type: 'AWS::ApiGateway::Method',
    properties: {
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS', Uri: `arn:aws:apigateway:eu-west-2:sqs:path/${prod}/x`, Credentials: role },
    },
  },

  // networks
  'a peering with dev': {
    type: 'AWS::EC2::VPCPeeringConnection',
    properties: { VpcId: { Ref: 'Vpc' }, PeerVpcId: 'vpc-1', PeerOwnerId: dev },
    told: /PeerOwnerId admits 4{12}/,
  },
  'a peering within prod': {
    type: 'AWS::EC2::VPCPeeringConnection',
    properties: { VpcId: { Ref: 'Vpc' }, PeerVpcId: { Ref: 'Vpc' } },
  },
  'an attachment to a transit gateway of somebody': {
    type: 'AWS::EC2::TransitGatewayVpcAttachment',
    properties: { VpcId: { Ref: 'Vpc' }, TransitGatewayId: 'tgw-1', SubnetIds: [] },
    told: /network path TransitGatewayId = tgw-1/,
  },
  'a private link for dev': {
    type: 'AWS::EC2::VPCEndpointServicePermissions',
    properties: { ServiceId: 'x', AllowedPrincipals: [`arn:aws:iam::${dev}:root`] },
    told: /AllowedPrincipals admits/,
  },
  'an endpoint of a service of AWS': {
    type: 'AWS::EC2::VPCEndpoint',
    properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' } },
  },
  'an endpoint of a service of a stranger': {
    type: 'AWS::EC2::VPCEndpoint',
    properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.vpce.eu-west-2.vpce-svc-1' },
    told: /network path ServiceName/,
  },
  'a network of Lattice of somebody': {
    type: 'AWS::VpcLattice::ServiceNetworkVpcAssociation',
    properties: { ServiceNetworkIdentifier: 'sn-1', VpcIdentifier: { Ref: 'Vpc' } },
    told: /network path ServiceNetworkIdentifier/,
  },
  'a Client VPN': { type: 'AWS::EC2::ClientVpnEndpoint', properties: {}, told: /comes into the network/ },
  'a VPN to somewhere': {
    type: 'AWS::EC2::VPNConnection',
    properties: { Type: 'ipsec.1', CustomerGatewayId: 'x' },
    told: /where it leads/,
  },

  // what the review took for nothing
  'an account of dev in what carries nothing': {
    type: 'AWS::CloudWatch::AnomalyDetector',
    properties: { SingleMetricAnomalyDetector: { AccountId: dev } },
    told: /AccountId of AWS::CloudWatch::AnomalyDetector names 4{12}/,
  },
  'a policy in what carries nothing': {
    type: 'AWS::SSM::OpsItem',
    properties: { Title: 'x', Description: JSON.stringify({ Statement: [{ Effect: 'Allow' }] }), Source: 'x' },
    told: /policy in Description/,
  },
  'types that the deployment runs': {
    type: 'AWS::CloudFormation::TypeActivation',
    properties: { TypeName: 'A::B::C' },
    told: /registered type or hook/,
  },
};

/** A case for each way in which a kind of meaning is told, and for the harmless form beside it. */
export const CASES: Readonly<Record<string, Case>> = {
  ...CONTENT_CASES,
  ...BUILT_CASES,
  ...DNS_CASES,
  ...TRAFFIC_CASES,
  ...NAMED_CASES,
  ...COMMAND_CASES,
  ...PEOPLE_CASES,
  ...ADMITTED_CASES,
};

/** What stands beside the resource of each case. */
export const BESIDE = {
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: sts('lambda.amazonaws.com') } },
  Own: { Type: 'AWS::S3::Bucket', Properties: {} },
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Files: { Type: 'AWS::EFS::FileSystem', Properties: {} },
  Point: { Type: 'AWS::EFS::AccessPoint', Properties: { FileSystemId: { Ref: 'Files' } } },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: role, Code: { ZipFile: 'x' } } },
};

/** Parameters and conditions that the cases use. */
export const SECTIONS = {
  Parameters: {
    FromStore: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/somebody/writes' },
    AmazonLinux: {
      Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
      Default: '/aws/service/ami-amazon-linux-latest/al2023',
    },
  },
  Conditions: { Open: { 'Fn::Equals': [{ Ref: 'FromStore' }, 'on'] } },
};
