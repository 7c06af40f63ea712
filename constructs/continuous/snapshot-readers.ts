import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { PROOF_PREFIXES } from '../../lib/continuous';
import { PIPELINE_PATH } from '../../lib/names';
import type { WriteOnceStore } from '../evidence/write-once-store';
import type { SnapshotReaders } from './continuous-proof-props';

/**
 * Lets roles of the pipelines read the snapshots, and nothing else of the store. The account stands in Principal and the
 * roles in a condition: pipelines come after the store, and go.
 *
 * @throws where one is no role of the pipelines: elsewhere somebody else makes roles.
 */
export function letReadersIn(
  { bucket, encryptionKey, node }: WriteOnceStore,
  readers: readonly SnapshotReaders[],
): void {
  if (readers.length === 0) return;
  const [astray] = readers.flatMap(problemsOf);
  if (astray !== undefined) throw new Error(`${node.path}: ${astray}`);
  const principals = readers.map(({ account }) => new AccountPrincipal(account));
  const who = { ArnLike: { 'aws:PrincipalArn': readers.flatMap(({ roleArns }) => roleArns) } };
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PipelinesReadSnapshots',
      principals,
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [bucket.arnForObjects(`${PROOF_PREFIXES.snapshots}*`)],
      conditions: who,
    }),
  );
  // Without a list, S3 does not tell a snapshot that is not there yet from one that may not be read.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PipelinesSeeSnapshots',
      principals,
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { ...who, StringLike: { 's3:prefix': `${PROOF_PREFIXES.snapshots}*` } },
    }),
  );
  encryptionKey.addToResourcePolicy(
    new PolicyStatement({ principals, actions: ['kms:Decrypt'], resources: ['*'], conditions: who }),
  );
}

function problemsOf({ account, roleArns }: SnapshotReaders): string[] {
  const astray = roleArns.filter((arn) => !arn.includes(`::${account}:role${PIPELINE_PATH}`));
  return astray.map((arn) => `'${arn}' reads snapshots; right is a role of account ${account} under ${PIPELINE_PATH}`);
}
