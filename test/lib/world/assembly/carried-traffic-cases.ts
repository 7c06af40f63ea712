import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const LOAD_BALANCER = 'shop-1.eu-west-2.elb.amazonaws.com';
const moving = { Ref: 'FromStore' };

const origin = (more: Record<string, unknown>): Case => ({
  type: 'AWS::CloudFront::Distribution',
  properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'o', CustomOriginConfig: {}, ...more }] } },
});
const called = (IntegrationUri: unknown): Case => ({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: { ApiId: 'x', IntegrationType: 'HTTP_PROXY', IntegrationUri },
});
const method = (Uri: unknown): Case => ({
  type: 'AWS::ApiGateway::Method',
  properties: { RestApiId: 'x', ResourceId: 'x', HttpMethod: 'GET', Integration: { Type: 'HTTP_PROXY', Uri } },
});
const targets = (...Targets: unknown[]): Case => ({
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  properties: { TargetType: 'ip', VpcId: { Ref: 'Vpc' }, Targets },
});
const redirect = (Host: string): Case => ({
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  properties: {
    ListenerArn: 'x',
    Priority: 1,
    Conditions: [],
    Actions: [{ Type: 'redirect', RedirectConfig: { Host } }],
  },
});
const volume = (Arn: unknown): Case => ({
  type: 'AWS::Lambda::Function',
  properties: {
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile: 'x' },
    FileSystemConfigs: [{ Arn, LocalMountPath: '/mnt/x' }],
  },
});
const mounted = (id: unknown): Case => ({
  type: 'AWS::SageMaker::Space',
  properties: { SpaceSettings: { CustomFileSystems: [{ EFSFileSystem: { FileSystemId: id } }] } },
});
const point = `arn:aws:elasticfilesystem:eu-west-2:${prod}:access-point/fsap-0123456789abcdef0`;

/** Where the traffic of prod is sent, and the file systems that its code mounts. */
export const TRAFFIC_CASES: Readonly<Record<string, Case>> = {
  'an origin that is a load balancer which nothing describes': {
    ...origin({ DomainName: LOAD_BALANCER }),
    told: /Origins\.DomainName sends callers of prod to shop-1.*, and whoever holds shop-1.* answers there/,
  },
  'an origin that is a function which nothing describes': {
    ...origin({ DomainName: 'abc.lambda-url.eu-west-2.on.aws' }),
    told: /whoever holds abc\.lambda-url/,
  },
  'an origin that is a machine': {
    ...origin({ DomainName: 'ec2-3-4-5-6.eu-west-2.compute.amazonaws.com' }),
    told: /whoever holds ec2-3/,
  },
  'an origin in a zone of dev': {
    ...origin({ DomainName: 'api.dev.example' }),
    told: new RegExp(`whoever acts in .*${dev}`),
  },
  'an origin that Parameter Store names': { ...origin({ DomainName: moving }), told: /whoever may choose/ },
  'an origin of the stack': origin({
    DomainName: { 'Fn::Join': ['', [{ Ref: 'Own' }, '.s3.eu-west-2.amazonaws.com']] },
  }),
  'an origin of somebody else': origin({ DomainName: 'api.vendor.example' }),
  'an origin that is a service of AWS': origin({ DomainName: 'sqs.eu-west-2.amazonaws.com' }),
  'an origin within a network that nothing describes': {
    ...origin({ DomainName: 'x.example', VpcOriginConfig: { VpcOriginId: 'vo_1' } }),
    told: /VpcOriginId = vo_1 leads is not described/,
  },
  'an origin within a network of dev': {
    type: 'AWS::CloudFront::VpcOrigin',
    properties: {
      VpcOriginEndpointConfig: {
        Arn: `arn:aws:elasticloadbalancing:eu-west-2:${dev}:loadbalancer/app/shop/1`,
        Name: 'x',
      },
    },
    told: /loadbalancer\/app\/shop\/1 of account 4{12}/,
  },
  'a route to an interface that nothing describes': {
    ...called('https://abc.execute-api.eu-west-2.amazonaws.com/v1'),
    told: /IntegrationUri sends callers/,
  },
  'a route to a host of somebody else': called('https://api.vendor.example/v1'),
  'a route to a bucket of dev': {
    ...called('https://code-dev.s3.eu-west-2.amazonaws.com/x'),
    told: new RegExp(`whoever acts in .*${dev}`),
  },
  'a method to a load balancer that nothing describes': {
    ...method(`http://${LOAD_BALANCER}/`),
    told: /Integration\.Uri/,
  },
  'a method to a host of somebody else': method('https://api.vendor.example:8443/v1'),
  'an operation to a load balancer that nothing describes': {
    type: 'AWS::ApiGatewayV2::Api',
    properties: {
      Body: {
        paths: {
          '/': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: `http://${LOAD_BALANCER}` } } },
        },
      },
    },
    told: /integration\.uri sends callers of prod to http:\/\/shop-1/,
  },
  'an endpoint of a graph in a zone of dev': {
    type: 'AWS::AppSync::DataSource',
    properties: { ApiId: 'x', Name: 'x', Type: 'HTTP', HttpConfig: { Endpoint: 'https://api.dev.example' } },
    told: /HttpConfig\.Endpoint sends callers/,
  },
  'an instance of a registry that is a load balancer which nothing describes': {
    type: 'AWS::ServiceDiscovery::Instance',
    properties: { ServiceId: 'x', InstanceAttributes: { AWS_ALIAS_DNS_NAME: LOAD_BALANCER } },
    told: /AWS_ALIAS_DNS_NAME sends callers/,
  },
  'a redirect to a distribution that nothing describes': {
    ...redirect('d1.cloudfront.net'),
    told: /RedirectConfig\.Host/,
  },
  'a redirect within the same host': redirect('#{host}'),
  'targets outside of the network': {
    ...targets({ Id: '10.9.0.4', Port: 80, AvailabilityZone: 'all' }),
    told: /10\.9\.0\.4, an address outside of its network/,
  },
  'targets within the network': targets({ Id: '10.0.0.4', Port: 80 }),
  'an endpoint of an accelerator that Parameter Store names': {
    type: 'AWS::GlobalAccelerator::EndpointGroup',
    properties: {
      ListenerArn: 'x',
      EndpointGroupRegion: 'eu-west-2',
      EndpointConfigurations: [{ EndpointId: moving }],
    },
    told: /EndpointId sends callers/,
  },
  'a name whose target Parameter Store says': {
    type: 'AWS::Route53::RecordSet',
    properties: { HostedZoneName: 'x.example.', Name: 'a.x.example.', Type: 'CNAME', ResourceRecords: [moving] },
    told: /whoever may choose/,
  },

  'a function with an access point that nobody describes': {
    ...volume(point),
    told: /nothing describes arn:aws:elasticfilesystem:.*:access-point\/fsap-0/,
  },
  'a function with an access point of the stack, as the construct library names it': volume({
    'Fn::Join': ['', [`arn:aws:elasticfilesystem:eu-west-2:${prod}:access-point/`, { Ref: 'Point' }]],
  }),
  'a function with an access point that Parameter Store names': {
    ...volume({ 'Fn::Join': ['', [`arn:aws:elasticfilesystem:eu-west-2:${prod}:access-point/`, moving]] }),
    told: /its file system is not known before deployment/,
  },
  'a function with an access point of the stack': volume({ 'Fn::GetAtt': ['Point', 'Arn'] }),
  'an access point of a file system that nobody describes': {
    type: 'AWS::EFS::AccessPoint',
    properties: { FileSystemId: 'fs-0123456789abcdef0' },
    told: /nothing describes arn:aws:elasticfilesystem/,
  },
  'an access point of a file system of the stack': {
    type: 'AWS::EFS::AccessPoint',
    properties: { FileSystemId: { Ref: 'Files' } },
  },
  'a notebook with a file system that nobody describes': { ...mounted('fs-1'), told: /file-system\/fs-1/ },
  'a build that mounts a file system which nobody describes': {
    type: 'AWS::CodeBuild::Project',
    properties: {
      FileSystemLocations: [{ Type: 'EFS', Location: 'fs-1.efs.eu-west-2.amazonaws.com:/', MountPoint: '/x' }],
    },
    told: /file-system\/fs-1,/,
  },
};
