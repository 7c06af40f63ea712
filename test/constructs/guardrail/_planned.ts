import { conventionsFor, organizationPolicies, type OrganizationPolicyPlan } from '../../../lib/guardrail';
import { knownRoles, type TrustedRole } from '../../../lib/contract/trusted-roles';
import { evaluate, type Request, without } from '../../lib/guardrail/evaluator';
import { DEPLOYER } from '../../lib/guardrail/world';

/** Account of management. */
export const MANAGEMENT = '100000000000';

type Plan = readonly OrganizationPolicyPlan[];

/** Control policies of an organization with Control Tower and Backup, which trusts these roles besides. */
export const planned = (...trusted: readonly TrustedRole[]): Plan =>
  organizationPolicies({
    units: (['prod', 'tooling', 'audit'] as const).map((name) => ({
      name,
      targets: [`ou-${name}`],
      exceptions: [],
      conventions: conventionsFor(name, 'aws'),
    })),
    protectedTargets: ['ou-prod', 'ou-tooling', 'ou-audit', 'ou-dev'],
    pipelineRoleArns: [DEPLOYER],
    administrators: [],
    trustedRoles: [...knownRoles('ControlTower', MANAGEMENT), ...knownRoles('Backup', MANAGEMENT), ...trusted],
  });

/** The policies of a kind that hold in a unit. */
export const over = (plan: Plan, type: OrganizationPolicyPlan['type'], unit: string): OrganizationPolicyPlan[] =>
  plan.filter((one) => one.type === type && one.targets.includes(unit));

/** Names of the service control policies of a unit that deny a request. */
export const denying = (plan: Plan, request: Request, unit: string): string[] =>
  over(plan, 'SERVICE_CONTROL_POLICY', unit)
    .filter(({ document }) => evaluate(document, request) === 'denied')
    .map(({ name }) => name);

/** The same plan, with a statement of the protection taken out. */
export const unprotected = (plan: Plan, sid: string): Plan =>
  plan.map((one) => (one.name === 'guarded-protection' ? { ...one, document: without(one.document, sid) } : one));

/** Whether a request would change something. */
export const isWrite = ({ action }: Request): boolean => !/:(Describe|Get|List)/.test(action);
