import { service } from './meaning';

/** Functions, containers, instances and what scales them. */
export const COMPUTE = [
  ...service('Lambda', {
    Function: {
      role: 'Role',
      bucket: 'Code.S3Bucket',
      image: 'Code.ImageUri',
      inline: 'Code.ZipFile',
      layer: 'Layers',
      volume: 'FileSystemConfigs.Arn',
      data: 'Environment.Variables',
      out: 'DeadLetterConfig.TargetArn',
    },
    LayerVersion: { bucket: 'Content.S3Bucket' },
    Permission: {
      policy: 'Principal SourceArn SourceAccount PrincipalOrgID InvokedViaFunctionUrl FunctionUrlAuthType',
    },
    LayerVersionPermission: { policy: 'Principal OrganizationId' },
    ResourcePolicy: { policy: 'PolicyDocument', service: 'lambda' },
    EventInvokeConfig: { out: 'DestinationConfig.OnFailure.Destination DestinationConfig.OnSuccess.Destination' },
    EventSourceMapping: { out: 'DestinationConfig.OnFailure.Destination' },
    CapacityProvider: { role: 'PermissionsConfig.CapacityProviderOperatorRoleArn' },
    'Alias CodeSigningConfig Url Version': {},
  }),
  ...service('ECS', {
    ExpressGatewayService: {
      role: 'ExecutionRoleArn InfrastructureRoleArn TaskRoleArn',
      image: 'PrimaryContainer.Image',
      arguments: 'PrimaryContainer.Command',
      data: 'PrimaryContainer.Environment.Value',
      definition: 'TaskDefinitionArn',
    },
    TaskDefinition: {
      role: 'TaskRoleArn ExecutionRoleArn',
      image: 'ContainerDefinitions.Image',
      object: 'ContainerDefinitions.EnvironmentFiles.Value ContainerDefinitions.FirelensConfiguration.Options',
      arguments:
        'ContainerDefinitions.Command ContainerDefinitions.EntryPoint ContainerDefinitions.HealthCheck.Command',
      url: 'ContainerDefinitions.CredentialSpecs',
      volume: 'Volumes.EFSVolumeConfiguration.FilesystemId',
      data: 'ContainerDefinitions.Environment.Value',
    },
    Service: {
      definition: 'TaskDefinition',
      ami: 'VolumeConfigurations.ManagedEBSVolume.SnapshotId',
      role:
        'Role LoadBalancers.AdvancedConfiguration.RoleArn ServiceConnectConfiguration.Services.Tls.RoleArn ' +
        'DeploymentConfiguration.LifecycleHooks.RoleArn VolumeConfigurations.ManagedEBSVolume.RoleArn ' +
        'VpcLatticeConfigurations.RoleArn',
      callee: 'DeploymentConfiguration.LifecycleHooks.HookTargetArn',
    },
    CapacityProvider: {
      role:
        'ManagedInstancesProvider.InfrastructureRoleArn ' +
        'ManagedInstancesProvider.InstanceLaunchTemplate.Ec2InstanceProfileArn',
    },
    TaskSet: { definition: 'TaskDefinition' },
    'Cluster ClusterCapacityProviderAssociations PrimaryTaskSet': {},
  }),
  ...service('ECR', {
    Repository: { policy: 'RepositoryPolicyText' },
    PublicRepository: { policy: 'RepositoryPolicyText', service: 'ecr-public' },
    RegistryPolicy: { policy: 'PolicyText', service: 'ecr' },
    RepositoryCreationTemplate: { policy: 'RepositoryPolicy', service: 'ecr', role: 'CustomRoleArn' },
    PullThroughCacheRule: {
      role: 'CustomRoleArn',
      told: { UpstreamRegistryUrl: 'whoever pushes to the upstream registry changes the images that are cached' },
    },
    ReplicationConfiguration: { out: 'ReplicationConfiguration.Rules.Destinations.RegistryId' },
    'RegistryScanningConfiguration SigningConfiguration': {},
  }),
  ...service('EKS', {
    Cluster: { role: 'RoleArn ComputeConfig.NodeRoleArn' },
    Nodegroup: { role: 'NodeRole', definition: 'LaunchTemplate.Id LaunchTemplate.Name' },
    FargateProfile: { role: 'PodExecutionRoleArn' },
    Addon: { role: 'ServiceAccountRoleArn PodIdentityAssociations.RoleArn', inline: 'ConfigurationValues' },
    PodIdentityAssociation: { role: 'RoleArn TargetRoleArn' },
    AccessEntry: {
      principals: 'PrincipalArn',
      people: 'whoever holds the entry’s principal enters the cluster and runs pods as its roles',
    },
    IdentityProviderConfig: { whole: 'users of an OIDC provider enter the cluster as groups of Kubernetes' },
  }),
  ...service('Batch', {
    JobDefinition: {
      role: '*.JobRoleArn *.ExecutionRoleArn *.TaskRoleArn',
      image: '*.Image',
      arguments: '*.Command *.Args',
      object: '*.FirelensConfiguration.Options',
      volume: '*.EfsVolumeConfiguration.FileSystemId',
      data: '*.Environment.Value *.Env.Value',
    },
    ComputeEnvironment: {
      role:
        'ServiceRole ComputeResources.InstanceRole ComputeResources.SpotIamFleetRole ' +
        'ComputeResources.ManagedInstancesProvider.InfrastructureRoleArn ' +
        'ComputeResources.ManagedInstancesProvider.InstanceLaunchTemplate.Ec2InstanceProfileArn',
      ami: 'ComputeResources.ImageId ComputeResources.Ec2Configuration.ImageIdOverride',
      definition: '*.LaunchTemplateId *.LaunchTemplateName',
    },
    'JobQueue SchedulingPolicy': {},
    'ConsumableResource QuotaShare ServiceEnvironment': {},
  }),
  ...service('AppRunner', {
    Service: {
      role: 'InstanceConfiguration.InstanceRoleArn SourceConfiguration.AuthenticationConfiguration.AccessRoleArn',
      image: 'SourceConfiguration.ImageRepository.ImageIdentifier',
      arguments: '*.StartCommand',
      commands: '*.BuildCommand',
      told: {
        'SourceConfiguration.CodeRepository.RepositoryUrl': 'who pushes to the repository that it builds is not listed',
      },
    },
    'AutoScalingConfiguration ObservabilityConfiguration VpcConnector VpcIngressConnection': {},
  }),
  ...service('ElasticBeanstalk', {
    Application: { role: 'ResourceLifecycleConfig.ServiceRole' },
    ApplicationVersion: {
      bucket: 'SourceBundle.S3Bucket',
      role: 'BuildConfiguration.CodeBuildServiceRole ImageConfiguration.Build.CodeBuildServiceRole',
      image: 'BuildConfiguration.Image ImageConfiguration.Source.Uri',
    },
    ConfigurationTemplate: { role: 'OptionSettings.Value' },
    Environment: { role: 'OptionSettings.Value OperationsRole' },
  }),
  ...service('AutoScaling', {
    AutoScalingGroup: {
      role: 'ServiceLinkedRoleARN LifecycleHookSpecificationList.RoleARN',
      ami: 'MixedInstancesPolicy.LaunchTemplate.Overrides.ImageId',
      definition: '*.LaunchTemplateId *.LaunchTemplateName InstanceId',
      out:
        'NotificationConfigurations.TopicARN NotificationConfiguration.TopicARN ' +
        'LifecycleHookSpecificationList.NotificationTargetARN',
    },
    LaunchConfiguration: { role: 'IamInstanceProfile', ami: 'ImageId', commands: 'UserData' },
    LifecycleHook: { role: 'RoleARN', out: 'NotificationTargetARN' },
    'ScalingPolicy ScheduledAction WarmPool': {},
  }),
  ...service('ApplicationAutoScaling', { ScalableTarget: { role: 'RoleARN' }, ScalingPolicy: {} }),
  ...service('EC2', {
    Instance: {
      role: 'IamInstanceProfile',
      ami: 'ImageId',
      commands: 'UserData SsmAssociations.AssociationParameters',
      document: 'SsmAssociations.DocumentName',
      definition: 'LaunchTemplate.LaunchTemplateId LaunchTemplate.LaunchTemplateName',
    },
    LaunchTemplate: {
      role: 'LaunchTemplateData.IamInstanceProfile.Arn LaunchTemplateData.IamInstanceProfile.Name',
      ami: 'LaunchTemplateData.ImageId',
      commands: 'LaunchTemplateData.UserData',
    },
    'EIP EIPAssociation KeyPair PlacementGroup Volume VolumeAttachment': {},
    'CapacityReservation Host InstanceEventWindow SnapshotBlockPublicAccess': {},
  }),
];
