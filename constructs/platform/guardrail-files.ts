import { partitionOf } from '../../lib/contract/partitions';
import { exportGuardrails, exportTargets, readerTemplate } from '../../lib/guardrail';
import type { ExportOptions } from '../../lib/guardrail';
import { sanctionedRequests } from '../access/exceptions';
import { accessPlans } from './access-props';
import { guardrailProps } from './guardrail-props';
import { MachineRoles } from './machine-roles';
import type { GuardedPlatformProps } from './platform-props';
import { readerProps } from './proof-props';

/** Name of the file that says what the others are attached to. */
export const EXPORT_INDEX = 'targets.json';

/**
 * Every guardrail of a platform as a JSON document by file name, as the stacks carry them, and what each control policy is
 * attached to.
 */
export function guardrailFiles(props: GuardedPlatformProps): Readonly<Record<string, object>> {
  const options = exportOptions(props);
  return { ...exportGuardrails(options), ...readerFile(props), [EXPORT_INDEX]: exportTargets(options) };
}

/** For accounts that the platform makes nothing in; they are read as well. */
function readerFile(props: GuardedPlatformProps): Record<string, object> {
  const reader = readerProps(props);
  const partition = partitionOf(props.organization.region);
  return reader ? { 'account-reader.template.json': readerTemplate(partition, reader) } : {};
}

function exportOptions(props: GuardedPlatformProps): ExportOptions {
  const { region } = props.organization;
  const partition = partitionOf(region);
  const requests = accessPlans(props).flatMap(({ access }) => sanctionedRequests(access));
  const { guardedUnits, protectedTargets, pipelineRoleArns, pipelineOrgPaths, trustedServiceRoles } = guardrailProps(
    props,
    new MachineRoles(props, partition),
    requests,
  );
  return {
    units: guardedUnits.map((unit) => ({ ...unit, exceptions: unit.exceptions ?? [] })),
    protectedTargets,
    pipelineRoleArns,
    pipelineOrgPaths,
    trustedRoles: trustedServiceRoles,
    administrators: [],
    partition,
    region,
    assumableRoleArns: [],
  };
}
