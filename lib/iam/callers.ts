import { shortestWord } from './automaton';
import { language } from './language';
import type { PrincipalElement, PrincipalEntry } from './model';
import { likeGlobs, nameGlobs } from './pattern';
import type { Caller, CallerKind } from './query';

/**
 * Who a Principal element means. `may`: some caller behind this name can be meant; `must`: every one is. They differ
 * only where a name is a language of names that CloudFormation may generate.
 */
export interface Match {
  readonly may: boolean;
  readonly must: boolean;
}

const YES: Match = { may: true, must: true };
const NO: Match = { may: false, must: false };
const IN_ACCOUNT: ReadonlySet<CallerKind> = new Set<CallerKind>(['role', 'session', 'user', 'root']);

/** Whether a `Principal` or `NotPrincipal` element means a caller. */
export function meant(element: PrincipalElement, caller: Caller): Match {
  const matches = element.entries.map((entry) => entryMeans(entry, caller));
  const may = matches.some((match) => match.may);
  const must = matches.some((match) => match.must);
  return element.negated ? { may: !must, must: !may } : { may, must };
}

function entryMeans(entry: PrincipalEntry, caller: Caller): Match {
  if (entry.type === 'AWS') return awsMeans(entry.value, caller);
  const kind: CallerKind =
    entry.type === 'Service' ? 'service' : entry.type === 'Federated' ? 'federated' : 'canonical';
  if (caller.kind !== kind) return NO;
  return entry.value === '*' ? YES : named(entry.value, caller.id);
}

function awsMeans(value: string, caller: Caller): Match {
  if (value === '*') return YES;
  if (!IN_ACCOUNT.has(caller.kind)) return NO;
  const account = accountMeant(value);
  if (account !== undefined) return account === accountOf(caller.id) ? YES : NO;
  if (caller.kind === 'session' && roleOf(caller.id) !== undefined && roleOf(caller.id) === roleOf(value)) {
    return isSession(value) ? named(value, caller.id) : YES;
  }
  return named(value, caller.id);
}

/** The account that an id or a root ARN delegates to. */
export function accountMeant(value: string): string | undefined {
  if (/^\d{12}$/.test(value)) return value;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1];
}

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4];
}

/** `account/RoleName` of a role or a role session; role names are unique in an account whatever their path. */
export function roleOf(arn: string): string | undefined {
  const session = /^arn:[^:]+:sts::([^:]*):assumed-role\/([^/]+)\//.exec(arn);
  if (session) return `${session[1]}/${session[2]}`;
  const role = /^arn:[^:]+:iam::([^:]*):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  return role ? `${role[1]}/${role[2]}` : undefined;
}

/** An ARN of one session of a role. */
export function isSession(arn: string): boolean {
  return /^arn:[^:]+:sts::[^:]*:assumed-role\//.test(arn);
}

/** Equal names, or languages of names that overlap. */
function named(value: string, id: string): Match {
  if (value === id) return YES;
  if (!value.includes('*') && !id.includes('*')) return NO;
  const [wide, names] = [language(likeGlobs(value)), language(nameGlobs(id))];
  const must = shortestWord([names], [wide]) === null;
  return { may: must || shortestWord([names, wide], []) !== null, must };
}
