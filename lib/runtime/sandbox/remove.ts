import { z } from 'zod';
import type { Remain } from '../../sandbox/lease';
import { bucket } from './clients/bucket';
import { images } from './clients/images';
import { keys } from './clients/keys';
import { logs } from './clients/logs';
import { network } from './clients/network';
import { secrets } from './clients/secrets';
import { stacks } from './clients/stacks';
import { table } from './clients/table';
import { tags } from './clients/tags';
import { bindSandbox, type SandboxRuntime } from './runtime';
import type { Keeper } from './disposals';
import { removeLeftovers } from './leftovers';
import { removeStacks } from './remove-stacks';
import { stacksOf } from './stacks';
import { getLease } from './store';

const inputSchema = z.object({ lease: z.object({ name: z.string(), id: z.string() }) });

/** What one pass of the deletion found. */
export interface Found {
  /** Nobody deletes this lease at the moment, so nothing was looked at. */
  readonly skipped: boolean;
  readonly remains: readonly Remain[];
  readonly logGroups: readonly string[];
}

/**
 * One pass over what a lease owns: its stacks, then whatever carries its tag or was made by its functions. It acts for a
 * lease that is being deleted and for no other, and answers with what is still there.
 */
export async function remove(runtime: SandboxRuntime<Keeper | 'stacks' | 'tags'>, event: unknown): Promise<Found> {
  const { lease: which } = inputSchema.parse(event);
  const lease = await getLease(runtime, which.name);
  if (lease?.id !== which.id || lease.state !== 'deleting') return { skipped: true, remains: [], logGroups: [] };
  const stacks = await stacksOf(runtime, lease);
  if (stacks.length > 0) return { skipped: false, ...(await removeStacks(runtime, stacks)) };
  return { skipped: false, remains: await removeLeftovers(runtime, lease), logGroups: [] };
}

/** Entry point of the function. */
export const handler = bindSandbox({ bucket, images, keys, logs, network, secrets, stacks, table, tags }, remove);
