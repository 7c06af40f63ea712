/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Cloud } from '../cloud';
import type { Document } from '../iam/store';
import { MOST } from '../quotas';
import { Refusal } from '../refusal';
import type { Effect, Making } from './effect';

/** Most roles of an account, and characters of policies without white space. */
const LIMITS = { roles: MOST.roles, trust: 2048, managed: 6144, inline: 10_240, attached: 10 } as const;

/** Refuses documents that name a principal that is not there, as IAM, KMS, S3 and others do. */
export function checkPrincipals(cloud: Cloud, document: Document, code = 'MalformedPolicyDocument'): void {
  for (const statement of [document.Statement].flat() as any[])
    for (const named of [statement.Principal?.AWS ?? []].flat() as string[])
      if (!cloud.identities.exists(named)) throw new Refusal(code, `Invalid principal in policy: "AWS":"${named}"`);
}

function checkSize(kind: keyof typeof LIMITS, size: number): void {
  if (size > LIMITS[kind])
    throw new Refusal(
      'LimitExceeded',
      `Cannot exceed quota for ${kind} policy size: ${LIMITS[kind]} (got ${size})`,
      409,
    );
}

function sizeOf(document: Document): number {
  return JSON.stringify(document).length;
}

export const ROLE: Effect = {
  put: ({ cloud, wanted: { name, properties, at }, values }: Making) => {
    checkPrincipals(cloud, properties.AssumeRolePolicyDocument);
    checkSize('trust', sizeOf(properties.AssumeRolePolicyDocument));
    const managed = (properties.ManagedPolicyArns ?? []) as string[];
    const boundary = properties.PermissionsBoundary as string | undefined;
    for (const arn of [...managed, ...(boundary ? [boundary] : [])]) cloud.identities.policy(arn);
    if (managed.length > LIMITS.attached)
      throw new Refusal('LimitExceeded', 'Cannot exceed quota for PoliciesPerRole: 10', 409);
    if (cloud.identities.rolesOf(at.account).length >= LIMITS.roles)
      throw new Refusal('LimitExceeded', `Cannot exceed quota for RolesPerAccount: ${LIMITS.roles}`, 409);
    const own = ((properties.Policies ?? []) as any[]).map(
      ({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument] as const,
    );
    const before = cloud.identities.role(at.account, name);
    const others = [...(before?.inline ?? [])].filter(([key]) => !own.some(([one]) => one === key));
    const inline = new Map<string, Document>([...others, ...own]);
    checkSize(
      'inline',
      [...inline.values()].reduce((sum, one) => sum + sizeOf(one), 0),
    );
    const tags = Object.fromEntries(((properties.Tags ?? []) as any[]).map(({ Key, Value }) => [Key, Value]));
    const arn = String(values.attributes.Arn);
    cloud.identities.addRole({
      ...{ arn, account: at.account, name, trust: properties.AssumeRolePolicyDocument, boundary, inline, tags },
      managed: new Set(managed),
    });
  },
  remove: ({ cloud, wanted: { name, at } }) => {
    const role = cloud.identities.role(at.account, name);
    if (role) cloud.identities.removeRole(role);
  },
};

export const INLINE_POLICY: Effect = {
  put: ({ cloud, wanted: { name, properties, at } }) => {
    for (const each of properties.Roles as string[]) {
      const role = cloud.identities.role(at.account, each);
      if (!role) throw new Refusal('NoSuchEntity', `The role with name ${each} cannot be found.`, 404);
      role.inline.set(name, properties.PolicyDocument);
      checkSize(
        'inline',
        [...role.inline.values()].reduce((sum, one) => sum + sizeOf(one), 0),
      );
    }
  },
  remove: ({ cloud, wanted: { name, properties, at } }) => {
    for (const each of properties.Roles as string[]) cloud.identities.role(at.account, each)?.inline.delete(name);
  },
};

export const MANAGED_POLICY: Effect = {
  put: ({ cloud, wanted: { properties, at }, values }) => {
    checkSize('managed', sizeOf(properties.PolicyDocument));
    cloud.identities.putPolicy(values.ref, properties.PolicyDocument);
    for (const each of (properties.Roles ?? []) as string[])
      cloud.identities.role(at.account, each)?.managed.add(values.ref);
  },
  remove: ({ cloud, values }) => cloud.identities.removePolicy(values.ref),
};
