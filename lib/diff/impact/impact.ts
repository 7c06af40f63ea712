import type { AccountEnvironment, Unknown, World } from '../../world/model';
import { Organization } from '../../world/authorize/organization';
import { beyond, type Beyond, type Example, type Rights } from '../rights';
import { subjectsOf, type Subject } from '../subjects';
import { fencedBy, type Fenced } from './fenced';
import { PARTS, partOf, type Part } from './part';

/** Somebody whom the fence would stop. */
export interface Stopped {
  readonly part: Part;
  readonly arn: string;
  /** Why this is a person's, where it is. */
  readonly person?: string;
  /** Actions that were allowed and would be denied, those that change something first. */
  readonly actions: readonly string[];
  readonly writes: number;
  readonly example: Example;
  /** ARNs of what runs as it. */
  readonly runs: readonly string[];
  readonly where: string;
}

/** An account that control policies of the assembly come over. */
export interface AccountImpact {
  readonly id: string;
  readonly name: string;
  readonly environment: AccountEnvironment;
  /** Whether people and other roles may only read there. */
  readonly guarded: boolean;
  /** Names of the policies. */
  readonly policies: readonly string[];
  readonly stopped: readonly Stopped[];
  /** How many lose nothing but changes of the guardrails themselves. */
  readonly guardrailsAlone: number;
  /** How many may do what they could. */
  readonly unchanged: number;
}

/** Whom a fence would stop that is not attached yet. */
export interface Impact {
  readonly version: 1;
  /** `unknown` where something could not be read or decided. */
  readonly verdict: 'free' | 'stopped' | 'unknown';
  readonly accounts: readonly AccountImpact[];
  /** Ids of accounts that no policy of the assembly comes over. */
  readonly untouched: readonly string[];
  readonly unknowns: readonly Unknown[];
}

/**
 * What is the fence's own has this in its name, in the sixth part of its ARN or the seventh (log groups, machines); whoever loses
 * that alone is stopped in nothing that there is today.
 */
const GUARDRAILS = ['arn:*:*:*:*:*guarded*', 'arn:*:*:*:*:*:*guarded*'];

/** The same rights without what touches the guardrails themselves. */
function butGuardrails({ layers, denies }: Rights): Rights {
  const own = {
    statement: {
      effect: 'Deny' as const,
      actions: { patterns: ['*'], negated: false },
      resources: { patterns: GUARDRAILS, negated: false },
      conditions: [],
      unreadable: [],
      where: 'the guardrails themselves',
    },
    version: '2012-10-17' as const,
    source: 'the guardrails themselves',
  };
  return { layers, denies: [...denies, own] };
}

interface Judged {
  readonly subject: Subject;
  readonly loss: Beyond;
  readonly guardrailsAlone: boolean;
}

function judge(before: Subject, after: Subject): Judged {
  if (before.text === after.text) return { subject: before, loss: {}, guardrailsAlone: false };
  const loss = beyond(butGuardrails(before.rights), after.rights, before.circumstances);
  if (loss.gained || loss.unknown !== undefined) return { subject: before, loss, guardrailsAlone: false };
  const { gained } = beyond(before.rights, after.rights, before.circumstances);
  return { subject: before, loss, guardrailsAlone: gained !== undefined };
}

function stoppedOf(organization: Organization, { subject, loss }: Judged): Stopped[] {
  const principal = organization.principals.get(subject.arn);
  if (!loss.gained || !principal) return [];
  const account = organization.accounts.get(subject.account)!;
  const runs = account.resources.filter(({ roles }) => roles.includes(subject.arn)).map(({ arn }) => arn);
  return [
    {
      part: partOf(principal),
      arn: subject.arn,
      ...(subject.person ? { person: subject.person } : {}),
      ...loss.gained,
      runs,
      where: subject.where,
    },
  ];
}

function byPart(a: Stopped, b: Stopped): number {
  return PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || (a.arn < b.arn ? -1 : 1);
}

const undecided = (judged: readonly Judged[]): Unknown[] =>
  judged.flatMap(({ subject, loss }) =>
    loss.unknown === undefined ? [] : [{ why: loss.unknown, where: subject.where }],
  );

/** Principals of an account as they are and as they would be. */
type Pairs = readonly (readonly [Subject, Subject])[];

function pairsOf(live: World, fenced: World): Map<string, Pairs> {
  const after = subjectsOf(fenced);
  const found = new Map<string, (readonly [Subject, Subject])[]>();
  for (const [key, before] of subjectsOf(live)) {
    const now = after.get(key);
    if (before.kind !== 'principal' || !now) continue;
    const known = found.get(before.account) ?? [];
    known.push([before, now]);
    found.set(before.account, known);
  }
  return found;
}

function accountImpact(organization: Organization, id: string, fenced: Fenced, pairs: Pairs) {
  const { name, environment } = fenced.world.accounts.find((each) => each.id === id)!;
  const judged = pairs.map(([before, after]) => judge(before, after));
  const stopped = judged.flatMap((each) => stoppedOf(organization, each)).sort(byPart);
  const guardrailsAlone = judged.filter((each) => each.guardrailsAlone).length;
  const unknowns = undecided(judged);
  const account: AccountImpact = {
    id,
    name,
    environment,
    guarded: ['prod', 'tooling', 'audit'].includes(environment),
    policies: fenced.policies.get(id)!.map((policy) => policy.name),
    stopped,
    guardrailsAlone,
    unchanged: pairs.length - stopped.length - guardrailsAlone - unknowns.length,
  };
  return { account, unknowns };
}

/** Accounts under the fence that the input says nothing of. */
function undescribed({ accounts }: World, touched: readonly string[]): Unknown[] {
  const silent = accounts.filter(({ id, described, closed }) => touched.includes(id) && !described && !closed);
  return silent.map(({ id, name }) => ({
    why: `account ${id} (${name}) is not described; collect it with \`guarded snapshot\``,
    where: `accounts.${id}`,
  }));
}

/**
 * Who and what the control policies of an assembly would stop in the organization as it is deployed, before anybody attaches
 * them: what was allowed, and would be denied.
 *
 * @param live The organization as it is, from a snapshot.
 * @param planned The assembly that holds the policies.
 * @param ids Units and accounts that the fence is attached to alone; all of its targets where none are given.
 */
export function impactOf(live: World, planned: World, ids: readonly string[] = []): Impact {
  const fenced = fencedBy(live, planned, ids);
  const open = fenced.world.accounts.filter(({ closed }) => !closed).map(({ id }) => id);
  const touched = open.filter((id) => fenced.policies.get(id)!.length > 0);
  const organization = new Organization(live);
  const pairs = pairsOf(live, fenced.world);
  const found = touched.map((id) => accountImpact(organization, id, fenced, pairs.get(id) ?? []));
  const accounts = found.map(({ account }) => account);
  const unknowns = [
    ...live.unknowns,
    ...planned.unknowns,
    ...undescribed(live, touched),
    ...found.flatMap((each) => each.unknowns),
  ];
  const stopped = accounts.some((account) => account.stopped.length > 0);
  return {
    version: 1,
    verdict: unknowns.length > 0 ? 'unknown' : stopped ? 'stopped' : 'free',
    accounts: accounts.sort((a, b) => Number(b.guarded) - Number(a.guarded) || (a.id < b.id ? -1 : 1)),
    untouched: open.filter((id) => !touched.includes(id)),
    unknowns,
  };
}
