import { service } from './meaning';

const REPOSITORY = 'who pushes to the repository that it builds is not listed';

/** Builds, pipelines, canaries and what they deploy. */
export const DELIVERY = [
  ...service('CodeBuild', {
    Project: {
      role: 'ServiceRole ResourceAccessRole BuildBatchConfig.ServiceRole',
      image: 'Environment.Image',
      bucket: 'Cache.Location',
      volume: 'FileSystemLocations.Location',
      commands: 'Source.BuildSpec SecondarySources.BuildSpec',
      data: 'Environment.EnvironmentVariables.Value',
    },
    Fleet: { role: 'FleetServiceRole', ami: 'ImageId' },
    ReportGroup: { out: 'ExportConfig.S3Destination.Bucket ExportConfig.S3Destination.BucketOwner' },
    SourceCredential: {},
  }),
  ...service('CodePipeline', {
    Pipeline: {
      role:
        'RoleArn Stages.Actions.RoleArn Stages.BeforeEntry.Conditions.Rules.RoleArn ' +
        'Stages.OnSuccess.Conditions.Rules.RoleArn Stages.OnFailure.Conditions.Rules.RoleArn',
      commands: 'Stages.Actions.Commands',
      bucket: 'ArtifactStore.Location ArtifactStores.ArtifactStore.Location',
    },
    CustomActionType: {},
    Webhook: { whole: 'whoever knows the secret of the webhook starts the pipeline' },
  }),
  ...service('CodeDeploy', {
    DeploymentGroup: {
      role: 'ServiceRoleArn',
      bucket: 'Deployment.Revision.S3Location.Bucket',
      out: 'TriggerConfigurations.TriggerTargetArn',
      told: { 'Deployment.Revision.GitHubLocation': REPOSITORY },
    },
    'Application DeploymentConfig': {},
  }),
  ...service('CodeCommit', { Repository: { bucket: 'Code.S3.Bucket', out: 'Triggers.DestinationArn' } }),
  ...service('CodeArtifact', {
    Domain: { policy: 'PermissionsPolicyDocument' },
    Repository: {
      policy: 'PermissionsPolicyDocument',
      told: { ExternalConnections: 'whoever publishes to the public repository changes the packages that it hands on' },
    },
    PackageGroup: {},
  }),
  ...service('CodeConnections', { Connection: {} }),
  ...service('CodeStarConnections', {
    'Connection RepositoryLink': {},
    SyncConfiguration: {
      whole: 'whoever pushes to the repository deploys the template that it syncs',
      role: 'RoleArn',
    },
  }),
  ...service('CodeStarNotifications', { NotificationRule: { out: 'Targets.TargetAddress TargetAddress' } }),
  ...service('Amplify', {
    App: { role: 'IAMServiceRole ComputeRoleArn', origin: 'CustomRules.Target', told: { Repository: REPOSITORY } },
    Branch: { role: 'ComputeRoleArn' },
    Domain: { role: 'AutoSubDomainIAMRole' },
  }),
  ...service('Synthetics', {
    Canary: {
      role: 'ExecutionRoleArn',
      bucket: 'Code.S3Bucket',
      inline: 'Code.Script',
      layer: 'Code.SourceLocationArn',
      out: 'ArtifactS3Location',
      data: 'RunConfig.EnvironmentVariables',
    },
    Group: {},
  }),
  ...service('AppConfig', {
    ConfigurationProfile: { role: 'RetrievalRoleArn', callee: 'Validators.Content', object: 'LocationUri' },
    Environment: { role: 'Monitors.AlarmRoleArn' },
    Extension: { callee: 'Actions' },
    'Application Deployment DeploymentStrategy ExtensionAssociation HostedConfigurationVersion': {},
  }),
  ...service('ImageBuilder', {
    Component: { commands: 'Data', url: 'Uri' },
    Workflow: { commands: 'Data', url: 'Uri' },
    ContainerRecipe: {
      image: 'ParentImage',
      commands: 'DockerfileTemplateData',
      url: 'DockerfileTemplateUri',
      ami: 'InstanceConfiguration.Image',
      definition: 'Components.ComponentArn',
      arguments: 'Components.Parameters.Value',
      out: 'TargetRepository.RepositoryName',
    },
    ImageRecipe: {
      definition: 'ParentImage Components.ComponentArn',
      commands: 'AdditionalInstanceConfiguration.UserDataOverride',
      arguments: 'Components.Parameters.Value',
    },
    DistributionConfiguration: {
      principals:
        'Distributions.AmiDistributionConfiguration.LaunchPermissionConfiguration ' +
        'Distributions.AmiDistributionConfiguration.TargetAccountIds ' +
        'Distributions.LaunchTemplateConfigurations.AccountId ' +
        'Distributions.FastLaunchConfigurations.AccountId ' +
        'Distributions.SsmParameterConfigurations.AmiAccountId',
      out: 'Distributions.ContainerDistributionConfiguration.TargetRepository.RepositoryName',
    },
    Image: {
      role: 'ExecutionRole DeletionSettings.ExecutionRole',
      definition: 'ContainerRecipeArn ImageRecipeArn InfrastructureConfigurationArn Workflows.WorkflowArn',
      arguments: 'Workflows.Parameters.Value',
      out: 'ImageScanningConfiguration.EcrConfiguration.RepositoryName',
    },
    ImagePipeline: {
      role: 'ExecutionRole',
      definition: 'ContainerRecipeArn ImageRecipeArn InfrastructureConfigurationArn Workflows.WorkflowArn',
      arguments: 'Workflows.Parameters.Value',
      out: 'ImageScanningConfiguration.EcrConfiguration.RepositoryName',
    },
    InfrastructureConfiguration: { role: 'InstanceProfileName', out: 'Logging.S3Logs.S3BucketName SnsTopicArn' },
    LifecyclePolicy: { role: 'ExecutionRole' },
  }),
];
