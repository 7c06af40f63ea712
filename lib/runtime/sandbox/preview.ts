import { z } from 'zod';
import { newLease } from '../../sandbox/create';
import { type Lease, PREVIEW_OWNER } from '../../sandbox/lease';
import { previewName } from '../../sandbox/names';
import { type Branch, matchesPattern } from '../../sandbox/preview';
import { isRefusal } from '../../sandbox/refusal';
import { machines } from './clients/machines';
import { table } from './clients/table';
import { bindSandbox, type SandboxRuntime } from './runtime';
import { leadOn } from './start';
import { advance, createLease, listLeases } from './store';

const inputSchema = z.object({
  branches: z
    .array(z.object({ name: z.string().min(1).max(255), revision: z.string().regex(/^[0-9a-f]{40,64}$/) }))
    .max(10_000),
});

/** What became of the previews. */
export interface Previews {
  readonly made: string[];
  readonly refreshed: string[];
  readonly ended: string[];
  readonly refused: string[];
}

/**
 * Makes the previews what the branches are: a new branch of the pattern gets one, a push is deployed over it, a branch that
 * is gone ends it. It is told all branches, so a push that nobody heard is made up for the next time.
 */
export async function preview(runtime: SandboxRuntime<'table' | 'machines'>, event: unknown): Promise<Previews> {
  const { branches } = inputSchema.parse(event);
  const { previews, mainBranch } = runtime.settings.policy;
  // A list without the main branch is no list of the repository; it would end every preview.
  if (!branches.some(({ name }) => name === mainBranch))
    throw new Error(`The list of branches lacks ${mainBranch}: nothing was done.`);
  const wanted = branches.filter(
    ({ name }) => previews && name !== mainBranch && matchesPattern(name, previews.branches),
  );
  const leases = (await listLeases(runtime)).filter(({ owner }) => owner === PREVIEW_OWNER);
  const result: Previews = { made: [], refreshed: [], ended: [], refused: [] };
  for (const branch of wanted) await follow(runtime, branch, leases, result);
  for (const lease of leases) if (!wanted.some(({ name }) => name === lease.branch)) await end(runtime, lease, result);
  return result;
}

async function follow(
  runtime: SandboxRuntime<'table' | 'machines'>,
  { name, revision }: Branch,
  leases: readonly Lease[],
  result: Previews,
): Promise<void> {
  const until = new Date(runtime.now().getTime() + runtime.settings.policy.lifetime.default * 60_000);
  const there = leases.find(({ branch }) => branch === name);
  if (!there) return make(runtime, { name, revision }, until, result);
  const event = { kind: 'pushed', by: PREVIEW_OWNER, revision, until: until.toISOString() } as const;
  const after = await advance(runtime, there, event);
  if (!after || after.deployment === there.deployment) return;
  result.refreshed.push(after.name);
  await leadOn(runtime, after);
}

async function make(
  runtime: SandboxRuntime<'table' | 'machines'>,
  branch: Branch,
  expires: Date,
  result: Previews,
): Promise<void> {
  const { policy } = runtime.settings;
  const asked = { name: previewName(branch.name), owner: PREVIEW_OWNER, branch: branch.name, expires };
  const budget = policy.budget.default;
  const lease = await createLease(
    runtime,
    newLease({ ...asked, budget, revision: branch.revision }, policy, runtime.now()),
  );
  if (isRefusal(lease)) {
    console.error(`No preview of ${branch.name}: ${lease.why}`);
    result.refused.push(branch.name);
    return;
  }
  result.made.push(lease.name);
  await leadOn(runtime, lease);
}

async function end(runtime: SandboxRuntime<'table' | 'machines'>, lease: Lease, result: Previews): Promise<void> {
  const event = { kind: 'ended', by: PREVIEW_OWNER, why: `the branch ${lease.branch} is gone` } as const;
  const after = await advance(runtime, lease, (now) => (now.state === 'reported' ? undefined : event));
  if (!after || after.state !== 'deleting' || lease.state === 'deleting') return;
  result.ended.push(lease.name);
  await leadOn(runtime, after);
}

/** Entry point of the function. */
export const handler = bindSandbox({ machines, table }, preview);
