import { tellDuration } from './duration';
import type { Lease, Remain } from './lease';
import type { SandboxPolicy } from './policy';
import { type Refusal, refuse } from './refusal';

/** Something that happens to a lease. */
export type LeaseEvent =
  | { readonly kind: 'started'; readonly phase: 'build' | 'deploy'; readonly deployment: number; readonly id: string }
  | { readonly kind: 'built'; readonly revision: string; readonly assembly: NonNullable<Lease['assembly']> }
  | { readonly kind: 'deployed'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'time' }
  | { readonly kind: 'extended'; readonly by: string; readonly until: string; readonly why?: string }
  | { readonly kind: 'pushed'; readonly by: string; readonly revision: string; readonly until: string }
  | { readonly kind: 'ended'; readonly by: string; readonly why: string }
  | { readonly kind: 'looked'; readonly remains: readonly Remain[]; readonly logGroups: readonly string[] }
  | { readonly kind: 'cost'; readonly cost: number }
  | { readonly kind: 'told'; readonly what: string };

/** The machine that acts where nobody asked. */
export const BY_ITSELF = 'self-service';

/**
 * What an event makes of a lease; the lease itself where it changes nothing. Events come late, twice and out of order after
 * a crash, so each says what it needs the lease to be.
 */
export function step(lease: Lease, event: LeaseEvent, policy: SandboxPolicy, now: Date): Lease {
  const after = apply(lease, event, policy, now);
  return after === lease ? lease : { ...after, revisionOfItem: lease.revisionOfItem + 1 };
}

function apply(lease: Lease, event: LeaseEvent, policy: SandboxPolicy, now: Date): Lease {
  switch (event.kind) {
    case 'started':
    case 'built':
    case 'deployed':
    case 'failed':
      return deploying(lease, event, now);
    case 'time':
      return timePassed(lease, policy, now);
    case 'extended':
    case 'pushed':
    case 'ended':
      return asked(lease, event, now);
    case 'looked':
      return looked(lease, event, policy, now);
    case 'cost':
      return lease.cost === event.cost ? lease : { ...lease, cost: event.cost };
    case 'told':
      return lease.told.includes(event.what) ? lease : { ...lease, told: [...lease.told, event.what] };
  }
}

type DeployEvent = Extract<LeaseEvent, { kind: 'started' | 'built' | 'deployed' | 'failed' }>;

function deploying(lease: Lease, event: DeployEvent, now: Date): Lease {
  const { run } = lease;
  if (!run) return lease;
  const at = now.toISOString();
  switch (event.kind) {
    case 'started':
      return started(lease, event, now);
    case 'built':
      if (run.phase !== 'build') return lease;
      return {
        ...lease,
        revision: event.revision,
        assembly: event.assembly,
        run: { phase: 'deploy', id: null, since: at },
      };
    case 'deployed':
      return noted(
        { ...lease, run: null, problem: null, outputs: { ...event.outputs }, state: standing(lease) },
        BY_ITSELF,
        `deployed ${lease.revision ?? lease.branch}`,
        now,
      );
    case 'failed':
      return failed(lease, event.why, now);
  }
}

/** A build that somebody began before a crash, or for a deployment that is not the newest any more, is none of this lease's. */
function started(lease: Lease, event: Extract<LeaseEvent, { kind: 'started' }>, now: Date): Lease {
  const { run, deployment } = lease;
  if (!run || run.id || run.phase !== event.phase || deployment !== event.deployment) return lease;
  const lastRun = { phase: run.phase, id: event.id };
  return { ...lease, lastRun, run: { ...run, id: event.id, since: now.toISOString() } };
}

/** A deployment that ends while its lease is being deleted changes nothing about that. */
function standing({ state }: Lease): Lease['state'] {
  return state === 'creating' ? 'ready' : state;
}

/** What never stood is taken away at once; what stood before stands still. */
function failed(lease: Lease, why: string, now: Date): Lease {
  const told = noted({ ...lease, run: null, problem: why }, BY_ITSELF, `could not deploy: ${why}`, now);
  return lease.state === 'creating' ? deletionFrom(told, now) : told;
}

function timePassed(lease: Lease, policy: SandboxPolicy, now: Date): Lease {
  if (!['creating', 'ready', 'expiring'].includes(lease.state)) return lease;
  const left = Date.parse(lease.expires) - now.getTime();
  if (left <= 0) return noted(deletionFrom(lease, now), BY_ITSELF, 'reached its end', now);
  if (lease.state === 'ready' && left <= policy.warnMinutes * 60_000)
    return noted({ ...lease, state: 'expiring' }, BY_ITSELF, 'is about to end', now);
  return lease;
}

type AskedEvent = Extract<LeaseEvent, { kind: 'extended' | 'pushed' | 'ended' }>;

function asked(lease: Lease, event: AskedEvent, now: Date): Lease {
  const alive = ['creating', 'ready', 'expiring'].includes(lease.state);
  if (event.kind === 'ended') {
    if (!alive && lease.state !== 'reported') return lease;
    return noted(deletionFrom(lease, now), event.by, `ended it: ${event.why}`, now);
  }
  if (!alive) return lease;
  if (event.kind === 'extended') {
    const told = lease.told.filter((what) => what !== 'warned');
    const state = lease.state === 'expiring' ? 'ready' : lease.state;
    const text = `extended it to ${event.until}${event.why ? `: ${event.why}` : ''}`;
    return noted({ ...lease, state, told, expires: event.until }, event.by, text, now);
  }
  return pushed(lease, event, now);
}

/** A newer revision is deployed over the one that stands; while one is on its way, the next look at the branches tells again. */
function pushed(lease: Lease, event: Extract<LeaseEvent, { kind: 'pushed' }>, now: Date): Lease {
  if (lease.run || lease.revision === event.revision) return lease;
  const run = { phase: 'build' as const, id: null, since: now.toISOString() };
  const told = lease.told.filter((what) => !['ready', 'warned', 'failed'].includes(what));
  const state = lease.state === 'expiring' ? 'ready' : lease.state;
  const newer = {
    ...lease,
    state,
    run,
    told,
    revision: event.revision,
    expires: event.until,
    deployment: lease.deployment + 1,
  };
  return noted(newer, event.by, `pushed ${event.revision}`, now);
}

/** A deployment that still runs is let go: its stacks are deleted when it has ended. */
function deletionFrom(lease: Lease, now: Date): Lease {
  return { ...lease, state: 'deleting', passes: 0, next: now.toISOString(), remains: [] };
}

function looked(lease: Lease, event: Extract<LeaseEvent, { kind: 'looked' }>, policy: SandboxPolicy, now: Date): Lease {
  if (lease.state !== 'deleting' || isSecondLook(lease, event, now)) return lease;
  const logGroups = [...new Set([...lease.logGroups, ...event.logGroups])].sort();
  const passes = lease.passes + 1;
  const seen = { ...lease, logGroups, passes, remains: [...event.remains] };
  if (event.remains.length === 0)
    return noted({ ...seen, state: 'deleted', next: null, run: null }, BY_ITSELF, 'is gone', now);
  if (passes >= policy.deletion.attempts) {
    const blocking = event.remains.map(({ kind, id }) => `${kind} ${id}`).join(', ');
    return noted({ ...seen, state: 'reported', next: null }, BY_ITSELF, `could not delete ${blocking}`, now);
  }
  return { ...seen, next: new Date(now.getTime() + pauseAfter(passes, policy) * 60_000).toISOString() };
}

/** Two executions may look at one lease at once; a pass counts once. That nothing is left counts whoever saw it. */
function isSecondLook({ next }: Lease, { remains }: { readonly remains: readonly Remain[] }, now: Date): boolean {
  return remains.length > 0 && Date.parse(next ?? '') > now.getTime();
}

/** Minutes until the next pass: twice as long each time. */
export function pauseAfter(passes: number, { deletion }: SandboxPolicy): number {
  return Math.min(deletion.longestPauseMinutes, deletion.pauseMinutes * 2 ** (passes - 1));
}

function noted(lease: Lease, by: string, what: string, now: Date): Lease {
  return { ...lease, history: [...lease.history, { at: now.toISOString(), by, what }].slice(-200) };
}

/** Until when somebody may extend a lease, or why not. */
export function extension(
  lease: Lease,
  minutes: number | undefined,
  policy: SandboxPolicy,
  now: Date,
): string | Refusal {
  if (!['creating', 'ready', 'expiring'].includes(lease.state))
    return refuse('rule', `${lease.name} is ${lease.state}; it cannot be extended any more.`, 'Create a new one.');
  const longest = Date.parse(lease.created) + policy.lifetime.longest * 60_000;
  const wanted = Math.max(Date.parse(lease.expires), now.getTime()) + (minutes ?? policy.lifetime.default) * 60_000;
  const until = minutes === undefined ? Math.min(wanted, longest) : wanted;
  const most = `No environment of ${policy.application} lives longer than ${tellDuration(policy.lifetime.longest)}`;
  if (until > longest)
    return refuse(
      'rule',
      `${most}: ${lease.name} ends on ${new Date(longest).toISOString()} at the latest.`,
      `Extend it by at most ${tellDuration((longest - Date.parse(lease.expires)) / 60_000)}, or create a new one.`,
    );
  if (until <= Date.parse(lease.expires))
    return refuse('rule', `${most}, and ${lease.name} has all of it.`, 'Create a new one when it has ended.');
  return new Date(until).toISOString();
}
