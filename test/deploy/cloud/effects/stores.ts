import { Refusal } from '../refusal';
import type { Effect } from './effect';
import { checkPrincipals } from './identity';

export const BUCKET: Effect = {
  put: ({ cloud, wanted: { name, properties, at } }) => {
    const [rule] = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    const named = rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID as string | undefined;
    const key = named && cloud.key(named, at.account, at.region).arn;
    const bucketKey = rule?.BucketKeyEnabled === true;
    cloud.buckets.set(name, { name, account: at.account, region: at.region, key, bucketKey });
  },
  remove: ({ cloud, wanted: { name } }) => void cloud.buckets.delete(name),
};

export const BUCKET_POLICY: Effect = {
  put: ({ cloud, wanted: { properties } }) => {
    checkPrincipals(cloud, properties.PolicyDocument, 'MalformedPolicy');
    if (JSON.stringify(properties.PolicyDocument).length > 20_480)
      throw new Refusal('MalformedPolicy', 'Policies must be 20,480 bytes or less');
    cloud.policies.set(`arn:aws:s3:::${properties.Bucket}`, properties.PolicyDocument);
  },
  remove: ({ cloud, wanted: { properties } }) => void cloud.policies.delete(`arn:aws:s3:::${properties.Bucket}`),
};

export const KEY: Effect = {
  put: ({ cloud, wanted: { properties, at }, values, by }) => {
    const policy = properties.KeyPolicy;
    checkPrincipals(cloud, policy, 'MalformedPolicyDocumentException');
    if (JSON.stringify(policy).length > 32_768)
      throw new Refusal('LimitExceededException', 'A key policy must not exceed 32 kilobytes');
    const arn = String(values.attributes.Arn);
    try {
      cloud.authorize(by, { action: 'kms:PutKeyPolicy', resource: arn, owner: at.account, policy });
    } catch {
      throw new Refusal(
        'MalformedPolicyDocumentException',
        'The new key policy will not allow you to update the key policy in the future.',
      );
    }
    cloud.keys.set(arn, { arn, account: at.account, policy, aliases: cloud.keys.get(arn)?.aliases ?? new Set() });
  },
  remove: ({ cloud, values }) => void cloud.keys.delete(String(values.attributes.Arn)),
};

export const ALIAS: Effect = {
  put: ({ cloud, wanted: { name, properties, at } }) => {
    cloud.key(properties.TargetKeyId, at.account, at.region).aliases.add(name);
  },
  remove: ({ cloud, wanted: { name } }) => {
    for (const { aliases } of cloud.keys.values()) aliases.delete(name);
  },
};

export const REPOSITORY: Effect = {
  put: ({ cloud, wanted: { properties }, values }) => {
    const policy = properties.RepositoryPolicyText;
    if (policy === undefined) return;
    checkPrincipals(cloud, policy, 'InvalidParameterException');
    cloud.policies.set(String(values.attributes.Arn), policy);
  },
  remove: ({ cloud, values }) => void cloud.policies.delete(String(values.attributes.Arn)),
};
