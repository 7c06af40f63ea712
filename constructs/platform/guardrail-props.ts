import type { SanctionedRequest } from '../access/persona-access-props';
import type { GuardedUnit, GuardrailException, OrganizationGuardrailsProps } from '../guardrail/guardrail-props';
import { EnvironmentKind } from '../environment/environment-kind';
import { partitionOf } from '../../lib/contract/partitions';
import { conventionsFor } from '../../lib/guardrail';
import type { MachineRoles } from './machine-roles';
import { environmentsOf } from './places';
import type { GuardedPlatformProps, OrganizationProps } from './platform-props';
import { TrustedServiceRoles } from '../guardrail/trusted-role-props';
import type { TrustedServiceRole } from '../guardrail/trusted-role-props';
import { toolingsOf } from './tooling';

/** A guarded unit of the organization and the accounts in it. */
interface Unit {
  readonly name: 'prod' | 'tooling' | 'audit';
  readonly accounts: readonly string[];
}

function guardedUnits(props: GuardedPlatformProps): Unit[] {
  const prod = environmentsOf(props).filter((environment) => environment.kind === EnvironmentKind.PROD);
  return [
    { name: 'prod', accounts: prod.map((environment) => environment.account) },
    { name: 'tooling', accounts: toolingsOf(props).map(({ account }) => account) },
    { name: 'audit', accounts: [props.organization.auditAccount] },
  ];
}

/** What people of a unit's accounts are sanctioned to do. */
function sanctionedIn(unit: Unit, requests: readonly SanctionedRequest[]): SanctionedRequest[] {
  const here = new Set(unit.accounts);
  // What is named in any account is a team's runbook.
  const isHere = (arn: string): boolean =>
    here.has(arn.split(':')[4]) || (arn.split(':')[4] === '*' && unit.name === 'prod');
  return requests.filter((request) => request.principals.some(isHere));
}

/** What a unit's control policies leave open: as much for one application as for hundreds. */
function byName(unit: Unit['name'], { organization }: GuardedPlatformProps): GuardrailException[] {
  return conventionsFor(unit, partitionOf(organization.region)).map(({ principals, actions, resources, ...said }) => ({
    ...said,
    principals: [...principals],
    actions: [...actions],
    resources: [...resources],
  }));
}

/** The unit's ids, or its accounts where the fence comes to them alone. */
function targetsOf({ organization }: GuardedPlatformProps, { name, accounts }: Unit): string[] {
  const { attachToAccounts, units, moreUnits = {} } = organization;
  return attachToAccounts ? [...new Set(accounts)] : [units[name], ...(moreUnits[name] ?? [])];
}

/** Everywhere that the guardrails themselves are protected: all units, or all accounts but management. */
function protectedBy(props: GuardedPlatformProps): string[] {
  const { attachToAccounts, units, moreUnits = {}, auditAccount } = props.organization;
  const toolings = toolingsOf(props).map(({ account }) => account);
  const environments = environmentsOf(props).map(({ account }) => account);
  const targets = attachToAccounts
    ? [...toolings, auditAccount, ...environments]
    : [...(Object.values(units) as string[]), ...Object.values(moreUnits).flat()];
  return [...new Set(targets)];
}

/** Those that are named, and the role that stack sets act as where they prepare accounts; none is no list. */
function trustedRoles({
  trustedServiceRoles,
  stackSets,
  managementAccount,
}: OrganizationProps): TrustedServiceRole[] | undefined {
  if (!stackSets) return trustedServiceRoles;
  return [...(trustedServiceRoles ?? []), TrustedServiceRoles.stackSets(managementAccount)];
}

/**
 * The guardrails of the whole organization, with the requests that it sanctions. The units are protected and not the root:
 * an account is prepared outside of them, and the rest of the organization keeps its own administrators.
 */
export function guardrailProps(
  props: GuardedPlatformProps,
  roles: MachineRoles,
  requests: readonly SanctionedRequest[],
): OrganizationGuardrailsProps {
  const units = guardedUnits(props).map((unit): GuardedUnit => {
    const targets = targetsOf(props, unit);
    const conventions = byName(unit.name, props);
    return {
      name: unit.name,
      targets,
      exceptions: sanctionedIn(unit, requests),
      conventions,
      accounts: [...unit.accounts],
    };
  });
  return {
    guardedUnits: units,
    protectedTargets: protectedBy(props),
    pipelineRoleArns: roles.byName,
    pipelineOrgPaths: roles.orgPaths,
    trustedServiceRoles: trustedRoles(props.organization),
  };
}
