import type { Caller } from '../../sandbox/caller';
import { draftLease } from '../../sandbox/create';
import { type Lease, viewOf } from '../../sandbox/lease';
import { type Refusal, isRefusal, refuse } from '../../sandbox/refusal';
import type { CreateRequest, SandboxRequest } from '../../sandbox/request';
import { mayChange } from '../../sandbox/rights';
import { extension } from '../../sandbox/step';
import { eventsOf, logsOf } from './progress';
import type { SandboxRuntime } from './runtime';
import { leadOn } from './start';
import { advance, createLease, getLease, listEnded, listLeases } from './store';

/** Does what a known person asks for. */
export async function serve(
  runtime: SandboxRuntime<'table' | 'machines' | 'stacks' | 'builds' | 'logs'>,
  request: SandboxRequest,
  caller: Caller,
): Promise<object | Refusal> {
  switch (request.do) {
    case 'create':
      return create(runtime, request, caller);
    case 'list':
      if (request.ended) return { ended: await listEnded(runtime) };
      return { leases: (await listLeases(runtime)).map(viewOf) };
    default:
      return about(runtime, request, caller);
  }
}

async function create(
  runtime: SandboxRuntime<'table' | 'machines'>,
  request: CreateRequest,
  caller: Caller,
): Promise<object | Refusal> {
  const draft = draftLease(request, caller, runtime.settings.policy, runtime.now());
  const lease = isRefusal(draft) ? draft : await createLease(runtime, draft);
  if (isRefusal(lease)) return lease;
  // Where this fails, the sweep finds a lease that nobody leads on.
  await leadOn(runtime, lease).catch((error: Error) => console.error(error.message));
  return viewOf(lease);
}

type About = Exclude<SandboxRequest, { do: 'create' | 'list' }>;

async function about(
  runtime: SandboxRuntime<'table' | 'machines' | 'stacks' | 'builds' | 'logs'>,
  request: About,
  caller: Caller,
): Promise<object | Refusal> {
  const lease = await getLease(runtime, request.name);
  if (!lease) return nothingOfThatName(runtime, request.name);
  switch (request.do) {
    case 'show':
      return viewOf(lease);
    case 'events':
      return eventsOf(runtime, lease, request.after);
    case 'logs':
      return logsOf(runtime, lease, request.after);
    default:
      return mayChange(caller, lease) ?? change(runtime, lease, request, caller);
  }
}

async function nothingOfThatName(runtime: SandboxRuntime<'table'>, name: string): Promise<Refusal> {
  const names = (await listLeases(runtime)).map((lease) => lease.name);
  const there =
    names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none at all; guarded env create makes one.';
  return refuse('unknown', `There is no environment ${name}.`, there, names);
}

async function change(
  runtime: SandboxRuntime<'table' | 'machines'>,
  lease: Lease,
  request: Extract<About, { do: 'extend' | 'delete' }>,
  caller: Caller,
): Promise<object | Refusal> {
  let refused: Refusal | undefined;
  const after = await advance(runtime, lease, (now) => {
    if (request.do === 'delete') return { kind: 'ended', by: caller.user, why: request.why ?? 'asked for' };
    const until = extension(now, request.minutes, runtime.settings.policy, runtime.now());
    refused = typeof until === 'string' ? undefined : until;
    return typeof until === 'string' ? { kind: 'extended', by: caller.user, until, why: request.why } : undefined;
  });
  if (refused) return refused;
  if (!after) return nothingOfThatName(runtime, request.name);
  await leadOn(runtime, after).catch((error: Error) => console.error(error.message));
  return viewOf(after);
}
