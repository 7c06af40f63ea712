import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DEPLOYED } from '../../lib/change/deployed';
import { BUCKET_PREFIXES } from '../../lib/change/wiring';
import { PROOF_PREFIXES } from '../../lib/continuous';
import type { Right } from '../change/acknowledge';
import { placeOf } from '../guardrail/place';
import type { ContinuousProofProps, RecordedChanges } from './continuous-proof-props';

type Sources = Pick<ContinuousProofProps, 'store' | 'changes' | 'organizationId' | 'trail'>;

/** Words of the command that name where a pack finds the changes: the records of each application, and the trail. */
export function sourceWords({ store, changes, organizationId, trail }: Sources): string[] {
  const records = changes ? recordFolders(changes) : [];
  return [
    ...(records.length > 0 ? ['--records', ...records] : []),
    ...(trail ? ['--trail', `s3://${store.bucketName}/${trailFolder(organizationId)}`] : []),
  ];
}

/**
 * What the job reads for a pack: the pack before it, the trail, and the records. The records' buckets are named by one
 * pattern in one account, so that the role does not grow with the applications; each bucket says who reads it.
 */
export function sourceRights(scope: Construct, { store, changes, organizationId, trail }: Sources): Right[] {
  const folders = [PROOF_PREFIXES.packs, ...(trail ? [trailFolder(organizationId)] : [])];
  const own: Right[] = [
    {
      sid: 'ReadBefore',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: folders.map((folder) => store.bucket.arnForObjects(`${folder}*`)),
      why: 'Packs and files of the trail are named by their times.',
    },
    // Without a list, S3 does not tell what is not there yet from what may not be read.
    { sid: 'SeeBefore', actions: ['s3:ListBucket'], resources: [store.bucket.bucketArn] },
  ];
  return changes ? [...own, ...recordRights(scope, changes)] : own;
}

function recordRights(scope: Construct, { account, region }: RecordedChanges): Right[] {
  const { partition } = placeOf(scope);
  const bucket = `arn:${partition}:s3:::${DEPLOYED.bucket('*', account, region)}`;
  const there = { StringEquals: { 'aws:ResourceAccount': account } };
  return [
    {
      sid: 'ReadRecords',
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [bucket, `${bucket}/${BUCKET_PREFIXES.records}*`],
      conditions: there,
      why: 'The records of every application, those included that are yet to come.',
    },
    {
      sid: 'DecryptRecords',
      actions: ['kms:Decrypt'],
      resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.${Stack.of(scope).urlSuffix}` } },
      why: 'Each application has a key of its own, whose policy names this role.',
    },
  ];
}

function recordFolders({ account, region, applications, sharedChangeControl: shared }: RecordedChanges): string[] {
  const bucket = (one: string): string => DEPLOYED.bucket(shared ?? one, account, region);
  return applications.map((one) => `s3://${bucket(one)}/${DEPLOYED.recordFolder(one)}`);
}

function trailFolder(organizationId: string): string {
  return `AWSLogs/${organizationId}/`;
}
