import type { ConditionBlock, PolicyDocument, PolicyStatement } from './document';
import { ANYWHERE, document, iamArn } from './document';
import { IDENTITY_MAKING } from './actions';
import { machineRoles, pipelineRoles, workloadRoles } from './names';

/** Services call with no account behind them; everybody else, signed or not, is no service. */
const NO_SERVICE = { 'aws:PrincipalIsAWSService': 'false' };

/**
 * Who may become a machine: AWS services, machines of the same account, and the exact pipeline roles. A careless trust
 * policy in a workload opens nothing that this closes.
 */
export function machineRolesDocument(pipelineRoleArns: readonly string[]): PolicyDocument {
  return document([
    noFederation(),
    noCertificates(),
    assumable('PipelineRolesForThePipeline', pipelineRoles(ANYWHERE), [pipelineRoles(ANYWHERE)]),
    assumable('WorkloadRolesForMachines', workloadRoles(ANYWHERE), machineRoles(ANYWHERE)),
    fromOutside('DeploymentFromThePipeline', pipelineRoles(ANYWHERE), pipelineRoleArns),
    fromOutside('WorkloadRolesStayHome', workloadRoles(ANYWHERE), []),
  ]);
}

/** A SAML or web identity is a person, or code that a person can run elsewhere. */
function noFederation(): PolicyStatement {
  return {
    Sid: 'NoFederationIntoMachines',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    Resource: machineRoles(ANYWHERE),
  };
}

/** Roles Anywhere is an AWS service that lends a role to whoever holds a certificate. */
function noCertificates(): PolicyStatement {
  return {
    Sid: 'NoCertificatesIntoMachines',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRole'],
    Resource: machineRoles(ANYWHERE),
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

function deniedUnless(sid: string, roles: string, condition: ConditionBlock): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: ['sts:AssumeRole'],
    Resource: [roles],
    Condition: condition,
  };
}

/**
 * What even machines may not do in guarded accounts: make somebody who can sign in, or a role outside the machine paths.
 * The boundary and the deployment policy say so too; this holds when one of them is missing.
 */
export function machineLimitsDocument(administrators: readonly string[]): PolicyDocument {
  const condition = administrators.length > 0 && {
    Condition: { ArnNotLike: { 'aws:PrincipalArn': administrators } },
  };
  const aside = ['aws-service-role', 'aws-reserved'].map((path) => iamArn(ANYWHERE, `role/${path}/*`));
  return document([
    { Sid: 'NobodyNew', Effect: 'Deny', Action: IDENTITY_MAKING, Resource: ['*'], ...condition },
    {
      Sid: 'NoOtherRoles',
      Effect: 'Deny',
      Action: ['iam:CreateRole'],
      NotResource: [...machineRoles(ANYWHERE), ...aside],
      ...condition,
    },
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
