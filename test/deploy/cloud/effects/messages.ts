/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Document } from '../iam/store';
import type { Effect } from './effect';
import { checkPrincipals } from './identity';

/** A topic without a policy of its own serves its account. */
export const TOPIC: Effect = {
  put: ({ cloud, wanted: { properties, at }, values }) => {
    const own = { Effect: 'Allow', Principal: { AWS: at.account }, Action: 'sns:*', Resource: values.ref };
    if (!cloud.policies.has(values.ref)) cloud.policies.set(values.ref, { Version: '2012-10-17', Statement: [own] });
    const key = properties.KmsMasterKeyId as string | undefined;
    if (key) cloud.topicKeys.set(values.ref, cloud.key(key, at.account, at.region).arn);
  },
  remove: ({ cloud, values }) => void cloud.policies.delete(values.ref),
};

/** A policy document over several resources. */
export function policyEffect(arnsOf: (properties: any, account: string, region: string) => string[]): Effect {
  return {
    put: ({ cloud, wanted: { properties, at } }) => {
      checkPrincipals(cloud, properties.PolicyDocument, 'InvalidParameter');
      for (const arn of arnsOf(properties, at.account, at.region)) cloud.policies.set(arn, properties.PolicyDocument);
    },
    remove: ({ cloud, wanted: { properties, at } }) => {
      for (const arn of arnsOf(properties, at.account, at.region)) cloud.policies.delete(arn);
    },
  };
}

export const BUS: Effect = {
  put: ({ cloud, wanted: { properties }, values }) => {
    if (!properties.Policy) return;
    const policy = typeof properties.Policy === 'string' ? JSON.parse(properties.Policy) : properties.Policy;
    checkPrincipals(cloud, policy, 'ValidationException');
    cloud.policies.set(String(values.attributes.Arn), policy);
  },
};

/** Who may call a function: one statement a permission. */
export const PERMISSION: Effect = {
  put: ({ cloud, wanted }) => {
    const { arn, statement } = permissionOf(wanted);
    const before = (cloud.policies.get(arn)?.Statement ?? []) as Document[];
    const others = before.filter(({ Sid }) => Sid !== statement.Sid);
    cloud.policies.set(arn, { Version: '2012-10-17', Statement: [...others, statement] });
  },
  remove: ({ cloud, wanted }) => {
    const { arn, statement } = permissionOf(wanted);
    const left = ((cloud.policies.get(arn)?.Statement ?? []) as Document[]).filter(({ Sid }) => Sid !== statement.Sid);
    cloud.policies.set(arn, { Version: '2012-10-17', Statement: left });
  },
};

function permissionOf({
  properties,
  name,
  at,
}: {
  properties: any;
  name: string;
  at: { account: string; region: string };
}) {
  const given = String(properties.FunctionName);
  const arn = given.startsWith('arn:') ? given : `arn:aws:lambda:${at.region}:${at.account}:function:${given}`;
  const principal = String(properties.Principal);
  const condition = {
    ...(properties.SourceArn && { ArnLike: { 'aws:SourceArn': properties.SourceArn } }),
    ...((properties.SourceAccount || properties.PrincipalOrgID) && {
      StringEquals: {
        ...(properties.SourceAccount && { 'aws:SourceAccount': properties.SourceAccount }),
        ...(properties.PrincipalOrgID && { 'aws:PrincipalOrgID': properties.PrincipalOrgID }),
      },
    }),
  };
  const statement = {
    Sid: name,
    Effect: 'Allow',
    Principal:
      principal === '*' ? '*' : principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: properties.Action,
    Resource: arn,
    Condition: condition,
  };
  return { arn, statement };
}
