/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Deed, Kind, Wanted } from './kind';

const iam = ({ at: { account } }: Wanted, rest: string) => `arn:aws:iam::${account}:${rest}`;
const pathOf = ({ properties }: Wanted) => String(properties.Path ?? '/');
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function roleArn(wanted: Wanted): string {
  return iam(wanted, `role${pathOf(wanted)}${wanted.name}`);
}

function bounded({ properties }: Wanted): Deed['context'] {
  return properties.PermissionsBoundary ? { 'iam:PermissionsBoundary': [String(properties.PermissionsBoundary)] } : {};
}

/** Tags that a request brings, as policies look at them. */
function tagged({ properties }: Wanted): NonNullable<Deed['context']> {
  const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  if (tags.length === 0) return {};
  const each = tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, [Value]] as const);
  return { ...Object.fromEntries(each), 'aws:TagKeys': tags.map(({ Key }) => Key) };
}

function roleDeeds(wanted: Wanted, before?: Wanted): Deed[] {
  const { properties } = wanted;
  const old = before?.properties ?? {};
  const resource = roleArn(wanted);
  const context = bounded(wanted);
  const changed = (key: string) => properties[key] !== undefined && !same(properties[key], old[key]);
  const attached = ((properties.ManagedPolicyArns ?? []) as string[]).filter(
    (arn) => !((old.ManagedPolicyArns ?? []) as string[]).includes(arn),
  );
  return [
    ...(before ? [] : [{ action: 'iam:CreateRole', resource, context: { ...context, ...tagged(wanted) } }]),
    ...(before && changed('AssumeRolePolicyDocument') ? [{ action: 'iam:UpdateAssumeRolePolicy', resource }] : []),
    ...(before && changed('PermissionsBoundary')
      ? [{ action: 'iam:PutRolePermissionsBoundary', resource, context }]
      : []),
    ...(changed('Policies') ? [{ action: 'iam:PutRolePolicy', resource, context }] : []),
    ...(changed('Tags') ? [{ action: 'iam:TagRole', resource, context: { ...context, ...tagged(wanted) } }] : []),
    ...attached.map((arn) => ({
      action: 'iam:AttachRolePolicy',
      resource,
      context: { ...context, 'iam:PolicyARN': [arn] },
    })),
  ];
}

/** Roles, whose boundary and path policies look at. */
export const ROLE: Kind = {
  name: 'RoleName',
  longest: 64,
  values: (wanted) => ({ ref: wanted.name, attributes: { Arn: roleArn(wanted), RoleId: `AROA${wanted.name}` } }),
  unique: (wanted) => iam(wanted, `role/${wanted.name}`),
  create: (wanted) => roleDeeds(wanted),
  update: (wanted, before) => roleDeeds(wanted, before),
  remove: (wanted) =>
    [
      ...(((wanted.properties.Policies ?? []) as any[]).length > 0 ? ['iam:DeleteRolePolicy'] : []),
      ...(((wanted.properties.ManagedPolicyArns ?? []) as any[]).length > 0 ? ['iam:DetachRolePolicy'] : []),
      'iam:DeleteRole',
    ].map((action) => ({ action, resource: roleArn(wanted) })),
};

/** Inline policies of roles that stand in the same account: CloudFormation knows their names alone. */
export function inlinePolicy(arnOf: (account: string, role: string) => string): Kind {
  const each = (wanted: Wanted, action: string) =>
    ((wanted.properties.Roles ?? []) as string[]).map((role) => ({ action, resource: arnOf(wanted.at.account, role) }));
  return {
    name: 'PolicyName',
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: (wanted) => each(wanted, 'iam:PutRolePolicy'),
    update: (wanted) => each(wanted, 'iam:PutRolePolicy'),
    remove: (wanted) => each(wanted, 'iam:DeleteRolePolicy'),
  };
}

const policyArn = (wanted: Wanted) => iam(wanted, `policy${pathOf(wanted)}${wanted.name}`);

/** Managed policies of customers. */
export const MANAGED_POLICY: Kind = {
  name: 'ManagedPolicyName',
  longest: 128,
  values: (wanted) => ({ ref: policyArn(wanted), attributes: { PolicyArn: policyArn(wanted) } }),
  unique: (wanted) => iam(wanted, `policy/${wanted.name}`),
  create: (wanted) => [{ action: 'iam:CreatePolicy', resource: policyArn(wanted) }],
  update: (wanted) =>
    ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'].map((action) => ({ action, resource: policyArn(wanted) })),
  remove: (wanted) => [{ action: 'iam:DeletePolicy', resource: policyArn(wanted) }],
};
