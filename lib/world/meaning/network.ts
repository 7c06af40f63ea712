import { service } from './meaning';

const OUTSIDE = 'where it leads, and who comes in by it, shows in no template';

/** Networks, load balancers, names and content delivery. */
export const NETWORK = [
  ...service('EC2', {
    'CustomerGateway VPNConnection VPNConnectionRoute VPNGateway VPNGatewayRoutePropagation': { whole: OUTSIDE },
    'ClientVpnAuthorizationRule ClientVpnEndpoint ClientVpnRoute ClientVpnTargetNetworkAssociation': {
      whole: 'whoever holds a certificate or signs in to the VPN comes into the network',
      people: 'whoever holds a certificate or signs in to the VPN comes into the network',
    },
    VPCPeeringConnection: { principals: 'PeerOwnerId', network: 'PeerVpcId', role: 'PeerRoleArn' },
    TransitGatewayPeeringAttachment: { whole: OUTSIDE },
    TransitGatewayAttachment: { network: 'TransitGatewayId' },
    TransitGatewayVpcAttachment: { network: 'TransitGatewayId' },
    'TransitGateway TransitGatewayRoute TransitGatewayRouteTable TransitGatewayRouteTableAssociation': {},
    TransitGatewayRouteTablePropagation: {},
    VPCEndpoint: { data: 'PolicyDocument', network: 'ServiceName ResourceConfigurationArn ServiceNetworkArn' },
    VPCEndpointService: {},
    VPCEndpointServicePermissions: { principals: 'AllowedPrincipals' },
    NetworkInterfacePermission: { principals: 'AwsAccountId' },
    Route: { network: 'TransitGatewayId VpcPeeringConnectionId CoreNetworkArn OdbNetworkArn' },
    SecurityGroup: { principals: 'SecurityGroupIngress.SourceSecurityGroupOwnerId' },
    SecurityGroupIngress: { principals: 'SourceSecurityGroupOwnerId' },
    VPCGatewayAttachment: { network: 'VpnGatewayId' },
    FlowLog: { role: 'DeliverLogsPermissionArn DeliverCrossAccountRole', out: 'LogDestination' },
    VPCEndpointConnectionNotification: { out: 'ConnectionNotificationArn' },
    'DHCPOptions EgressOnlyInternetGateway GatewayRouteTableAssociation InstanceConnectEndpoint InternetGateway': {},
    'NatGateway NetworkAcl NetworkAclEntry NetworkInterface NetworkInterfaceAttachment PrefixList RouteTable': {},
    'SecurityGroupEgress SecurityGroupVpcAssociation Subnet SubnetCidrBlock SubnetNetworkAclAssociation': {},
    'SubnetRouteTableAssociation VPC VPCCidrBlock VPCDHCPOptionsAssociation': {},
  }),
  ...service('ElasticLoadBalancing', { LoadBalancer: { out: 'AccessLoggingPolicy.S3BucketName' } }),
  ...service('ElasticLoadBalancingV2', {
    TrustStore: { bucket: 'CaCertificatesBundleS3Bucket' },
    TrustStoreRevocation: { bucket: 'RevocationContents.S3Bucket' },
    Listener: { origin: 'DefaultActions.RedirectConfig.Host' },
    ListenerRule: { origin: 'Actions.RedirectConfig.Host' },
    TargetGroup: { origin: 'Targets.Id' },
    'ListenerCertificate LoadBalancer': {},
  }),
  ...service('VpcLattice', {
    AuthPolicy: { policy: 'Policy' },
    ResourcePolicy: { policy: 'Policy' },
    ServiceNetworkServiceAssociation: { network: 'ServiceNetworkIdentifier' },
    ServiceNetworkVpcAssociation: { network: 'ServiceNetworkIdentifier' },
    AccessLogSubscription: { out: 'DestinationArn' },
    TargetGroup: { origin: 'Targets.Id' },
    'Listener Rule Service ServiceNetwork': {},
  }),
  ...service('GlobalAccelerator', {
    CrossAccountAttachment: { principals: 'Principals' },
    EndpointGroup: { origin: 'EndpointConfigurations.EndpointId' },
    'Accelerator Listener': {},
  }),
  ...service('Route53', {
    'CidrCollection DNSSEC DelegationSet HealthCheck HostedZone KeySigningKey QueryLoggingConfig': {},
    'RecordSet RecordSetGroup': {},
  }),
  ...service('Route53Resolver', {
    ResolverQueryLoggingConfig: { out: 'DestinationArn' },
    'FirewallDomainList FirewallRuleGroup FirewallRuleGroupAssociation ResolverConfig ResolverDNSSECConfig': {},
    ResolverRule: {
      told: { TargetIps: 'whoever answers at these addresses says what the names mean that it forwards' },
    },
    ResolverRuleAssociation: { network: 'ResolverRuleId' },
    'ResolverEndpoint ResolverQueryLoggingConfigAssociation': {},
  }),
  ...service('NetworkFirewall', {
    VpcEndpointAssociation: { network: 'FirewallArn' },
    'ContainerAssociation Firewall FirewallPolicy LoggingConfiguration RuleGroup': {},
  }),
  ...service('CloudFront', {
    Distribution: {
      callee:
        'DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations.LambdaFunctionARN ' +
        'DistributionConfig.DefaultCacheBehavior.FunctionAssociations.FunctionARN ' +
        'DistributionConfig.CacheBehaviors.LambdaFunctionAssociations.LambdaFunctionARN ' +
        'DistributionConfig.CacheBehaviors.FunctionAssociations.FunctionARN',
      principals:
        'DistributionConfig.DefaultCacheBehavior.TrustedSigners DistributionConfig.CacheBehaviors.TrustedSigners ' +
        'DistributionConfig.Origins.VpcOriginConfig.OwnerAccountId',
      origin:
        'DistributionConfig.Origins.DomainName DistributionConfig.S3Origin.DNSName ' +
        'DistributionConfig.CustomOrigin.DNSName',
      network: 'DistributionConfig.Origins.VpcOriginConfig.VpcOriginId',
      out: 'DistributionConfig.Logging.Bucket',
    },
    Function: { inline: 'FunctionCode' },
    KeyValueStore: { object: 'ImportSource.SourceArn' },
    RealtimeLogConfig: { role: 'EndPoints.KinesisStreamConfig.RoleArn' },
    'CachePolicy CloudFrontOriginAccessIdentity KeyGroup MonitoringSubscription OriginAccessControl': {},
    'OriginRequestPolicy PublicKey ResponseHeadersPolicy': {},
    'AnycastIpList ConnectionGroup FieldLevelEncryptionProfile': {},
    VpcOrigin: { origin: 'VpcOriginEndpointConfig.Arn' },
    ContinuousDeploymentPolicy: { origin: 'ContinuousDeploymentPolicyConfig.StagingDistributionDnsNames' },
    TrustStore: { bucket: 'CaCertificatesBundleSource.CaCertificatesBundleS3Location.Bucket' },
  }),
  ...service('Transfer', {
    Server: {
      role: 'LoggingRole IdentityProviderDetails.InvocationRole WorkflowDetails.OnUpload.ExecutionRole WorkflowDetails.OnPartialUpload.ExecutionRole',
      callee: 'IdentityProviderDetails.Function IdentityProviderDetails.Url',
    },
    User: { role: 'Role', data: 'Policy' },
    Connector: { role: 'AccessRole LoggingRole' },
    Workflow: { callee: 'Steps.CustomStepDetails.Target OnExceptionSteps.CustomStepDetails.Target' },
    WebApp: { role: 'IdentityProviderDetails.Role' },
  }),
  ...service('EC2', {
    'IPAM IPAMPool CarrierGateway VPCBlockPublicAccessExclusion VPCBlockPublicAccessOptions': {},
    'NetworkInsightsAccessScope NetworkInsightsAccessScopeAnalysis NetworkInsightsAnalysis NetworkInsightsPath': {},
    'NetworkPerformanceMetricSubscription TrafficMirrorFilter TrafficMirrorFilterRule VPCEncryptionControl': {},
    'CapacityReservationFleet IPAMAllocation IPAMPoolCidr IPAMScope IPv4Pool SubnetCidrReservation': {},
    CapacityManagerDataExport: { out: 'S3BucketName' },
    EnclaveCertificateIamRoleAssociation: { principals: 'RoleArn' },
  }),
  ...service('Route53RecoveryControl', { 'Cluster ControlPanel RoutingControl SafetyRule': {} }),
  ...service('Shield', {
    DRTAccess: { role: 'RoleArn' },
    'ProactiveEngagement Protection ProtectionGroup': {},
  }),
  ...service('WAFRegional', {
    'ByteMatchSet GeoMatchSet IPSet RateBasedRule RegexPatternSet Rule SizeConstraintSet SqlInjectionMatchSet': {},
    'WebACL WebACLAssociation XssMatchSet': {},
  }),
];
