import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { organizationPolicies } from '../../lib/guardrail';
import { partitionOf } from '../../lib/contract/partitions';
import { sanctionedBy } from '../guardrail/recorded-exceptions';
import type { OrganizationGuardrailsProps } from '../guardrail/guardrail-props';
import { organizationMetadata } from './organization-metadata';
import type { GuardedPlatformProps } from './platform-props';

/**
 * What is known of a platform before it is deployed, in the snapshot format. It describes no account, so whatever is
 * proved within it comes out unknown: releases wait until somebody has run `guarded snapshot` and named its file.
 */
export function writeStarterSnapshot(
  file: string,
  props: GuardedPlatformProps,
  guardrails: OrganizationGuardrailsProps,
): void {
  const {
    guardedUnits,
    protectedTargets,
    pipelineRoleArns,
    pipelineOrgPaths,
    trustedServiceRoles: trustedRoles,
  } = guardrails;
  const units = guardedUnits.map((unit) => ({ ...unit, exceptions: unit.exceptions ?? [] }));
  const policies = organizationPolicies({
    units,
    protectedTargets,
    pipelineRoleArns,
    pipelineOrgPaths,
    trustedRoles,
    administrators: [],
  }).map(({ type, name, document, targets }) => ({ type, name, document, targets }));
  const snapshot = {
    version: 1,
    organization: { ...organizationMetadata(props), policies },
    // The snapshot format knows no conditions: there, the deployed statements alone narrow the context.
    exceptions: sanctionedBy(guardrails, partitionOf(props.organization.region)).map(
      ({ condition: _, ...plain }) => plain,
    ),
    accounts: {},
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(snapshot, undefined, 2)}\n`);
}
