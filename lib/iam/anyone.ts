import { accountMeant, isSession, roleOf } from './callers';
import type { PrincipalEntry } from './model';
import type { BoundStatement, Caller } from './query';

/**
 * The callers that the Principal elements of some statements can tell apart, so that looking at these is looking at
 * all: everyone who is named, somebody else in each account that is named, somebody in another account, and somebody
 * of each kind whom nobody names.
 */
export function anyone(statements: readonly BoundStatement[]): Caller[] {
  const entries = entriesOf(statements);
  const partition = /^arn:([^:*]+):/.exec(
    entries.map((entry) => entry.value).find((value) => value.startsWith('arn:')) ?? '',
  );
  const callers = [
    ...entries.flatMap(callerOf),
    ...accountsOf(entries).map((account) => stranger(partition?.[1] ?? 'aws', account)),
    stranger(partition?.[1] ?? 'aws', freshAccount(entries)),
    { kind: 'anonymous', id: '*' } as const,
    { kind: 'service', id: fresh('example.amazonaws.com', entries) } as const,
    { kind: 'federated', id: fresh('accounts.example.com', entries) } as const,
    { kind: 'canonical', id: fresh('0123456789abcdef', entries) } as const,
  ];
  return [...new Map(callers.map((caller) => [`${caller.kind} ${caller.id}`, caller])).values()];
}

/** All entries of the statements' Principal elements. */
export function entriesOf(statements: readonly BoundStatement[]): PrincipalEntry[] {
  return statements.flatMap(({ statement }) => statement.principals?.entries ?? []);
}

function callerOf({ type, value }: PrincipalEntry): Caller[] {
  if (value === '*') return [];
  if (type === 'Service') return [{ kind: 'service', id: value }];
  if (type === 'Federated') return [{ kind: 'federated', id: value }];
  if (type === 'CanonicalUser') return [{ kind: 'canonical', id: value }];
  if (/^\d{12}$/.test(value)) return [];
  if (accountMeant(value)) return [{ kind: 'root', id: value }];
  if (isSession(value)) return [{ kind: 'session', id: value }];
  return [{ kind: roleOf(value) ? 'role' : 'user', id: value }];
}

function accountsOf(entries: readonly PrincipalEntry[]): string[] {
  const accounts = entries
    .filter(({ type }) => type === 'AWS')
    .flatMap(({ value }) => accountMeant(value) ?? value.split(':')[4] ?? []);
  return [...new Set(accounts)].filter((account) => /^\d{12}$/.test(account));
}

function stranger(partition: string, account: string): Caller {
  return { kind: 'role', id: `arn:${partition}:iam::${account}:role/anybody` };
}

function freshAccount(entries: readonly PrincipalEntry[]): string {
  const taken = new Set(accountsOf(entries));
  return ['123456789012', '999999999999', '888888888888'].find((one) => !taken.has(one)) ?? unusedAccount(taken);
}

function unusedAccount(taken: ReadonlySet<string>): string {
  let number = 700_000_000_000;
  while (taken.has(String(number))) number += 1;
  return String(number);
}

function fresh(name: string, entries: readonly PrincipalEntry[]): string {
  const taken = new Set(entries.map((entry) => entry.value));
  let one = name;
  while (taken.has(one)) one = `x${one}`;
  return one;
}

/**
 * The callers of a question, and those that statements name among the sessions of a role and among the names of a
 * language: each of them may be told apart from the rest.
 */
export function toldApart(callers: readonly Caller[], statements: readonly BoundStatement[]): Caller[] {
  const values = entriesOf(statements).filter(
    ({ type, value }) => type === 'AWS' && value !== '*' && !value.includes('*'),
  );
  const more = callers.flatMap((caller) => {
    if (caller.kind !== 'role') return [];
    const sessions = values.filter(({ value }) => isSession(value) && roleOf(value) === roleOf(caller.id));
    return sessions.map(({ value }): Caller => ({ kind: 'session', id: value }));
  });
  return [...callers, ...more];
}
