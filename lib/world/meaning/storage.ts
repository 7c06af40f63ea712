import { service } from './meaning';

const IDENTITY_CENTER = 'people of Identity Center come in by it, and who they are shows in no template';

/** Buckets, file systems and backups. */
export const STORAGE = [
  ...service('S3', {
    Bucket: {
      role: 'ReplicationConfiguration.Role MetadataConfiguration.AnnotationTableConfiguration.Role',
      principals: 'AccessControl',
      origin:
        'WebsiteConfiguration.RedirectAllRequestsTo.HostName WebsiteConfiguration.RoutingRules.RedirectRule.HostName',
      out:
        'ReplicationConfiguration.Rules.Destination.Bucket ReplicationConfiguration.Rules.Destination.Account ' +
        'NotificationConfiguration.LambdaConfigurations.Function NotificationConfiguration.QueueConfigurations.Queue ' +
        'NotificationConfiguration.TopicConfigurations.Topic LoggingConfiguration.DestinationBucketName ' +
        'InventoryConfigurations.Destination.BucketArn InventoryConfigurations.Destination.BucketAccountId ' +
        'AnalyticsConfigurations.StorageClassAnalysis.DataExport.Destination.BucketArn ' +
        'AnalyticsConfigurations.StorageClassAnalysis.DataExport.Destination.BucketAccountId',
    },
    BucketPolicy: { policy: 'PolicyDocument' },
    AccessPoint: { policy: 'Policy' },
    MultiRegionAccessPoint: {},
    MultiRegionAccessPointPolicy: { policy: 'Policy', service: 's3' },
    AccessGrant: { principals: 'Grantee.GranteeIdentifier ApplicationArn' },
    AccessGrantsInstance: { told: { IdentityCenterArn: IDENTITY_CENTER } },
    AccessGrantsLocation: { role: 'IamRoleArn' },
    StorageLens: {
      out:
        'StorageLensConfiguration.DataExport.S3BucketDestination.Arn ' +
        'StorageLensConfiguration.DataExport.S3BucketDestination.AccountId',
    },
    StorageLensGroup: {},
  }),
  ...service('S3ObjectLambda', {
    AccessPoint: {
      callee: 'ObjectLambdaConfiguration.TransformationConfigurations.ContentTransformation',
    },
    AccessPointPolicy: { policy: 'PolicyDocument', service: 's3-object-lambda' },
  }),
  ...service('S3Express', {
    BucketPolicy: { policy: 'PolicyDocument' },
    AccessPoint: { policy: 'Policy', service: 's3express' },
    DirectoryBucket: {},
  }),
  ...service('S3Tables', {
    TableBucketPolicy: { policy: 'ResourcePolicy' },
    TablePolicy: { policy: 'ResourcePolicy', service: 's3tables' },
    TableBucket: { role: 'ReplicationConfiguration.Role', out: '*.DestinationTableBucketARN' },
    'Namespace Table': {},
  }),
  ...service('EFS', {
    FileSystem: {
      policy: 'FileSystemPolicy',
      role: 'ReplicationConfiguration.Destinations.RoleArn',
    },
    'AccessPoint MountTarget': { volume: 'FileSystemId' },
  }),
  ...service('FSx', {
    S3AccessPointAttachment: { policy: 'S3AccessPoint.Policy', service: 's3' },
    DataRepositoryAssociation: { url: 'DataRepositoryPath' },
    'Backup FileSystem Snapshot StorageVirtualMachine Volume': {},
  }),
  ...service('Backup', {
    BackupVault: { policy: 'AccessPolicy', out: 'Notifications.SNSTopicArn' },
    LogicallyAirGappedBackupVault: {
      policy: 'AccessPolicy',
      service: 'backup',
      out: 'Notifications.SNSTopicArn',
      told: { MpaApprovalTeamArn: 'who is in the team that opens the vault is not listed' },
    },
    BackupPlan: {
      role: 'BackupPlan.ScanSettings.ScannerRoleArn',
      out:
        'BackupPlan.BackupPlanRule.CopyActions.DestinationBackupVaultArn ' +
        'BackupPlan.BackupPlanRule.TargetLogicallyAirGappedBackupVaultArn',
    },
    BackupSelection: { role: 'BackupSelection.IamRoleArn' },
    RestoreTestingSelection: { role: 'IamRoleArn' },
    'Framework LegalHold ReportPlan RestoreTestingPlan TieringConfiguration': {},
  }),
  ...service('DLM', {
    LifecyclePolicy: { role: 'ExecutionRoleArn', principals: 'PolicyDetails.Schedules.ShareRules.TargetAccounts' },
  }),
  ...service('DataSync', {
    // A place may be what is copied from: whatever lies there then stands in prod as its own.
    LocationS3: { bucket: 'S3BucketArn', role: 'S3Config.BucketAccessRoleArn' },
    LocationEFS: { volume: 'EfsFilesystemArn', role: 'FileSystemAccessRoleArn' },
    Task: {
      definition: 'SourceLocationArn DestinationLocationArn',
      bucket: 'ManifestConfig.Source.S3.S3BucketArn',
      role: 'ManifestConfig.Source.S3.BucketAccessRoleArn TaskReportConfig.Destination.S3.BucketAccessRoleArn',
      out: 'TaskReportConfig.Destination.S3.S3BucketArn',
    },
  }),
];
