import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Lease, Remain } from '../../sandbox/lease';
import { LEASE_TAG } from '../../sandbox/wiring';
import { attempt, errorName } from '../failure';
import { type Disposal, DISPOSALS } from './disposals';
import { isGone } from './gone';
import type { SandboxRuntime } from './runtime';

/** Deletes what the stacks left behind, each kind by its own rules; gives what is still there. */
export async function removeLeftovers(runtime: SandboxRuntime, lease: Lease): Promise<Remain[]> {
  const arns = await taggedWith(runtime, lease.name);
  const found: Remain[] = [];
  for (const arn of arns) found.push(...(await dispose(runtime, arn)));
  for (const group of lease.logGroups) found.push(...(await attemptDisposal(runtime, LOG_GROUP, group)));
  return found;
}

const LOG_GROUP: Disposal = DISPOSALS.find(({ kind }) => kind === 'log group')!;

/** ARNs of everything that carries the tag of a lease; the list lags by minutes. */
export async function taggedWith(runtime: SandboxRuntime, lease?: string): Promise<string[]> {
  return (await tagged(runtime, lease)).map(({ arn }) => arn);
}

/** Everything that carries the tag of a lease, or of any. */
export async function tagged(runtime: SandboxRuntime, lease?: string): Promise<{ arn: string; lease: string }[]> {
  const found: { arn: string; lease: string }[] = [];
  let token: string | undefined;
  do {
    const command = new GetResourcesCommand({
      TagFilters: [{ Key: LEASE_TAG, ...(lease ? { Values: [lease] } : {}) }],
      PaginationToken: token,
    });
    const page = await attempt('list what carries the tag', () => runtime.clients.tags.send(command));
    for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
      const value = Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value;
      // The list was asked for this tag; that it says so is looked at all the same, since what follows deletes.
      if (ResourceARN && value && (!lease || value === lease)) found.push({ arn: ResourceARN, lease: value });
    }
    token = page.PaginationToken || undefined;
  } while (token);
  return found;
}

async function dispose(runtime: SandboxRuntime, arn: string): Promise<Remain[]> {
  const disposal = DISPOSALS.find(({ pattern }) => pattern.test(arn));
  if (!disposal) return [{ kind: 'resource', id: arn, why: 'self-service does not know how to delete it' }];
  return attemptDisposal(runtime, disposal, disposal.pattern.exec(arn)![1]!);
}

/** One that does not go holds up none of the others. */
async function attemptDisposal(runtime: SandboxRuntime, { kind, remove }: Disposal, id: string): Promise<Remain[]> {
  try {
    const why = await attempt(`delete ${kind} ${id}`, () => remove(runtime.clients, id), ...isGone.names);
    return why ? [{ kind, id, why }] : [];
  } catch (error) {
    if (isGone(error)) return [];
    return [{ kind, id, why: `${errorName(error)}: ${(error as Error).message}`.slice(0, 500) }];
  }
}
