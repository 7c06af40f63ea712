import { policyOn, uuid } from './common';
import { type Deed, type Kind, regional, simple, type Wanted } from './kind';

const BUCKET: Kind = {
  name: 'BucketName',
  longest: 63,
  values: ({ name, at }) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${at.region}.amazonaws.com`,
    },
  }),
  unique: ({ name }) => `arn:aws:s3:::${name}`,
  create: (wanted) => bucketDeeds(wanted, ['s3:CreateBucket']),
  update: (wanted) => bucketDeeds(wanted, []),
  remove: ({ name }) => [{ action: 's3:DeleteBucket', resource: `arn:aws:s3:::${name}` }],
  emulated: () => [],
};

/** Calls by which each property of a bucket is set. */
const BUCKET_CALLS: Readonly<Record<string, string>> = {
  BucketEncryption: 's3:PutEncryptionConfiguration',
  LifecycleConfiguration: 's3:PutLifecycleConfiguration',
  LoggingConfiguration: 's3:PutBucketLogging',
  ObjectLockConfiguration: 's3:PutBucketObjectLockConfiguration',
  OwnershipControls: 's3:PutBucketOwnershipControls',
  PublicAccessBlockConfiguration: 's3:PutBucketPublicAccessBlock',
  VersioningConfiguration: 's3:PutBucketVersioning',
  Tags: 's3:PutBucketTagging',
};

function bucketDeeds({ name, properties }: Wanted, first: string[]): Deed[] {
  const calls = Object.entries(BUCKET_CALLS).flatMap(([key, call]) => (key in properties ? [call] : []));
  return [...first, ...calls].map((action) => ({ action, resource: `arn:aws:s3:::${name}` }));
}

/** Buckets, tables, repositories, parameters, keys. */
export const STORES: Record<string, Kind> = {
  'AWS::S3::Bucket': BUCKET,
  'AWS::S3::BucketPolicy': policyOn((p) => [`arn:aws:s3:::${p.Bucket}`], 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'),
  'AWS::DynamoDB::Table': simple({
    service: 'dynamodb',
    name: 'TableName',
    arn: ({ name }) => `table/${name}`,
    create: ['dynamodb:CreateTable', 'dynamodb:DescribeTable', 'dynamodb:UpdateContinuousBackups'],
    update: ['dynamodb:UpdateTable', 'dynamodb:DescribeTable'],
    remove: ['dynamodb:DeleteTable'],
    emulated: ({ properties }) => (properties.StreamSpecification ? ['StreamArn'] : []),
  }),
  'AWS::ECR::Repository': simple({
    service: 'ecr',
    name: 'RepositoryName',
    arn: ({ name }) => `repository/${name}`,
    create: ['ecr:CreateRepository', 'ecr:SetRepositoryPolicy', 'ecr:PutLifecyclePolicy'],
    remove: ['ecr:DeleteRepository'],
  }),
  'AWS::SSM::Parameter': simple({
    service: 'ssm',
    name: 'Name',
    arn: ({ name }) => `parameter/${name.replace(/^\//, '')}`,
    create: ['ssm:PutParameter'],
    remove: ['ssm:DeleteParameter'],
    emulated: () => [],
  }),
  'AWS::KMS::Key': {
    values: (wanted) => ({
      ref: uuid(wanted),
      attributes: { Arn: regional('kms', wanted.at, `key/${uuid(wanted)}`), KeyId: uuid(wanted) },
    }),
    create: (wanted) => [{ action: 'kms:CreateKey', resource: '*' }, ...rotation(wanted)],
    update: (wanted) => [{ action: 'kms:PutKeyPolicy', resource: regional('kms', wanted.at, `key/${uuid(wanted)}`) }],
    remove: (wanted) => [
      { action: 'kms:ScheduleKeyDeletion', resource: regional('kms', wanted.at, `key/${uuid(wanted)}`) },
    ],
  },
  'AWS::KMS::Alias': {
    name: 'AliasName',
    values: ({ name }) => ({ ref: name, attributes: {} }),
    unique: ({ name, at }) => regional('kms', at, name),
    create: aliasDeeds('kms:CreateAlias'),
    update: aliasDeeds('kms:UpdateAlias'),
    remove: aliasDeeds('kms:DeleteAlias'),
  },
};

function rotation(wanted: Wanted): Deed[] {
  if (!wanted.properties.EnableKeyRotation) return [];
  return [
    {
      action: 'kms:EnableKeyRotation',
      resource: regional('kms', wanted.at, `key/${uuid(wanted)}`),
      policy: wanted.properties.KeyPolicy,
    },
  ];
}

/** A call about an alias asks both about the alias and about its key. */
function aliasDeeds(action: string) {
  return ({ name, at, properties }: Wanted): Deed[] => {
    const key = String(properties.TargetKeyId);
    const resource = key.startsWith('arn:') ? key : regional('kms', at, `key/${key}`);
    return [
      { action, resource: regional('kms', at, name) },
      { action, resource },
    ];
  };
}
