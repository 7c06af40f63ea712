import type { Properties } from './template';

/** One property that protects data, and what it must be in prod. */
export interface DataGuard {
  /** Names from the resource's properties inwards: `['VersioningConfiguration', 'Status']`. */
  readonly path: readonly string[];
  /** What an unset property becomes; a number is also the least that prod takes. */
  readonly value: string | number | boolean;
  /** Values other than `value` that protect as well. */
  readonly also?: readonly string[];
  /** Whether the property belongs to this resource at all. */
  readonly applies?: (properties: Properties) => boolean;
}

/** What prod asks of a type that holds data. */
export interface DataRule {
  readonly guards: readonly DataGuard[];
  /** Where CloudFormation can snapshot on deletion, that keeps the data too. */
  readonly snapshots?: boolean;
}

const on = (...path: string[]): DataGuard => ({ path, value: true });
const atLeast = (value: number, ...path: string[]): DataGuard => ({ path, value });

/** Days of backups: AWS Backup's and RDS's usual week; RDS's own default is one day. */
const BACKUP_DAYS = 7;

/** A cluster decides for its instances, and a replica's backups are its source's. */
const standsAlone = (properties: Properties): boolean => properties['DBClusterIdentifier'] === undefined;
const isSource = (properties: Properties): boolean =>
  standsAlone(properties) && properties['SourceDBInstanceIdentifier'] === undefined;

const CLUSTER: DataRule = {
  snapshots: true,
  guards: [on('DeletionProtection'), on('StorageEncrypted'), atLeast(BACKUP_DAYS, 'BackupRetentionPeriod')],
};

/** Types that hold data. Queues and streams hold it in passing and are not among them. */
export const DATA_RULES: Readonly<Record<string, DataRule>> = {
  'AWS::Cognito::UserPool': { guards: [{ path: ['DeletionProtection'], value: 'ACTIVE' }] },
  'AWS::DocDB::DBCluster': CLUSTER,
  'AWS::DynamoDB::GlobalTable': {
    guards: [
      on('Replicas', '*', 'DeletionProtectionEnabled'),
      on('Replicas', '*', 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
    ],
  },
  'AWS::DynamoDB::Table': {
    guards: [on('DeletionProtectionEnabled'), on('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')],
  },
  'AWS::ECR::Repository': { guards: [] },
  'AWS::EFS::FileSystem': { guards: [on('Encrypted'), { path: ['BackupPolicy', 'Status'], value: 'ENABLED' }] },
  'AWS::ElastiCache::ReplicationGroup': {
    snapshots: true,
    guards: [on('AtRestEncryptionEnabled'), atLeast(1, 'SnapshotRetentionLimit')],
  },
  'AWS::KMS::Key': { guards: [{ ...on('EnableKeyRotation'), applies: isSymmetric }] },
  'AWS::Logs::LogGroup': { guards: [] },
  'AWS::Neptune::DBCluster': CLUSTER,
  'AWS::OpenSearchService::Domain': { guards: [on('EncryptionAtRestOptions', 'Enabled')] },
  'AWS::RDS::DBCluster': CLUSTER,
  'AWS::RDS::DBInstance': {
    snapshots: true,
    guards: [
      { ...on('DeletionProtection'), applies: standsAlone },
      { ...on('StorageEncrypted'), applies: isSource },
      { ...atLeast(BACKUP_DAYS, 'BackupRetentionPeriod'), applies: isSource },
    ],
  },
  'AWS::S3::Bucket': { guards: [{ path: ['VersioningConfiguration', 'Status'], value: 'Enabled' }] },
  'AWS::SecretsManager::Secret': { guards: [] },
};

function isSymmetric(properties: Properties): boolean {
  return [undefined, 'SYMMETRIC_DEFAULT'].includes(properties['KeySpec'] as string | undefined);
}

/** How a property stands towards its guard; `weak` also where nobody can tell before deployment. */
export type GuardState = 'unset' | 'fine' | 'weak';

/** How the properties stand towards a guard, and what stands there. */
export function guardState(properties: Properties, guard: DataGuard): { state: GuardState; got?: unknown } {
  if (guard.applies?.(properties) === false) return { state: 'fine' };
  const values = valuesAt(properties, guard.path);
  const weak = values.find((value) => value !== undefined && !isFine(value, guard));
  if (weak !== undefined) return { state: 'weak', got: weak };
  return { state: values.includes(undefined) ? 'unset' : 'fine' };
}

function isFine(value: unknown, guard: DataGuard): boolean {
  if (typeof guard.value === 'number') return typeof value === 'number' && value >= guard.value;
  return value === guard.value || (guard.also ?? []).includes(value as string);
}

/** `*` stands for each item of a list. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (name === undefined) return [value];
  if (value === undefined || value === null) return [undefined];
  if (name === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [value];
  if (typeof value !== 'object') return [value];
  // An intrinsic such as Fn::If has no such name; it stands there as it is and is not fine.
  const isIntrinsic = Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
  return isIntrinsic ? [value] : valuesAt((value as Properties)[name], rest);
}

/** What a guard asks for, in words. */
export function rightValue({ value }: DataGuard): string {
  return typeof value === 'number' ? `at least ${value}` : JSON.stringify(value);
}
