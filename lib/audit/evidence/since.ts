import type { Evidence } from './schema';

type Differences = NonNullable<Evidence['since']>['differences'];

/** What a pack says otherwise than an earlier one: verdicts, access, pipelines, alarms, exceptions, assumptions. */
export function differencesSince(before: Evidence, now: Evidence): NonNullable<Evidence['since']> {
  const differences: Differences = [
    ...compare(list(before.theorems, themselves), list(now.theorems, themselves), 'theorem'),
    ...compare(list(before.controls, controlled), list(now.controls, controlled), 'control'),
    ...compare(list(before.access, accessed), list(now.access, accessed), 'access of'),
    ...compare(list(before.pipelines, piped), list(now.pipelines, piped), 'pipeline'),
    ...compare(list(before.alarms, alarmed), list(now.alarms, alarmed), 'alarm'),
    ...compare(list(before.exceptions, noted), list(now.exceptions, noted), 'exception'),
    ...compare(list(before.assumptions, noted), list(now.assumptions, noted), 'assumption'),
  ];
  return { time: before.time, digest: before.subject.digest, differences };
}

type Entry = readonly [string, string];

const themselves = (one: Evidence['theorems'][number]): Entry => [one.id, one.verdict];
const controlled = (one: Evidence['controls'][number]): Entry => [`${one.framework} ${one.id}`, one.verdict];
const accessed = (one: Evidence['access'][number]): Entry => [
  `${one.name} in ${one.accountName}`,
  `${one.level}, ${one.writes} actions`,
];
const piped = (one: Evidence['pipelines'][number]): Entry => [
  one.name,
  [one.stages.map((stage) => [stage.name, ...stage.approvers].join(' ')).join(' → '), one.window ?? ''].join('; '),
];
const alarmed = (one: Evidence['alarms'][number]): Entry => [
  `${one.name} (${one.account}, ${one.region})`,
  one.watches,
];
const noted = (one: { readonly id: string; readonly statement: string }): Entry => [one.id, one.statement];

function list<T>(all: readonly T[], entry: (one: T) => Entry): ReadonlyMap<string, string> {
  return new Map(all.map(entry));
}

const ABSENT = 'not there';

function compare(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, kind: string): Differences {
  const names = [...new Set([...before.keys(), ...now.keys()])];
  return names
    .map((name) => ({ what: `${kind} ${name}`, before: before.get(name) ?? ABSENT, now: now.get(name) ?? ABSENT }))
    .filter((one) => one.before !== one.now);
}
