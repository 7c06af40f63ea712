import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DEPLOYED } from '../../lib/change/deployed';
import { BUCKET_PREFIXES } from '../../lib/change/wiring';
import { PROOF_PREFIXES } from '../../lib/continuous';
import type { Right } from '../change/acknowledge';
import { placeOf } from '../guardrail/place';
import type { ContinuousProofProps, RecordedChanges } from './continuous-proof-props';

type Sources = Pick<ContinuousProofProps, 'store' | 'changes' | 'organizationId' | 'trail'> & {
  readonly otherChanges?: readonly RecordedChanges[];
};

/** Change control of every account that has some. */
function allOf({ changes, otherChanges = [] }: Sources): RecordedChanges[] {
  return [...(changes ? [changes] : []), ...otherChanges];
}

/** Words of the command that name where a pack finds the changes: the records of each application, and the trail. */
export function sourceWords(sources: Sources): string[] {
  const { store, organizationId, trail } = sources;
  const records = allOf(sources).flatMap(recordFolders);
  return [
    ...(records.length > 0 ? ['--records', ...records] : []),
    ...(trail ? ['--trail', `s3://${store.bucketName}/${trailFolder(organizationId)}`] : []),
  ];
}

/**
 * What the job reads for a pack: the pack before it, the trail, and the records. The records' buckets are named by one
 * pattern in one account, so that the role does not grow with the applications; each bucket says who reads it.
 */
export function sourceRights(scope: Construct, sources: Sources): Right[] {
  const { store, organizationId, trail } = sources;
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
  return [...own, ...allOf(sources).flatMap((changes, index) => recordRights(scope, changes, index))];
}

function recordRights(scope: Construct, { account, region }: RecordedChanges, index: number): Right[] {
  const where = index === 0 ? '' : `In${account}`;
  const { partition } = placeOf(scope);
  const bucket = `arn:${partition}:s3:::${DEPLOYED.bucket('*', account, region)}`;
  const there = { StringEquals: { 'aws:ResourceAccount': account } };
  return [
    {
      sid: `ReadRecords${where}`,
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [bucket, `${bucket}/${BUCKET_PREFIXES.records}*`],
      conditions: there,
      why: 'The records of every application, those included that are yet to come.',
    },
    {
      sid: `DecryptRecords${where}`,
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
