import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PROOF_PREFIXES } from '../../../lib/continuous';
import type { Right } from '../../change/acknowledge';
import type { DeployedSnapshots } from '../change-pipeline-props';

/** Reading what the continuous proof collected: its snapshots, and nothing else of the evidence. */
export function deployedSnapshotRights(scope: Construct, deployed: DeployedSnapshots | undefined): Right[] {
  if (!deployed) return [];
  const { partition, region } = Stack.of(scope);
  const { bucketName, account } = deployed;
  const bucket = `arn:${partition}:s3:::${bucketName}`;
  const { snapshots } = PROOF_PREFIXES;
  return [
    {
      sid: 'DeployedSnapshots',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [`${bucket}/${snapshots}*`],
      why: 'Snapshots are named by the time of their collection.',
    },
    {
      sid: 'SeeDeployedSnapshots',
      actions: ['s3:ListBucket'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': `${snapshots}*` } },
    },
    {
      sid: 'DecryptDeployedSnapshots',
      actions: ['kms:Decrypt'],
      resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
      conditions: {
        StringEquals: {
          'kms:ViaService': `s3.${region}.${Stack.of(scope).urlSuffix}`,
          'kms:EncryptionContext:aws:s3:arn': bucket,
        },
      },
      why: 'The key of the evidence is named by the audit account, after this stack was made.',
    },
  ];
}

/** What *Verify* is told of it. */
export function deployedSnapshotEnvironment(deployed: DeployedSnapshots | undefined): Record<string, string> {
  if (!deployed) return {};
  return { DEPLOYED_SNAPSHOTS: deployed.bucketName, OLDEST_SNAPSHOT_HOURS: String(deployed.oldestHours) };
}
