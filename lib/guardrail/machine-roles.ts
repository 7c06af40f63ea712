import type { ConditionBlock, PolicyDocument, PolicyStatement } from './document';
import { ANYWHERE, document, iamArn } from './document';
import { IDENTITY_MAKING } from './actions';
import { machineRoles, pipelineRoles, trustedRoleArn, workloadRoles } from './names';
import type { TrustedRole } from '../contract/trusted-roles';
import { STACK_SETS_ADMINISTRATOR } from '../contract/stack-sets';
import { isStackSetsRole } from './maintenance';

/** Services call with no account behind them; everybody else, signed or not, is no service. */
const NO_SERVICE = { 'aws:PrincipalIsAWSService': 'false' };

/**
 * Who may become a machine: AWS services, machines of the same account, and the exact pipeline roles. A careless trust
 * policy in a workload opens nothing that this closes.
 */
export function machineRolesDocument(
  pipelineRoleArns: readonly string[],
  trusted: readonly TrustedRole[] = [],
  pipelineOrgPaths: readonly string[] = [],
): PolicyDocument {
  return document([
    noFederation(trusted),
    noCertificates(trusted),
    assumable('PipelineRolesForThePipeline', pipelineRoles(ANYWHERE), [pipelineRoles(ANYWHERE)]),
    assumable('WorkloadRolesForMachines', workloadRoles(ANYWHERE), machineRoles(ANYWHERE)),
    fromOutside('DeploymentFromThePipeline', pipelineRoles(ANYWHERE), pipelineRoleArns),
    ...fromTheirUnits(pipelineRoleArns, pipelineOrgPaths),
    fromOutside('WorkloadRolesStayHome', workloadRoles(ANYWHERE), []),
    ...trustedAssumable(trusted),
  ]);
}

/**
 * The same for roles that maintain accounts, where the rest of this does not hold: whoever else acted as one of them could
 * change what prepares a dev account.
 */
export function maintainersDocument(trusted: readonly TrustedRole[]): PolicyDocument {
  return document([noFederation(trusted, []), noCertificates(trusted, []), ...trustedAssumable(trusted)]);
}

const arnsOf = (trusted: readonly TrustedRole[]): string[] => trusted.map((role) => trustedRoleArn(ANYWHERE, role));

/**
 * The ceiling spares a trusted role by its name, so whoever could assume it would be spared too: nobody can but AWS
 * services, and the machinery of the account that its service acts from. What maintains accounts is no service's at all: where
 * nothing keeps people from its trust policy, as in dev accounts, a function that runs as it would be theirs.
 */
function trustedAssumable(trusted: readonly TrustedRole[]): PolicyStatement[] {
  const keyOf = (role: TrustedRole): string => `${role.from} ${role.maintains === true} ${isStackSetsRole(role)}`;
  const alike = [...new Set(trusted.map(keyOf))].map((key) => trusted.filter((role) => keyOf(role) === key));
  return alike.map((roles, index) =>
    deniedUnless(`TrustedRolesForServices${index}`, arnsOf(roles), trustedCallers(roles[0]!)),
  );
}

function trustedCallers(role: TrustedRole): ConditionBlock {
  const { from, maintains } = role;
  if (isStackSetsRole(role)) {
    const administrator = iamArn({ partition: '*', account: from! }, `role/${STACK_SETS_ADMINISTRATOR}`);
    return { ArnNotLikeIfExists: { 'aws:PrincipalArn': [administrator] } };
  }
  return {
    ...(maintains !== true && { BoolIfExists: NO_SERVICE }),
    ...(from !== undefined && { StringNotEqualsIfExists: { 'aws:PrincipalAccount': from } }),
  };
}

/** A SAML or web identity is a person, or code that a person can run elsewhere. */
function noFederation(trusted: readonly TrustedRole[], machines = machineRoles(ANYWHERE)): PolicyStatement {
  return {
    Sid: 'NoFederationIntoMachines',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    Resource: [...machines, ...arnsOf(trusted)],
  };
}

/** Roles Anywhere is an AWS service that lends a role to whoever holds a certificate. */
function noCertificates(trusted: readonly TrustedRole[], machines = machineRoles(ANYWHERE)): PolicyStatement {
  return {
    Sid: 'NoCertificatesIntoMachines',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRole'],
    Resource: [...machines, ...arnsOf(trusted)],
    Condition: { StringEquals: { 'aws:PrincipalServiceName': 'rolesanywhere.amazonaws.com' } },
  };
}

function assumable(sid: string, roles: string, by: readonly string[]): PolicyStatement {
  return deniedUnless(sid, roles, {
    BoolIfExists: NO_SERVICE,
    ArnNotLikeIfExists: { 'aws:PrincipalArn': by },
  });
}

/** From another account, nobody but the named ones: one of its machines is no machine here. */
function fromOutside(sid: string, roles: string, but: readonly string[]): PolicyStatement {
  return deniedUnless(sid, roles, {
    BoolIfExists: NO_SERVICE,
    StringNotEqualsIfExists: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' },
    ...(but.length > 0 && { ArnNotEqualsIfExists: { 'aws:PrincipalArn': but } }),
  });
}

/**
 * Roles that are named in any account count in the units of the pipelines alone: how many accounts are in them, the policy does
 * not say. A caller without an organization has no path, and is denied.
 */
function fromTheirUnits(pipelineRoleArns: readonly string[], paths: readonly string[]): PolicyStatement[] {
  if (paths.length === 0) return [];
  const exact = pipelineRoleArns.filter((arn) => !inAnyAccount(arn));
  const { Condition, ...denied } = fromOutside('DeploymentFromTheirUnits', pipelineRoles(ANYWHERE), exact);
  return [
    { ...denied, Condition: { ...Condition, 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': [...paths] } } },
  ];
}

/** Whether an ARN names a role in any account. */
export function inAnyAccount(arn: string): boolean {
  return arn.split(':')[4] === '*';
}

function deniedUnless(sid: string, roles: string | readonly string[], condition: ConditionBlock): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRole'],
    Resource: typeof roles === 'string' ? [roles] : roles,
    Condition: condition,
  };
}

/**
 * What even machines may not do in guarded accounts: make somebody who can sign in, or a role outside the machine paths.
 * The boundary and the deployment policy say so too; this holds when one of them is missing.
 */
export function machineLimitsDocument(
  administrators: readonly string[],
  trusted: readonly TrustedRole[] = [],
): PolicyDocument {
  const condition = administrators.length > 0 && {
    Condition: { ArnNotLike: { 'aws:PrincipalArn': administrators } },
  };
  const aside = ['aws-service-role', 'aws-reserved'].map((path) => iamArn(ANYWHERE, `role/${path}/*`));
  const making = makers(trusted);
  return document([
    { Sid: 'NobodyNew', Effect: 'Deny', Action: IDENTITY_MAKING, Resource: ['*'], ...condition },
    {
      Sid: 'NoOtherRoles',
      Effect: 'Deny',
      Action: ['iam:CreateRole'],
      NotResource: [...machineRoles(ANYWHERE), ...aside, ...new Set(making.flatMap(({ roles }) => roles))],
      ...condition,
    },
    // What a trusted role makes is its own to make: for everybody else it is one of the other roles.
    ...making.map(({ by, roles }, index) => ({
      Sid: `NoRolesOfServices${index}`,
      Effect: 'Deny' as const,
      Action: ['iam:CreateRole'],
      Resource: roles,
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [...administrators, ...arnsOf(by)] } },
    })),
    // Certificates that can become roles, see NoCertificatesIntoMachines.
    {
      Sid: 'NoAnchors',
      Effect: 'Deny',
      Action: ['rolesanywhere:Create*', 'rolesanywhere:Update*'],
      Resource: ['*'],
      ...condition,
    },
  ]);
}

/** Roles that trusted roles may create, with all that may create the same: two denials would keep each from what both make. */
function makers(trusted: readonly TrustedRole[]): { readonly by: TrustedRole[]; readonly roles: readonly string[] }[] {
  const found = new Map<string, { by: TrustedRole[]; roles: readonly string[] }>();
  for (const role of trusted)
    for (const roles of madeBy(role)) {
      const known = found.get(roles.join(' '));
      if (known) known.by.push(role);
      else found.set(roles.join(' '), { by: [role], roles });
    }
  return [...found.values()];
}

/** Roles that a trusted role may create. */
function madeBy({ allow }: TrustedRole): (readonly string[])[] {
  return allow.filter(({ actions }) => actions.includes('iam:CreateRole')).map(({ resources }) => resources);
}
