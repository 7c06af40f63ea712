import { uuid } from './common';
import { type Kind, type Wanted } from './kind';

/** Organizations and Identity Center know no region, and belong to the management account. */
function global(
  service: string,
  spec: { arn: (wanted: Wanted) => string; create: string[]; update?: string[]; remove: string[] },
  attribute: string,
  name?: string,
): Kind {
  const deeds = (wanted: Wanted, actions: string[]) =>
    actions.map((action) => ({ action, resource: spec.arn(wanted) }));
  return {
    name,
    values: (wanted) => ({
      ref: attribute === 'Id' ? uuid(wanted) : spec.arn(wanted),
      attributes: { [attribute]: spec.arn(wanted) },
    }),
    unique: name ? (wanted) => `${service} ${wanted.name}` : undefined,
    create: (wanted) => deeds(wanted, spec.create),
    update: (wanted) => deeds(wanted, spec.update ?? spec.create),
    remove: (wanted) => deeds(wanted, spec.remove),
  };
}

/** Control policies, permission sets, assignments. */
export const ORGANIZATION: Record<string, Kind> = {
  'AWS::Organizations::Policy': global(
    'organizations',
    {
      arn: (wanted) => `arn:aws:organizations::${wanted.at.account}:policy/o/p-${uuid(wanted)}`,
      create: ['organizations:CreatePolicy', 'organizations:AttachPolicy'],
      update: ['organizations:UpdatePolicy', 'organizations:AttachPolicy'],
      remove: ['organizations:DetachPolicy', 'organizations:DeletePolicy'],
    },
    'Id',
    'Name',
  ),
  'AWS::SSO::PermissionSet': global(
    'sso',
    {
      arn: ({ name, properties }) =>
        `arn:aws:sso:::permissionSet/${String(properties.InstanceArn).split('/')[1]}/ps-${name}`,
      create: ['sso:CreatePermissionSet', 'sso:PutInlinePolicyToPermissionSet'],
      update: ['sso:UpdatePermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:ProvisionPermissionSet'],
      remove: ['sso:DeletePermissionSet'],
    },
    'PermissionSetArn',
    'Name',
  ),
  'AWS::SSO::Assignment': global(
    'sso',
    {
      arn: ({ properties: p }) => `arn:aws:sso:::account/${p.TargetId}`,
      create: ['sso:CreateAccountAssignment'],
      remove: ['sso:DeleteAccountAssignment'],
    },
    'Id',
  ),
};
