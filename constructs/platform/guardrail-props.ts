import type { SanctionedRequest } from '../access/persona-access-props';
import type { GuardedUnit, OrganizationGuardrailsProps } from '../guardrail/guardrail-props';
import { EnvironmentKind } from '../environment/environment-kind';
import type { MachineRoles } from './machine-roles';
import { environmentsOf } from './places';
import type { GuardedPlatformProps } from './platform-props';

/** A guarded unit of the organization and the accounts in it. */
interface Unit {
  readonly name: 'prod' | 'tooling' | 'audit';
  readonly accounts: readonly string[];
}

function guardedUnits(props: GuardedPlatformProps): Unit[] {
  const prod = environmentsOf(props).filter((environment) => environment.kind === EnvironmentKind.PROD);
  return [
    { name: 'prod', accounts: prod.map((environment) => environment.account) },
    { name: 'tooling', accounts: [props.organization.toolingAccount] },
    { name: 'audit', accounts: [props.organization.auditAccount] },
  ];
}

/** A policy says only what its own accounts need: its size is limited. */
function sanctionedIn(unit: Unit, requests: readonly SanctionedRequest[]): SanctionedRequest[] {
  const isHere = (arn: string): boolean => unit.accounts.includes(arn.split(':')[4]);
  return requests.filter((request) => request.principals.some(isHere));
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
    const targets = [props.organization.units[unit.name]];
    return { name: unit.name, targets, exceptions: sanctionedIn(unit, requests) };
  });
  const protectedTargets = [...new Set(Object.values(props.organization.units))];
  return { guardedUnits: units, protectedTargets, pipelineRoleArns: roles.all };
}
