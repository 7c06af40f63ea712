import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Lease } from '../../sandbox/lease';
import { attempt } from '../failure';
import { inputOf } from './input';
import type { SandboxRuntime } from './runtime';

/** Leads a lease on. Two executions for one lease do nothing twice, so whoever is in doubt starts another. */
export async function leadOn(runtime: SandboxRuntime<'machines'>, lease: Pick<Lease, 'name' | 'id'>): Promise<void> {
  const command = new StartExecutionCommand({
    stateMachineArn: runtime.settings.machine,
    name: executionName(lease, runtime.now()),
    input: JSON.stringify(inputOf(lease)),
  });
  await attempt(`lead ${lease.name} on`, () => runtime.clients.machines.send(command));
}

function executionName({ id }: Pick<Lease, 'id'>, now: Date): string {
  return `${id}-${now.getTime().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
