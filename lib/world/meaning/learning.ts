import { service } from './meaning';

const REPOSITORY = 'who pushes to the repository is not listed';
const MODEL = 'PrimaryContainer Containers'.split(' ');
const within = (paths: string): string =>
  MODEL.flatMap((one) => paths.split(' ').map((path) => `${one}.${path}`)).join(' ');

/** Models, notebooks and agents. */
export const LEARNING = [
  ...service('SageMaker', {
    Model: {
      role: 'ExecutionRoleArn',
      image: within('Image'),
      url: within('ModelDataUrl ModelDataSource.S3DataSource.S3Uri'),
      definition: within('ModelPackageName'),
      data: within('Environment'),
    },
    EndpointConfig: {
      role: 'ExecutionRoleArn',
      out: 'DataCaptureConfig.DestinationS3Uri AsyncInferenceConfig.OutputConfig.S3OutputPath',
    },
    Endpoint: {},
    InferenceComponent: {
      image: '*.Container.Image *.DeployedImage.SpecifiedImage *.DeployedImage.ResolvedImage',
      url: 'Specification.Container.ArtifactUrl Specifications.Container.ArtifactUrl',
    },
    NotebookInstance: {
      role: 'RoleArn',
      told: { DefaultCodeRepository: REPOSITORY, AdditionalCodeRepositories: REPOSITORY },
    },
    NotebookInstanceLifecycleConfig: { commands: 'OnStart.Content OnCreate.Content' },
    StudioLifecycleConfig: { commands: 'StudioLifecycleConfigContent' },
    Domain: {
      role:
        'DefaultUserSettings.ExecutionRole DefaultSpaceSettings.ExecutionRole ' +
        'DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn',
      principals:
        'DomainSettings.DockerSettings.VpcOnlyTrustedAccounts DomainSettings.UnifiedStudioSettings.DomainAccountId',
      volume: '*.FileSystemId',
      told: { '*.RepositoryUrl': REPOSITORY },
      people: 'where Identity Center opens it, its people run notebooks as the execution role',
    },
    UserProfile: {
      role: 'UserSettings.ExecutionRole',
      volume: '*.FileSystemId',
      told: { '*.RepositoryUrl': REPOSITORY },
      people: 'where a person of Identity Center holds it, they run notebooks as the execution role',
    },
    Space: { volume: '*.FileSystemId', told: { '*.RepositoryUrl': REPOSITORY } },
    'App AppImageConfig': {},
    Pipeline: {
      role: 'RoleArn',
      inline: 'PipelineDefinition.PipelineDefinitionBody',
      bucket: 'PipelineDefinition.PipelineDefinitionS3Location.Bucket',
    },
    Image: { role: 'ImageRoleArn' },
    ImageVersion: { image: 'BaseImage' },
    FeatureGroup: { role: 'RoleArn', out: 'OfflineStoreConfig.S3StorageConfig.S3Uri' },
    ModelPackageGroup: { policy: 'ModelPackageGroupPolicy', service: 'sagemaker' },
    CodeRepository: { told: { 'GitConfig.RepositoryUrl': REPOSITORY } },
    MlflowTrackingServer: { role: 'RoleArn', out: 'ArtifactStoreUri' },
  }),
  ...service('Bedrock', {
    Agent: {
      role: 'AgentResourceRoleArn',
      callee:
        'ActionGroups.ActionGroupExecutor.Lambda CustomOrchestration.Executor.Lambda PromptOverrideConfiguration.OverrideLambda',
      bucket: 'ActionGroups.ApiSchema.S3.S3BucketName',
      inline: 'ActionGroups.ApiSchema.Payload',
    },
    KnowledgeBase: { role: 'RoleArn' },
    ResourcePolicy: { policy: 'PolicyDocument', service: 'bedrock' },
    DataSource: { callee: '*.TransformationLambdaConfiguration.LambdaArn' },
    Prompt: { bucket: 'Variants.TemplateConfiguration.Text.TextS3Location.Bucket' },
    'AgentAlias ApplicationInferenceProfile Guardrail GuardrailVersion PromptVersion': {},
  }),
];
