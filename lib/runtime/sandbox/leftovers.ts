import type { Lease, Remain } from '../../sandbox/lease';
import { attempt, errorName } from '../failure';
import { type Disposal, DISPOSALS, type Keeper } from './disposals';
import { isGone } from './gone';
import type { SandboxRuntime } from './runtime';
import { tagged } from './tagged';

/** Deletes what the stacks left behind, each kind by its own rules; gives what is still there. */
export async function removeLeftovers(runtime: SandboxRuntime<Keeper | 'tags'>, lease: Lease): Promise<Remain[]> {
  const arns = (await tagged(runtime, lease.name)).map(({ arn }) => arn);
  const found: Remain[] = [];
  for (const arn of arns) found.push(...(await dispose(runtime, arn)));
  for (const group of lease.logGroups) found.push(...(await attemptDisposal(runtime, LOG_GROUP, group)));
  return found;
}

const LOG_GROUP: Disposal = DISPOSALS.find(({ kind }) => kind === 'log group')!;

async function dispose(runtime: SandboxRuntime<Keeper>, arn: string): Promise<Remain[]> {
  const disposal = DISPOSALS.find(({ pattern }) => pattern.test(arn));
  if (!disposal) return [{ kind: 'resource', id: arn, why: 'self-service does not know how to delete it' }];
  return attemptDisposal(runtime, disposal, disposal.pattern.exec(arn)![1]!);
}

/** One that does not go holds up none of the others. */
async function attemptDisposal(
  runtime: SandboxRuntime<Keeper>,
  { kind, remove }: Disposal,
  id: string,
): Promise<Remain[]> {
  try {
    const why = await attempt(`delete ${kind} ${id}`, () => remove(runtime.clients, id), ...isGone.names);
    return why ? [{ kind, id, why }] : [];
  } catch (error) {
    if (isGone(error)) return [];
    return [{ kind, id, why: `${errorName(error)}: ${(error as Error).message}`.slice(0, 500) }];
  }
}
