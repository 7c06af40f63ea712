import { trustedExceptions } from '../../lib/guardrail';
import type { GuardrailException, OrganizationGuardrailsProps } from './guardrail-props';

/** Everything that the guardrails sanction, as a certificate lists it: people's requests and those of services' roles. */
export function sanctionedBy(
  { guardedUnits, trustedServiceRoles = [] }: OrganizationGuardrailsProps,
  partition: string,
): GuardrailException[] {
  return guardedUnits.flatMap(({ name, accounts = ['*'], exceptions = [] }) => [
    ...exceptions,
    ...trustedExceptions(trustedServiceRoles, name, [...new Set(accounts)], partition).map((one) => ({
      ...one,
      principals: [...one.principals],
      actions: [...one.actions],
      resources: [...one.resources],
    })),
  ]);
}
