import { partitionOf } from '../../lib/contract/partitions';
import { exportGuardrails } from '../../lib/guardrail';
import type { PolicyDocument } from '../../lib/guardrail';
import { sanctionedRequests } from '../access/exceptions';
import { personaAccessProps } from './access-props';
import { guardrailProps } from './guardrail-props';
import { MachineRoles } from './machine-roles';
import type { GuardedPlatformProps } from './platform-props';

/** Every guardrail of a platform as a JSON document by file name, as the stacks carry them. */
export function guardrailFiles(props: GuardedPlatformProps): Readonly<Record<string, PolicyDocument>> {
  const { region } = props.organization;
  const partition = partitionOf(region);
  const requests = sanctionedRequests(personaAccessProps(props));
  const { guardedUnits, protectedTargets, pipelineRoleArns } = guardrailProps(
    props,
    new MachineRoles(props, partition),
    requests,
  );
  return exportGuardrails({
    units: guardedUnits.map((unit) => ({ ...unit, exceptions: unit.exceptions ?? [] })),
    protectedTargets,
    pipelineRoleArns,
    administrators: [],
    partition,
    region,
    assumableRoleArns: [],
  });
}
