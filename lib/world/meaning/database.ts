import { service } from './meaning';

const IDENTITY_CENTER = 'people of Identity Center come in by it, and who they are shows in no template';
const DIRECTORY = 'people of a directory sign in to the database by Kerberos, without IAM';
const SIGN_ON = 'people of an identity provider sign in to it without IAM';

/** Tables, relational databases, caches, warehouses and search. */
export const DATABASE = [
  ...service('DynamoDB', {
    Table: {
      policy: 'ResourcePolicy.PolicyDocument StreamSpecification.ResourcePolicy.PolicyDocument',
      bucket: 'ImportSourceSpecification.S3BucketSource.S3Bucket',
      out: 'KinesisStreamSpecification.StreamArn',
    },
    GlobalTable: {
      policy:
        'Replicas.ResourcePolicy.PolicyDocument Replicas.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument',
      out: 'Replicas.KinesisStreamSpecification.StreamArn',
    },
  }),
  ...service('DAX', { Cluster: { role: 'IAMRoleARN', out: 'NotificationTopicARN' }, 'ParameterGroup SubnetGroup': {} }),
  ...service('RDS', {
    'ClusterSnapshot DBSnapshot': {},
    DBCluster: {
      role: 'MonitoringRoleArn AssociatedRoles.RoleArn DomainIAMRoleName',
      told: { Domain: DIRECTORY },
    },
    DBInstance: {
      role: 'MonitoringRoleArn AssociatedRoles.RoleArn DomainIAMRoleName CustomIAMInstanceProfile',
      told: { Domain: DIRECTORY, DomainFqdn: DIRECTORY },
    },
    DBProxy: { role: 'RoleArn' },
    EventSubscription: { out: 'SnsTopicArn' },
    DBSecurityGroup: { principals: 'DBSecurityGroupIngress.EC2SecurityGroupOwnerId' },
    DBSecurityGroupIngress: { principals: 'EC2SecurityGroupOwnerId' },
    'DBClusterParameterGroup DBParameterGroup DBProxyEndpoint DBProxyTargetGroup DBShardGroup DBSubnetGroup': {},
    'GlobalCluster Integration OptionGroup': {},
  }),
  ...service('DocDB', {
    EventSubscription: { out: 'SnsTopicArn' },
    'DBCluster DBClusterParameterGroup DBInstance DBSubnetGroup GlobalCluster': {},
  }),
  ...service('Neptune', {
    DBCluster: { role: 'AssociatedRoles.RoleArn' },
    EventSubscription: { out: 'SnsTopicArn' },
    'DBClusterParameterGroup DBInstance DBParameterGroup DBSubnetGroup GlobalCluster': {},
  }),
  ...service('ElastiCache', {
    ServerlessCacheSnapshot: {},
    CacheCluster: { out: 'NotificationTopicArn' },
    ReplicationGroup: { out: 'NotificationTopicArn' },
    SecurityGroupIngress: { principals: 'EC2SecurityGroupOwnerId' },
    'GlobalReplicationGroup ParameterGroup SecurityGroup ServerlessCache SubnetGroup User UserGroup': {},
  }),
  ...service('MemoryDB', {
    Snapshot: {},
    Cluster: { out: 'SnsTopicArn' },
    'ACL MultiRegionCluster ParameterGroup SubnetGroup User': {},
  }),
  ...service('Redshift', {
    Cluster: { role: 'IamRoles', policy: 'NamespaceResourcePolicy', service: 'redshift' },
    ClusterSecurityGroupIngress: { principals: 'EC2SecurityGroupOwnerId' },
    EndpointAuthorization: { principals: 'Account' },
    ScheduledAction: { role: 'IamRole' },
    EventSubscription: { out: 'SnsTopicArn' },
    QEV2IdcApplication: { whole: IDENTITY_CENTER, people: IDENTITY_CENTER },
    'ClusterParameterGroup ClusterSecurityGroup ClusterSubnetGroup EndpointAccess Integration': {},
    'SnapshotCopyGrant SnapshotSchedule UsageLimit': {},
  }),
  ...service('RedshiftServerless', {
    Namespace: {
      role: 'IamRoles DefaultIamRoleArn',
      policy: 'NamespaceResourcePolicy',
      service: 'redshift-serverless',
      told: { RedshiftIdcApplicationArn: IDENTITY_CENTER },
    },
    'Snapshot Workgroup': {},
  }),
  ...service('OpenSearchService', {
    Domain: {
      policy: 'AccessPolicies',
      role: 'CognitoOptions.RoleArn AdvancedSecurityOptions.MasterUserOptions.MasterUserARN',
      told: {
        'AdvancedSecurityOptions.SAMLOptions.Idp': SIGN_ON,
        'AdvancedSecurityOptions.JWTOptions.PublicKey': SIGN_ON,
        'IdentityCenterOptions.IdentityCenterInstanceARN': IDENTITY_CENTER,
      },
    },
  }),
  ...service('Elasticsearch', { Domain: { policy: 'AccessPolicies', role: 'CognitoOptions.RoleArn' } }),
  ...service('OpenSearchServerless', {
    AccessPolicy: { principals: 'Policy' },
    SecurityConfig: { whole: SIGN_ON, people: SIGN_ON },
    'Collection CollectionGroup CollectionIndex Index LifecyclePolicy SecurityPolicy VpcEndpoint': {},
  }),
  ...service('DSQL', { Cluster: { policy: 'PolicyDocument', service: 'dsql' } }),
  ...service('Timestream', {
    ScheduledQuery: { role: 'ScheduledQueryExecutionRoleArn' },
    'Database InfluxDBInstance Table': {},
  }),
  ...service('Cassandra', { 'Keyspace Table Type': {} }),
  ...service('DocDBElastic', { 'Cluster ClusterSnapshot': {} }),
  ...service('DMS', {
    Endpoint: {
      role: '*.ServiceAccessRoleArn *.SecretsManagerAccessRoleArn *.SecretsManagerOracleAsmAccessRoleArn',
      inline: '*.AfterConnectScript',
    },
    EventSubscription: { out: 'SnsTopicArn' },
    'Certificate InstanceProfile ReplicationConfig ReplicationInstance ReplicationSubnetGroup ReplicationTask': {},
  }),
];
