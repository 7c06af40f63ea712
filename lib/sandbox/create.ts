import type { Caller } from './caller';
import { tellDuration } from './duration';
import type { Lease } from './lease';
import { leaseId, nameFor } from './names';
import type { SandboxPolicy } from './policy';
import { type Refusal, refuse } from './refusal';
import type { CreateRequest } from './request';

/** Environments that are there for everybody; prod above all is nobody's to make. */
const RESERVED = ['dev', 'live', 'prod', 'production', 'stage', 'staging', 'test'];

/** A lease that somebody asks for, before its quota is counted; or why it cannot be. */
export function draftLease(request: CreateRequest, caller: Caller, policy: SandboxPolicy, now: Date): Lease | Refusal {
  const { lifetime, budget } = policy;
  const minutes = request.minutes ?? lifetime.default;
  if (minutes > lifetime.longest)
    return refuse(
      'rule',
      `${tellDuration(minutes)} is longer than an environment of ${policy.application} may live.`,
      `Ask for at most ${tellDuration(lifetime.longest)}.`,
    );
  const dollars = request.budget ?? Math.min(budget.default, budget.most);
  if (dollars > budget.most)
    return refuse(
      'rule',
      `A budget of $${dollars} is more than an environment of ${policy.application} may have.`,
      `Ask for at most $${budget.most}.`,
    );
  const name = request.name ?? nameFor(caller.user, request.branch, policy.mainBranch);
  if (RESERVED.includes(name))
    return refuse(
      'rule',
      `Nobody makes ${name}: what is pushed to ${policy.mainBranch} reaches test and prod through the pipeline.`,
      'Follow it with guarded change list, or choose another name for an environment of your own.',
    );
  const expires = new Date(now.getTime() + minutes * 60_000);
  return newLease(
    { name, owner: caller.user, branch: request.branch, expires, budget: dollars, why: request.why },
    policy,
    now,
  );
}

/** What a new lease is made from. */
export interface NewLease {
  readonly name: string;
  readonly owner: string;
  readonly branch: string;
  readonly expires: Date;
  readonly budget: number;
  readonly why?: string;
  /** Commit, where it is known before it is built. */
  readonly revision?: string;
}

/** A lease of which nothing is there yet. */
export function newLease(
  {
    name,
    owner,
    branch,
    expires,
    budget,
    why,
    revision = null,
  }: Omit<NewLease, 'revision'> & { readonly revision?: string | null },
  { application }: SandboxPolicy,
  now: Date,
): Lease {
  const at = now.toISOString();
  return {
    version: 1,
    id: leaseId(name, now),
    name,
    application,
    owner,
    branch,
    state: 'creating',
    created: at,
    expires: expires.toISOString(),
    budget,
    cost: null,
    outputs: {},
    revision,
    assembly: null,
    deployment: 1,
    run: { phase: 'build', id: null, since: at },
    lastRun: null,
    problem: null,
    passes: 0,
    next: null,
    remains: [],
    logGroups: [],
    told: [],
    history: [{ at, by: owner, what: `asked for ${branch} until ${expires.toISOString()}${why ? `: ${why}` : ''}` }],
    revisionOfItem: 1,
  };
}
