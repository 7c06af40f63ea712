import type { TrustedRole } from '../../../lib/contract/trusted-roles';
import { organizationPolicies, trustedExceptions, type OrganizationPolicyPlan } from '../../../lib/guardrail';
import { FULL, PROD, TOOLING, type Json } from './_org';

/** The control policies of an organization that trusts roles outside the machine paths. */
export const planOf = (trustedRoles: readonly TrustedRole[]) =>
  organizationPolicies({
    units: ['prod', 'tooling'].map((name) => ({ name, targets: [`ou-${name}`], exceptions: [] })),
    protectedTargets: ['ou-prod', 'ou-tooling', 'ou-dev'],
    pipelineRoleArns: [],
    administrators: [],
    trustedRoles,
  });

/** The same as a snapshot lists them. */
export const attached = (plan: readonly OrganizationPolicyPlan[]): Json[] => [
  FULL,
  ...plan.map(({ type, name, document, targets }) => ({ type, name, document, targets }) as Json),
];

/** The exceptions of these roles. */
export const exceptionsOf = (roles: readonly TrustedRole[]) => [
  ...trustedExceptions(roles, 'prod', [PROD], 'aws'),
  ...trustedExceptions(roles, 'tooling', [TOOLING], 'aws'),
];

/** Theorems that speak of roles; the organization has no pipeline. */
export const THEOREMS = [
  'no-human-write-to-prod',
  'ceiling-holds-for-any-role',
  'only-the-pipeline-deploys',
  'guardrails-are-immutable',
  'environments-are-isolated',
] as const;
