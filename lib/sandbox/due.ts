import type { Lease } from './lease';
import type { SandboxPolicy } from './policy';

/** What is to be done for a lease now. */
export type Due =
  | { readonly do: 'start'; readonly phase: 'build' | 'deploy' }
  | { readonly do: 'watch'; readonly phase: 'build' | 'deploy'; readonly id: string }
  | { readonly do: 'note-time' }
  | { readonly do: 'tell'; readonly what: string }
  | { readonly do: 'remove' }
  | { readonly do: 'wait'; readonly until: Date }
  | { readonly do: 'record' }
  | { readonly do: 'rest'; readonly until: Date | undefined };

/**
 * What is to be done now. A lease at rest needs nobody until the moment named, for which a schedule stands; where that was
 * lost, the sweep finds it.
 */
export function due(lease: Lease, policy: SandboxPolicy, now: Date): Due {
  if (lease.state === 'deleted') return { do: 'record' };
  const news = untold(lease);
  if (news) return { do: 'tell', what: news };
  if (lease.state === 'reported') return { do: 'rest', until: undefined };
  if (lease.state === 'deleting') return deletionDue(lease, now);
  if (nextMoment(lease, policy) <= now.getTime()) return { do: 'note-time' };
  const { run } = lease;
  if (run) return run.id ? { do: 'watch', phase: run.phase, id: run.id } : { do: 'start', phase: run.phase };
  return { do: 'rest', until: new Date(nextMoment(lease, policy)) };
}

/**
 * What a deployment began is deleted after it ended: a stack that is being made cannot be deleted, and one that is made
 * afterwards would be nobody's. A deployment that is not noted yet is refused when it asks for admission.
 */
function deletionDue(lease: Lease, now: Date): Due {
  if (lease.run?.id && lease.run.phase === 'deploy') return { do: 'watch', phase: lease.run.phase, id: lease.run.id };
  const next = Date.parse(lease.next ?? '');
  return next > now.getTime() ? { do: 'wait', until: new Date(next) } : { do: 'remove' };
}

/** When time next changes the lease: the warning, then the end. */
function nextMoment(lease: Lease, policy: SandboxPolicy): number {
  const end = Date.parse(lease.expires);
  return lease.state === 'ready' ? end - policy.warnMinutes * 60_000 : end;
}

/** What the owner has not been told yet. */
function untold({ state, told, run, problem, cost, budget }: Lease): string | undefined {
  const news = [
    ...(state === 'ready' && !run && !problem ? ['ready'] : []),
    ...(state === 'expiring' ? ['warned'] : []),
    ...(problem !== null && !run && (state === 'ready' || state === 'deleting') ? ['failed'] : []),
    ...(state === 'reported' ? ['reported'] : []),
    ...(cost !== null && cost > budget ? ['budget'] : []),
  ];
  return news.find((one) => !told.includes(one));
}
