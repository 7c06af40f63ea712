import type { Kind } from './kind';
import { plain } from './plain';
import type { Plain } from './plain';

/** What a site is made of beside containers: kept in mind alone, but whoever makes it must be allowed to. */
const PLAIN: Readonly<Record<string, Plain>> = {
  'AWS::CertificateManager::Certificate': {
    create: ['acm:RequestCertificate', 'acm:DescribeCertificate', 'route53:ChangeResourceRecordSets'],
    remove: ['acm:DeleteCertificate'],
    ref: 'acm',
  },
  'AWS::CloudFront::Distribution': {
    create: ['cloudfront:CreateDistribution', 'cloudfront:GetDistribution'],
    remove: ['cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution'],
  },
  'AWS::CloudFront::OriginAccessControl': {
    create: ['cloudfront:CreateOriginAccessControl'],
    remove: ['cloudfront:DeleteOriginAccessControl'],
  },
  'AWS::Route53::RecordSet': {
    create: ['route53:ChangeResourceRecordSets'],
    remove: ['route53:ChangeResourceRecordSets'],
  },
  'AWS::EC2::InternetGateway': { create: ['ec2:CreateInternetGateway'], remove: ['ec2:DeleteInternetGateway'] },
  'AWS::EC2::VPCGatewayAttachment': { create: ['ec2:AttachInternetGateway'], remove: ['ec2:DetachInternetGateway'] },
  'AWS::EC2::EIP': { create: ['ec2:AllocateAddress'], remove: ['ec2:ReleaseAddress'] },
  'AWS::EC2::NatGateway': { create: ['ec2:CreateNatGateway'], remove: ['ec2:DeleteNatGateway'] },
  'AWS::EC2::Route': { create: ['ec2:CreateRoute'], remove: ['ec2:DeleteRoute'] },
  'AWS::EC2::SecurityGroupEgress': {
    create: ['ec2:AuthorizeSecurityGroupEgress'],
    remove: ['ec2:RevokeSecurityGroupEgress'],
  },
  'AWS::RDS::DBSubnetGroup': { create: ['rds:CreateDBSubnetGroup'], remove: ['rds:DeleteDBSubnetGroup'] },
  'AWS::RDS::DBCluster': {
    create: ['rds:CreateDBCluster', 'rds:DescribeDBClusters'],
    remove: ['rds:DeleteDBCluster'],
  },
  'AWS::RDS::DBInstance': { create: ['rds:CreateDBInstance'], remove: ['rds:DeleteDBInstance'] },
  'AWS::SecretsManager::Secret': {
    create: ['secretsmanager:CreateSecret', 'secretsmanager:GetRandomPassword'],
    remove: ['secretsmanager:DeleteSecret'],
    ref: 'secretsmanager',
  },
  'AWS::SecretsManager::SecretTargetAttachment': {
    create: ['secretsmanager:PutSecretValue', 'secretsmanager:GetSecretValue'],
    remove: ['secretsmanager:PutSecretValue'],
    ref: 'secretsmanager',
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    create: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:ModifyLoadBalancerAttributes'],
    remove: ['elasticloadbalancing:DeleteLoadBalancer'],
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    create: ['elasticloadbalancing:CreateListener'],
    remove: ['elasticloadbalancing:DeleteListener'],
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    create: ['elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:ModifyTargetGroupAttributes'],
    remove: ['elasticloadbalancing:DeleteTargetGroup'],
  },
};

/** Custom resources whose function is played. */
const RUN: readonly string[] = [
  'Custom::CrossRegionExportWriter',
  'Custom::CrossRegionExportReader',
  'Custom::S3AutoDeleteObjects',
];

const PLAYED: Kind = {
  ...plain('Custom', { create: ['lambda:InvokeFunction'], remove: ['lambda:InvokeFunction'] }),
  emulated: () => [],
};

/** The kinds of a site. */
export const WEB: Readonly<Record<string, Kind>> = Object.fromEntries([
  ...Object.entries(PLAIN).map(([type, spec]) => [type, plain(type, spec)] as const),
  ...RUN.map((type) => [type, PLAYED] as const),
]);
