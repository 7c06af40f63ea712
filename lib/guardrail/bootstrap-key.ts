import type { Json } from './bootstrap-template';
import type { Place } from './document';
import { pipelineRoles, workloadRoles } from './names';

const KEY_USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const KEY_ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:Disable*',
  'kms:Enable*',
  'kms:Put*',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
];

/**
 * Policy of the key that encrypts the bootstrap's bucket: machines use it through the bucket and never administer it.
 *
 * Before the account moves into its guarded unit, its administrators publish the first assets through the bucket. The key
 * leaves that to their own policies; from the move on the organization denies everybody but machines the use of keys.
 *
 * @param publishers Logical ids of the roles that publish files.
 */
export function keyPolicy(place: Place, region: string, publishers: readonly string[] = ['FilePublishingRole']): Json {
  const publishing = publishers.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
  const account = { AWS: `arn:${place.partition}:iam::${place.account}:root` };
  const machines = { 'aws:PrincipalArn': [workloadRoles(place), pipelineRoles(place)] };
  const throughS3 = {
    // A key policy that names everybody lets everybody in, whatever their own policies say; these patterns name the account.
    ArnLike: machines,
    StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Administration',
        Effect: 'Allow',
        Principal: account,
        Action: ['kms:CreateAlias', 'kms:Describe*', 'kms:Get*', 'kms:List*', ...KEY_ADMINISTRATION],
        Resource: '*',
      },
      {
        Sid: 'ThroughTheBucket',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: KEY_USE,
        Resource: '*',
        Condition: throughS3,
      },
      {
        Sid: 'ByHandBeforeTheFence',
        Effect: 'Allow',
        Principal: account,
        Action: KEY_USE,
        Resource: '*',
        Condition: { StringEquals: throughS3.StringEquals },
      },
      {
        Sid: 'Publishing',
        Effect: 'Allow',
        Principal: { AWS: publishing.length === 1 ? publishing[0]! : publishing },
        Action: KEY_USE,
        Resource: '*',
      },
      {
        // Who edits the key policy could lock the deployment out, or let somebody in.
        Sid: 'MachinesDoNotAdminister',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: KEY_ADMINISTRATION,
        Resource: '*',
        Condition: { ArnLike: machines },
      },
    ],
  };
}
