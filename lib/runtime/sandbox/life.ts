import { z } from 'zod';
import { due } from '../../sandbox/due';
import type { Lease } from '../../sandbox/lease';
import { admit, isAdmission } from './admit';
import { lookAt, startRun } from './runs';
import { bucket } from './clients/bucket';
import { builds } from './clients/builds';
import { schedules } from './clients/schedules';
import { stacks } from './clients/stacks';
import { table } from './clients/table';
import { topic } from './clients/topic';
import { bindSandbox, type SandboxRuntime } from './runtime';
import { scheduleNext, unschedule } from './schedule';
import { finishLease } from './finish';
import { advance, getLease } from './store';
import { tellNews } from './tell';

const inputSchema = z.object({
  lease: z.object({ name: z.string(), id: z.string() }),
  found: z
    .object({
      skipped: z.boolean().default(false),
      remains: z.array(z.object({ kind: z.string(), id: z.string(), why: z.string() })).default([]),
      logGroups: z.array(z.string()).default([]),
    })
    .optional(),
});

/** What the state machine does next. */
export type LifeAnswer =
  | { readonly verdict: 'wait'; readonly seconds: number }
  | { readonly verdict: 'remove' }
  | { readonly verdict: 'rest' };

type LifeRuntime = SandboxRuntime<'bucket' | 'builds' | 'schedules' | 'stacks' | 'table' | 'topic'>;

/** Steps that one call takes at most; more means that something turns in a circle. */
const STEPS = 20;

/** Does for a lease what is due now, and says what comes next. Also answers a deployment that asks whether it may begin. */
export async function life(runtime: LifeRuntime, event: unknown): Promise<unknown> {
  if (isAdmission(event)) return admit(runtime, event);
  const { lease, found } = inputSchema.parse(event);
  if (found && !found.skipped) await advance(runtime, lease, { kind: 'looked', ...found });
  return lead(runtime, lease);
}

async function lead(runtime: LifeRuntime, which: { name: string; id: string }): Promise<LifeAnswer> {
  for (let turn = 0; turn < STEPS; turn++) {
    const lease = await getLease(runtime, which.name);
    if (!lease || lease.id !== which.id) return { verdict: 'rest' };
    const answer = await act(runtime, lease);
    if (answer) return answer;
  }
  throw new Error(`${which.name} did not come to rest within ${STEPS} steps.`);
}

/** One thing that is due; undefined where the next is to be decided at once. */
async function act(runtime: LifeRuntime, lease: Lease): Promise<LifeAnswer | undefined> {
  const { policy } = runtime.settings;
  const next = due(lease, policy, runtime.now());
  switch (next.do) {
    case 'note-time':
      await advance(runtime, lease, { kind: 'time' });
      return undefined;
    case 'tell':
      await tellNews(runtime, lease, next.what);
      await advance(runtime, lease, { kind: 'told', what: next.what });
      return undefined;
    case 'start':
      await startRun(runtime, lease, next.phase);
      return { verdict: 'wait', seconds: policy.pollSeconds };
    case 'watch':
      return (await lookAt(runtime, lease, next)) ? undefined : { verdict: 'wait', seconds: policy.pollSeconds };
    case 'remove':
      return { verdict: 'remove' };
    case 'wait':
      return { verdict: 'wait', seconds: secondsUntil(runtime, next.until) };
    case 'record':
      await unschedule(runtime, lease);
      await finishLease(runtime, lease);
      return { verdict: 'rest' };
    case 'rest':
      if (next.until) await scheduleNext(runtime, lease, next.until);
      return { verdict: 'rest' };
  }
}

function secondsUntil(runtime: Pick<SandboxRuntime, 'now'>, moment: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - runtime.now().getTime()) / 1000));
}

/** Entry point of the function. */
export const handler = bindSandbox({ bucket, builds, schedules, stacks, table, topic }, life);
