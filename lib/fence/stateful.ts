import { type DataGuard, atLeast, is, on, unless } from './guards';
import type { Properties } from './template';

/** What prod asks of a type that holds data. */
export interface DataRule {
  readonly guards: readonly DataGuard[];
  /** Where CloudFormation can snapshot on deletion, that keeps the data too. */
  readonly snapshots?: boolean;
  /** Whether this resource holds the data itself: an instance of a cluster does not. */
  readonly holds?: (properties: Properties) => boolean;
}

/** Days of backups: AWS Backup's and RDS's usual week; RDS's own default is one day. */
const BACKUP_DAYS = 7;

/** Retained, and nothing more can be asked of it: its service encrypts and backs up by itself, or not at all. */
const KEPT: DataRule = { guards: [] };

/** A restored cluster takes its encryption from what it is restored from. */
const RESTORED = ['SnapshotIdentifier', 'SourceDBClusterIdentifier', 'ReplicationSourceIdentifier'];

/** A secondary of a global database takes it from the primary; only a primary names who signs in first. */
const decidesEncryption = (properties: Properties): boolean =>
  RESTORED.every((name) => properties[name] === undefined) &&
  (properties['GlobalClusterIdentifier'] === undefined ||
    properties['MasterUsername'] !== undefined ||
    properties['MasterUserPassword'] !== undefined);

const CLUSTER: DataRule = {
  snapshots: true,
  guards: [
    on('DeletionProtection'),
    { ...on('StorageEncrypted'), applies: decidesEncryption },
    atLeast(BACKUP_DAYS, 'BackupRetentionPeriod'),
  ],
};

const GLOBAL_CLUSTER: DataRule = {
  guards: [on('DeletionProtection'), unless(on('StorageEncrypted'), 'SourceDBClusterIdentifier')],
};

/** What an instance can be restored from, or replicate: encryption and backups are the source's. */
const SOURCES = ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'SourceDbiResourceId'];
const SNAPSHOTS = ['DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier', 'SourceDBInstanceAutomatedBackupsArn'];

const INSTANCE: DataRule = {
  snapshots: true,
  holds: ({ DBClusterIdentifier: cluster }) => cluster === undefined,
  guards: [
    on('DeletionProtection'),
    unless(on('StorageEncrypted'), ...SOURCES, ...SNAPSHOTS),
    unless(atLeast(BACKUP_DAYS, 'BackupRetentionPeriod'), ...SOURCES),
  ],
};

/** Imported key material, custom key stores, and keys that are no pair of one secret cannot be rotated by KMS. */
const rotates = ({ KeySpec, Origin }: Properties): boolean =>
  [undefined, 'SYMMETRIC_DEFAULT'].includes(KeySpec as string | undefined) &&
  [undefined, 'AWS_KMS'].includes(Origin as string | undefined);

const SEARCH: DataRule = { guards: [on('EncryptionAtRestOptions', 'Enabled')] };

/** Types that hold data, and what protects it in prod. With the reviewed list of the others it is total, by test. */
export const STATEFUL: Readonly<Record<string, DataRule>> = {
  'AWS::ACMPCA::CertificateAuthority': KEPT,
  'AWS::APS::Workspace': KEPT,
  'AWS::AgentRegistry::Registry': KEPT,
  'AWS::AuditManager::Assessment': KEPT,
  'AWS::Backup::BackupVault': KEPT,
  'AWS::Backup::LogicallyAirGappedBackupVault': KEPT,
  'AWS::BedrockAgentCore::Memory': KEPT,
  'AWS::Cases::Domain': KEPT,
  'AWS::Cassandra::Keyspace': KEPT,
  'AWS::Cassandra::Table': { guards: [on('PointInTimeRecoveryEnabled')] },
  'AWS::Chime::AppInstance': KEPT,
  'AWS::CloudFront::KeyValueStore': KEPT,
  'AWS::CloudHSM::Cluster': KEPT,
  'AWS::CodeArtifact::Domain': KEPT,
  'AWS::CodeArtifact::Repository': KEPT,
  'AWS::CodeBuild::ReportGroup': KEPT,
  'AWS::CodeCommit::Repository': KEPT,
  'AWS::Cognito::IdentityPool': KEPT,
  'AWS::Cognito::UserPool': { guards: [is('ACTIVE', 'DeletionProtection')] },
  'AWS::Cognito::UserPoolReplica': KEPT,
  'AWS::Connect::DataTable': KEPT,
  'AWS::Connect::Instance': KEPT,
  'AWS::CustomerProfiles::Domain': KEPT,
  'AWS::DSQL::Cluster': { guards: [on('DeletionProtectionEnabled')] },
  'AWS::DataExchange::DataSet': KEPT,
  'AWS::DataZone::Domain': KEPT,
  'AWS::DirectoryService::MicrosoftAD': KEPT,
  'AWS::DirectoryService::SimpleAD': KEPT,
  'AWS::DocDB::DBCluster': CLUSTER,
  'AWS::DocDB::GlobalCluster': GLOBAL_CLUSTER,
  'AWS::DocDBElastic::Cluster': { guards: [atLeast(BACKUP_DAYS, 'BackupRetentionPeriod')] },
  'AWS::DocDBElastic::ClusterSnapshot': KEPT,
  'AWS::DynamoDB::GlobalTable': {
    guards: [
      on('Replicas', '*', 'DeletionProtectionEnabled'),
      on('Replicas', '*', 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
    ],
  },
  'AWS::DynamoDB::Table': {
    guards: [on('DeletionProtectionEnabled'), on('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')],
  },
  'AWS::EC2::Volume': { snapshots: true, guards: [unless(on('Encrypted'), 'SnapshotId', 'SourceVolumeId')] },
  'AWS::ECR::PublicRepository': KEPT,
  'AWS::ECR::Repository': KEPT,
  'AWS::EFS::FileSystem': { guards: [on('Encrypted'), is('ENABLED', 'BackupPolicy', 'Status')] },
  'AWS::EMR::WALWorkspace': KEPT,
  'AWS::EVS::Environment': KEPT,
  'AWS::ElastiCache::CacheCluster': {
    snapshots: true,
    guards: [{ ...atLeast(1, 'SnapshotRetentionLimit'), applies: ({ Engine: engine }) => engine !== 'memcached' }],
  },
  'AWS::ElastiCache::GlobalReplicationGroup': KEPT,
  'AWS::ElastiCache::ReplicationGroup': {
    snapshots: true,
    guards: [
      unless(on('AtRestEncryptionEnabled'), 'GlobalReplicationGroupId'),
      unless(atLeast(1, 'SnapshotRetentionLimit'), 'GlobalReplicationGroupId'),
    ],
  },
  'AWS::ElastiCache::ServerlessCache': { guards: [atLeast(1, 'SnapshotRetentionLimit')] },
  'AWS::ElastiCache::ServerlessCacheSnapshot': KEPT,
  'AWS::Elasticsearch::Domain': SEARCH,
  'AWS::Events::Archive': KEPT,
  'AWS::EventsV2::EventBus': KEPT,
  'AWS::FSx::Backup': KEPT,
  'AWS::FSx::FileSystem': KEPT,
  'AWS::FSx::Snapshot': KEPT,
  'AWS::FSx::StorageVirtualMachine': KEPT,
  'AWS::FSx::Volume': KEPT,
  'AWS::FinSpace::Environment': KEPT,
  'AWS::Forecast::Dataset': KEPT,
  'AWS::Forecast::DatasetGroup': KEPT,
  'AWS::Glue::Database': KEPT,
  'AWS::Glue::Registry': KEPT,
  'AWS::Glue::Schema': KEPT,
  'AWS::Glue::Table': KEPT,
  'AWS::Grafana::Workspace': KEPT,
  'AWS::HealthAgent::Domain': KEPT,
  'AWS::HealthImaging::Datastore': KEPT,
  'AWS::HealthLake::FHIRDatastore': KEPT,
  'AWS::IoTAnalytics::Channel': KEPT,
  'AWS::IoTAnalytics::Dataset': KEPT,
  'AWS::IoTAnalytics::Datastore': KEPT,
  'AWS::IoTSiteWise::Asset': KEPT,
  'AWS::IoTTwinMaker::Workspace': KEPT,
  'AWS::KMS::Key': { guards: [{ ...on('EnableKeyRotation'), applies: rotates }] },
  'AWS::KMS::ReplicaKey': KEPT,
  'AWS::Kendra::Index': KEPT,
  'AWS::Kinesis::Stream': KEPT,
  'AWS::KinesisVideo::Stream': KEPT,
  'AWS::Lightsail::Bucket': KEPT,
  'AWS::Lightsail::Database': { guards: [on('BackupRetention')] },
  'AWS::Lightsail::DatabaseSnapshot': KEPT,
  'AWS::Lightsail::Disk': KEPT,
  'AWS::Lightsail::DiskSnapshot': KEPT,
  'AWS::Lightsail::Instance': KEPT,
  'AWS::Lightsail::InstanceSnapshot': KEPT,
  'AWS::Location::GeofenceCollection': KEPT,
  'AWS::Location::Tracker': KEPT,
  'AWS::Logs::LogGroup': KEPT,
  'AWS::Logs::LogStream': KEPT,
  'AWS::MSK::Cluster': KEPT,
  'AWS::MSK::ServerlessCluster': KEPT,
  'AWS::ManagedBlockchain::Member': KEPT,
  'AWS::ManagedBlockchain::Node': KEPT,
  'AWS::MediaStore::Container': KEPT,
  'AWS::MemoryDB::Cluster': { guards: [atLeast(1, 'SnapshotRetentionLimit')] },
  'AWS::MemoryDB::MultiRegionCluster': KEPT,
  'AWS::MemoryDB::Snapshot': KEPT,
  'AWS::Neptune::DBCluster': CLUSTER,
  'AWS::Neptune::GlobalCluster': GLOBAL_CLUSTER,
  'AWS::NeptuneGraph::Graph': { guards: [on('DeletionProtection')] },
  'AWS::NeptuneGraph::GraphSnapshot': KEPT,
  'AWS::ODB::CloudAutonomousVmCluster': KEPT,
  'AWS::ODB::CloudExadataInfrastructure': KEPT,
  'AWS::ODB::CloudVmCluster': KEPT,
  'AWS::Omics::AnnotationStore': KEPT,
  'AWS::Omics::ReferenceStore': KEPT,
  'AWS::Omics::SequenceStore': KEPT,
  'AWS::Omics::VariantStore': KEPT,
  'AWS::OpenSearchServerless::Collection': { guards: [is('ENABLED', 'DeletionProtection')] },
  'AWS::OpenSearchServerless::CollectionIndex': KEPT,
  'AWS::OpenSearchServerless::Index': KEPT,
  'AWS::OpenSearchService::Domain': SEARCH,
  'AWS::PaymentCryptography::Key': KEPT,
  'AWS::Personalize::Dataset': KEPT,
  'AWS::Personalize::DatasetGroup': KEPT,
  'AWS::Pinpoint::App': KEPT,
  'AWS::QBusiness::Application': KEPT,
  'AWS::QBusiness::Index': KEPT,
  'AWS::QLDB::Ledger': { guards: [on('DeletionProtection')] },
  'AWS::RDS::ClusterSnapshot': KEPT,
  'AWS::RDS::DBCluster': CLUSTER,
  'AWS::RDS::DBInstance': INSTANCE,
  'AWS::RDS::DBSnapshot': KEPT,
  'AWS::RDS::GlobalCluster': GLOBAL_CLUSTER,
  'AWS::Redshift::Cluster': {
    snapshots: true,
    guards: [unless(on('Encrypted'), 'SnapshotIdentifier'), atLeast(BACKUP_DAYS, 'AutomatedSnapshotRetentionPeriod')],
  },
  'AWS::Redshift::Snapshot': KEPT,
  'AWS::RedshiftServerless::Namespace': KEPT,
  'AWS::RedshiftServerless::Snapshot': KEPT,
  'AWS::Rekognition::Collection': KEPT,
  'AWS::Rekognition::Dataset': KEPT,
  'AWS::S3::Bucket': { guards: [is('Enabled', 'VersioningConfiguration', 'Status')] },
  'AWS::S3Express::DirectoryBucket': KEPT,
  'AWS::S3Files::FileSystem': KEPT,
  'AWS::S3Outposts::Bucket': KEPT,
  'AWS::S3Tables::Namespace': KEPT,
  'AWS::S3Tables::Table': KEPT,
  'AWS::S3Tables::TableBucket': KEPT,
  'AWS::S3Vectors::Index': KEPT,
  'AWS::S3Vectors::VectorBucket': KEPT,
  'AWS::SCN::Dataset': KEPT,
  'AWS::SCN::Namespace': KEPT,
  'AWS::SDB::Domain': KEPT,
  'AWS::SES::ContactList': KEPT,
  'AWS::SES::MailManagerArchive': KEPT,
  'AWS::SMSVOICE::OptOutList': KEPT,
  'AWS::SSMIncidents::ReplicationSet': { guards: [on('DeletionProtected')] },
  'AWS::SageMaker::Domain': KEPT,
  'AWS::SageMaker::FeatureGroup': KEPT,
  'AWS::SageMaker::MlflowApp': KEPT,
  'AWS::SageMaker::MlflowTrackingServer': KEPT,
  'AWS::SecretsManager::Secret': KEPT,
  'AWS::Serverless::SimpleTable': {
    guards: [on('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')],
  },
  'AWS::StorageGateway::Tape': KEPT,
  'AWS::StorageGateway::Volume': KEPT,
  'AWS::Timestream::Database': KEPT,
  'AWS::Timestream::InfluxDBCluster': KEPT,
  'AWS::Timestream::InfluxDBInstance': KEPT,
  'AWS::Timestream::Table': KEPT,
  'AWS::VerifiedPermissions::PolicyStore': { guards: [is('ENABLED', 'DeletionProtection', 'Mode')] },
  'AWS::VoiceID::Domain': KEPT,
  'AWS::Wisdom::KnowledgeBase': KEPT,
  'AWS::WorkSpaces::Workspace': KEPT,
  'AWS::WorkspacesInstances::Volume': { guards: [unless(on('Encrypted'), 'SnapshotId')] },
};
