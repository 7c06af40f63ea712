import { service } from './meaning';

const DIRECTORY = 'people of a directory sign in to it by Kerberos, without IAM';
const IDENTITY_CENTER = 'people of Identity Center come in by it, and who they are shows in no template';

/** Streams, catalogues, queries and clusters. */
export const ANALYTICS = [
  ...service('Kinesis', { ResourcePolicy: { policy: 'ResourcePolicy' }, 'Stream StreamConsumer': {} }),
  ...service('KinesisFirehose', {
    DeliveryStream: {
      role: '*.RoleARN',
      out: '*.BucketARN',
    },
  }),
  ...service('KinesisAnalyticsV2', {
    Application: {
      role: 'ServiceExecutionRole',
      bucket:
        'ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation.BucketARN ' +
        'ApplicationConfiguration.ZeppelinApplicationConfiguration.CustomArtifactsConfiguration.S3ContentLocation.BucketARN ' +
        'ApplicationConfiguration.ZeppelinApplicationConfiguration.DeployAsApplicationConfiguration.S3ContentLocation.BucketARN',
      inline:
        'ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.TextContent ' +
        'ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.ZipFileContent',
      callee:
        'ApplicationConfiguration.SqlApplicationConfiguration.Inputs.InputProcessingConfiguration.InputLambdaProcessor.ResourceARN',
      data: 'ApplicationConfiguration.EnvironmentProperties.PropertyGroups.PropertyMap',
      told: {
        'ApplicationConfiguration.ZeppelinApplicationConfiguration.CustomArtifactsConfiguration.MavenReference':
          'who publishes the package that it loads is not listed',
      },
    },
    ApplicationReferenceDataSource: { bucket: 'ReferenceDataSource.S3ReferenceDataSource.BucketARN' },
    'ApplicationCloudWatchLoggingOption ApplicationOutput': {},
  }),
  ...service('Glue', {
    Job: {
      role: 'Role',
      url: 'Command.ScriptLocation DefaultArguments NonOverridableArguments',
    },
    DevEndpoint: {
      role: 'RoleArn',
      url: 'ExtraJarsS3Path ExtraPythonLibsS3Path Arguments',
      told: {
        PublicKey: 'whoever holds the key signs in by SSH and acts as its role',
        PublicKeys: 'whoever holds one of the keys signs in by SSH and acts as its role',
      },
    },
    Session: { role: 'Role', url: 'DefaultArguments' },
    Trigger: { url: 'Actions.Arguments' },
    UserDefinedFunction: { url: 'ResourceUris.Uri' },
    Connection: { url: 'ConnectionInput.ConnectionProperties' },
    Crawler: { role: 'Role' },
    MLTransform: { role: 'Role' },
    TableOptimizer: { role: 'TableOptimizerConfiguration.RoleArn' },
    Database: {
      principals: 'DatabaseInput.CreateTableDefaultPermissions.Principal.DataLakePrincipalIdentifier',
      out: 'DatabaseInput.LocationUri',
    },
    DataCatalogEncryptionSettings: {
      role: 'DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionServiceRole',
    },
    'Classifier DataQualityRuleset Partition Registry Schema SchemaVersion SchemaVersionMetadata': {},
    'SecurityConfiguration Table Workflow': {},
    IdentityCenterConfiguration: { whole: IDENTITY_CENTER, people: IDENTITY_CENTER },
  }),
  ...service('Athena', {
    WorkGroup: {
      role: 'WorkGroupConfiguration.ExecutionRole WorkGroupConfigurationUpdates.ExecutionRole',
      out: 'WorkGroupConfiguration.ResultConfiguration.OutputLocation',
    },
    DataCatalog: { callee: 'Parameters' },
    'CapacityReservation NamedQuery PreparedStatement': {},
  }),
  ...service('LakeFormation', {
    Permissions: { principals: 'DataLakePrincipal.DataLakePrincipalIdentifier' },
    PrincipalPermissions: { principals: 'Principal.DataLakePrincipalIdentifier' },
    DataLakeSettings: {
      principals:
        'Admins.DataLakePrincipalIdentifier ReadOnlyAdmins.DataLakePrincipalIdentifier TrustedResourceOwners ' +
        'ExternalDataFilteringAllowList.DataLakePrincipalIdentifier ' +
        'CreateDatabaseDefaultPermissions.Principal.DataLakePrincipalIdentifier ' +
        'CreateTableDefaultPermissions.Principal.DataLakePrincipalIdentifier',
    },
    Resource: { role: 'RoleArn' },
    'DataCellsFilter Tag TagAssociation': {},
  }),
  ...service('EMR', {
    Cluster: {
      role: 'JobFlowRole ServiceRole AutoScalingRole',
      url:
        'BootstrapActions.ScriptBootstrapAction.Path BootstrapActions.ScriptBootstrapAction.Args ' +
        'Steps.HadoopJarStep.Jar Steps.HadoopJarStep.Args',
      inline: '*.Configurations',
      ami: 'CustomAmiId',
      out: 'LogUri',
      told: {
        'KerberosAttributes.ADDomainJoinUser': DIRECTORY,
        'KerberosAttributes.CrossRealmTrustPrincipalPassword': DIRECTORY,
      },
    },
    Step: { url: 'HadoopJarStep.Jar HadoopJarStep.Args' },
    Studio: { role: 'ServiceRole UserRole', people: IDENTITY_CENTER },
    StudioSessionMapping: { whole: IDENTITY_CENTER, people: IDENTITY_CENTER },
    'InstanceFleetConfig InstanceGroupConfig': { inline: '*.Configurations' },
    SecurityConfiguration: {},
  }),
  ...service('EMRServerless', {
    Application: {
      image: 'ImageConfiguration.ImageUri WorkerTypeSpecifications.ImageConfiguration.ImageUri',
      inline: 'RuntimeConfiguration',
      out: 'MonitoringConfiguration.S3MonitoringConfiguration.LogUri',
      told: { 'IdentityCenterConfiguration.IdentityCenterInstanceArn': IDENTITY_CENTER },
    },
  }),
  ...service('EMRContainers', { VirtualCluster: {} }),
  ...service('MWAA', {
    Environment: { role: 'ExecutionRoleArn', bucket: 'SourceBucketArn' },
  }),
  ...service('KinesisVideo', { 'SignalingChannel Stream': {} }),
  ...service('Location', {
    'GeofenceCollection Map PlaceIndex RouteCalculator Tracker TrackerConsumer': {},
  }),
  ...service('DataBrew', {
    Dataset: { data: 'Input' },
    Job: {
      role: 'RoleArn',
      definition: 'DatasetName ProjectName Recipe.Name',
      out: 'DataCatalogOutputs DatabaseOutputs OutputLocation Outputs',
    },
    Project: { role: 'RoleArn', definition: 'DatasetName RecipeName' },
    Recipe: { inline: 'Steps' },
    'Ruleset Schedule': {},
  }),
  ...service('OSIS', {
    Pipeline: {
      role: 'PipelineRoleArn',
      policy: 'ResourcePolicy.Policy',
      service: 'osis',
      inline: 'PipelineConfigurationBody',
    },
  }),
];
