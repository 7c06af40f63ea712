import type { Deployed, DeployedResource } from './deploy';

type Json = Record<string, unknown>;

/** What `iam:GetAccountAuthorizationDetails` answers in an account. */
export function authorizationDetails(deployed: Deployed, account: string, more: readonly Json[]): Json {
  const mine = deployed.resources.filter((one) => one.account === account);
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [...mine.filter((one) => one.type === 'AWS::IAM::Role').map((one) => role(one, mine)), ...more],
    Policies: mine.filter((one) => one.type === 'AWS::IAM::ManagedPolicy').map(managed),
    IsTruncated: false,
  };
}

function encoded(document: unknown): string {
  return encodeURIComponent(JSON.stringify(document));
}

function role({ ref, arn, properties }: DeployedResource, all: readonly DeployedResource[]): Json {
  const attached = all.filter(
    (one) => one.type === 'AWS::IAM::ManagedPolicy' && (one.properties.Roles ?? []).includes(ref),
  );
  const inline = all.filter((one) => one.type === 'AWS::IAM::Policy' && (one.properties.Roles ?? []).includes(ref));
  const own = (properties.Policies ?? []) as { PolicyName: string; PolicyDocument: unknown }[];
  return {
    Path: properties.Path ?? '/',
    RoleName: ref,
    RoleId: `AROA${ref
      .replace(/[^A-Za-z0-9]/g, '')
      .toUpperCase()
      .slice(-17)}`,
    Arn: arn,
    CreateDate: new Date(0),
    AssumeRolePolicyDocument: encoded(properties.AssumeRolePolicyDocument),
    InstanceProfileList: [],
    RolePolicyList: [...own, ...inline.map((one) => one.properties as (typeof own)[number])].map(
      ({ PolicyName, PolicyDocument }) => ({ PolicyName, PolicyDocument: encoded(PolicyDocument) }),
    ),
    AttachedManagedPolicies: [
      ...((properties.ManagedPolicyArns ?? []) as string[]),
      ...attached.map((one) => one.arn),
    ].map((PolicyArn) => ({ PolicyName: PolicyArn.replace(/^.*\//, ''), PolicyArn })),
    ...(properties.PermissionsBoundary
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: properties.PermissionsBoundary as string,
          },
        }
      : {}),
    Tags: properties.Tags ?? [],
    RoleLastUsed: { LastUsedDate: new Date(0), Region: 'eu-west-2' },
  };
}

function managed({ arn, properties }: DeployedResource): Json {
  return {
    PolicyName: arn.replace(/^.*\//, ''),
    Arn: arn,
    Path: properties.Path ?? '/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ Document: encoded(properties.PolicyDocument), VersionId: 'v1', IsDefaultVersion: true }],
  };
}

const trust = (Principal: object, Action: unknown, Condition?: object): string =>
  encoded({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition ? { Condition } : {}) }],
  });

/**
 * Roles that no template makes and every account of an organization has: the one that Organizations makes for its
 * management account, some that are linked to services, and those of Identity Center.
 */
export function madeByServices(account: string, management: string, sets: readonly PermissionSetRole[]): Json[] {
  const linked = ['organizations', 'sso', 'support', 'trustedadvisor', 'cloudtrail', 'ecs'].map((service) => ({
    Path: `/aws-service-role/${service}.amazonaws.com/`,
    RoleName: `AWSServiceRoleFor_${service}`,
    Arn: `arn:aws:iam::${account}:role/aws-service-role/${service}.amazonaws.com/AWSServiceRoleFor_${service}`,
    AssumeRolePolicyDocument: trust({ Service: `${service}.amazonaws.com` }, 'sts:AssumeRole'),
    AttachedManagedPolicies: [],
  }));
  const administrator = {
    Path: '/',
    RoleName: 'OrganizationAccountAccessRole',
    Arn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
    AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${management}:root` }, 'sts:AssumeRole'),
    AttachedManagedPolicies: [
      { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ],
  };
  return [...linked, ...(account === management ? [] : [administrator]), ...sets.map((set) => signIn(account, set))];
}

/** A permission set that is assigned in an account. */
export interface PermissionSetRole {
  readonly name: string;
  readonly managed: readonly string[];
  readonly inline?: unknown;
}

function signIn(account: string, { name, managed, inline }: PermissionSetRole): Json {
  const RoleName = `AWSReservedSSO_${name}_0123456789abcdef`;
  return {
    Path: '/aws-reserved/sso.amazonaws.com/eu-west-2/',
    RoleName,
    Arn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-2/${RoleName}`,
    AssumeRolePolicyDocument: trust(
      { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE` },
      ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    ),
    AttachedManagedPolicies: managed.map((PolicyArn) => ({ PolicyName: PolicyArn.replace(/^.*\//, ''), PolicyArn })),
    RolePolicyList: inline ? [{ PolicyName: 'AwsSSOInlinePolicy', PolicyDocument: encoded(inline) }] : [],
  };
}
