import type { CeilingOptions } from './ceiling';
import { ceilingDocument, sanctionedDocument } from './ceiling';
import type { PolicyDocument } from './document';
import type { PolicyStore } from './limits';
import { POLICIES_A_TARGET, sizeProblem } from './limits';
import { machineLimitsDocument, machineRolesDocument, maintainersDocument } from './machine-roles';
import { protectionDocument } from './protection';
import type { TrustedRole } from '../contract/trusted-roles';
import { trustedConventions } from './trusted-roles';

/** Accounts under one ceiling. */
export interface Unit {
  readonly name: string;
  /** Ids of units or accounts. */
  readonly targets: readonly string[];
  readonly exceptions: CeilingOptions['exceptions'];
  /**
   * What the control policies leave open by names, in the place of the exceptions: as much for one application as for
   * hundreds. Absent: the policies name each exception.
   */
  readonly conventions?: CeilingOptions['exceptions'];
}

/** What the organization's guardrails are attached to and whom they name. */
export interface OrganizationOptions {
  readonly units: readonly Unit[];
  /** Where nobody may touch the guardrails: roots, units or accounts. */
  readonly protectedTargets: readonly string[];
  /** Exact pipeline roles that deploy across accounts. */
  readonly pipelineRoleArns: readonly string[];
  /** Patterns of paths of the units that those of them are in which are named in any account. */
  readonly pipelineOrgPaths?: readonly string[];
  readonly administrators: readonly string[];
  /** Roles of services outside the machine paths that the ceilings spare, by name and for what they list. */
  readonly trustedRoles?: readonly TrustedRole[];
}

/** One policy of the organization, ready to attach. */
export interface OrganizationPolicyPlan {
  /** Name in Organizations, unique there. */
  readonly name: string;
  readonly description: string;
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly document: PolicyDocument;
  readonly targets: readonly string[];
}

/** Every organization policy that the fence needs. */
export function organizationPolicies(options: OrganizationOptions): readonly OrganizationPolicyPlan[] {
  const guarded = [...new Set(options.units.flatMap((unit) => unit.targets))];
  return [
    ...options.units.flatMap((unit) => unitPolicies(unit, options)),
    {
      name: 'guarded-machines',
      description: 'Not even machines make identities, or roles outside the machine paths',
      type: 'SERVICE_CONTROL_POLICY',
      document: machineLimitsDocument(options.administrators, options.trustedRoles),
      targets: guarded,
    },
    {
      name: 'guarded-protection',
      description: 'Nobody in a member account changes what makes the fence',
      type: 'SERVICE_CONTROL_POLICY',
      document: protectionDocument(options.administrators, options.trustedRoles),
      targets: options.protectedTargets,
    },
    {
      name: 'guarded-machine-roles',
      description: 'Machine roles are assumed by services, machines of their account and the exact pipeline roles',
      type: 'RESOURCE_CONTROL_POLICY',
      document: machineRolesDocument(options.pipelineRoleArns, options.trustedRoles, options.pipelineOrgPaths),
      targets: guarded,
    },
    ...maintenance(options, guarded),
  ];
}

/** Where accounts are protected and not guarded, what maintains them is assumed from management alone as well. */
function maintenance(
  { protectedTargets, trustedRoles = [] }: OrganizationOptions,
  guarded: readonly string[],
): OrganizationPolicyPlan[] {
  const maintaining = trustedRoles.filter(({ maintains }) => maintains === true);
  const targets = protectedTargets.filter((target) => !guarded.includes(target));
  if (maintaining.length === 0 || targets.length === 0) return [];
  return [
    {
      name: 'guarded-maintenance',
      description: 'What maintains accounts is assumed from management alone',
      type: 'RESOURCE_CONTROL_POLICY',
      document: maintainersDocument(maintaining),
      targets,
    },
  ];
}

function unitPolicies(
  unit: Unit,
  { administrators, trustedRoles = [] }: OrganizationOptions,
): readonly OrganizationPolicyPlan[] {
  const people = unit.conventions ?? unit.exceptions.filter((one) => !('service' in one));
  const exceptions = [...people, ...trustedConventions(trustedRoles, unit.name)];
  const options = { exceptions, administrators };
  const sanctioned = parts(sanctionedDocument(options));
  const policy = (suffix: string, description: string, document: PolicyDocument): OrganizationPolicyPlan => ({
    name: `guarded-${unit.name}-${suffix}`,
    description,
    type: 'SERVICE_CONTROL_POLICY',
    document,
    targets: unit.targets,
  });
  return [
    policy('ceiling', 'Machines write, everyone else reads', ceilingDocument(options)),
    ...sanctioned.map((part, index) =>
      policy(
        index === 0 ? 'sanctioned' : `sanctioned-${index + 1}`,
        'What people may do beyond reading, by action, resource and role',
        part,
      ),
    ),
  ];
}

/**
 * A document of denials in as many as it takes: each application sanctions more, and a policy's size is limited. Denials
 * hold wherever they stand, so it does not matter which policy has which.
 */
function parts(whole: PolicyDocument | undefined): readonly PolicyDocument[] {
  const found: PolicyDocument[] = [];
  for (const statement of whole?.Statement ?? []) {
    const last = found.at(-1);
    const longer = last && { ...last, Statement: [...last.Statement, statement] };
    if (longer && fits(longer)) found[found.length - 1] = longer;
    else found.push({ ...whole!, Statement: [statement] });
  }
  return found;
}

function fits(document: PolicyDocument): boolean {
  return sizeProblem('', document, 'service control policy') === undefined;
}

/** Everything about a plan that Organizations would refuse: sizes, and policies a target. */
export function organizationProblems(plan: readonly OrganizationPolicyPlan[]): readonly string[] {
  const sizes = plan.map((policy) => sizeProblem(policy.name, policy.document, storeOf(policy)));
  return [...sizes.filter((problem) => problem !== undefined), ...crowdedTargets(plan)].map(
    (problem) => `${problem}: ${ROOM}`,
  );
}

const ROOM =
  'each exception that stands in a control policy by itself takes room; state what is sanctioned by name (conventions of the guarded unit), which is as large for one application as for hundreds';

function storeOf(policy: OrganizationPolicyPlan): PolicyStore {
  return policy.type === 'SERVICE_CONTROL_POLICY' ? 'service control policy' : 'resource control policy';
}

function crowdedTargets(plan: readonly OrganizationPolicyPlan[]): readonly string[] {
  const targets = [...new Set(plan.flatMap((policy) => policy.targets))];
  return targets.flatMap((target) =>
    (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const).flatMap((type) => {
      const { allowed, taken } = POLICIES_A_TARGET[type];
      const own = plan.filter((policy) => policy.type === type && policy.targets.includes(target)).length;
      if (own <= allowed - taken) return [];
      return [
        `target '${target}' would carry ${own} policies of type ${type} beside ${taken} of AWS, AWS allows ${allowed} in all`,
      ];
    }),
  );
}
