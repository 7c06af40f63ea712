import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { BUCKET_PREFIXES } from '../../lib/change/wiring';

/**
 * Lets one role of another account read the records, and nothing else of the store: whoever proves and audits lives apart
 * from whoever releases. The account stands in Principal and the role in a condition, since either may come first.
 */
export function letReader(bucket: Bucket, key: Key, roleArn: string): void {
  const principals = [new AccountPrincipal(roleArn.split(':')[4]!)];
  const who = { ArnEquals: { 'aws:PrincipalArn': roleArn } };
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AuditReadsRecords',
      principals,
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${BUCKET_PREFIXES.records}*`)],
      conditions: who,
    }),
  );
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AuditSeesRecords',
      principals,
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { ...who, StringLike: { 's3:prefix': `${BUCKET_PREFIXES.records}*` } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({ principals, actions: ['kms:Decrypt'], resources: ['*'], conditions: who }),
  );
}
