import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAssembly } from '../../../lib/prover';
import { prove } from '../../../lib/prover/prove';
import type { TheoremId, Verdict } from '../../../lib/prover/result';
import { THEOREM_IDS } from '../../../lib/prover/result';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { ACCOUNTS } from '../../_helpers/assembly-folder';
import { goodLine, lineFolder } from './delivery/_line';
import type { Line } from './delivery/_line';
import { notReplayed } from './_replayed';
import type { Json } from './_org';
import { DEV, MGMT, PROD, TOOLING, account, doc, role, user } from './_org';

/**
 * Tables that a reviewer can extend: `test/fixtures/prover/theorems/<theorem>.json`. A case describes accounts of an
 * organization (users, roles, resources as the snapshot format has them; `${PROD}` and the like stand for account ids),
 * or what differs from a delivery line that holds.
 */
const AUDIT = '444444444444';
const IDS: Record<string, string> = { MGMT, DEV, TOOLING, PROD, AUDIT };
const FOLDER = join(__dirname, '../../fixtures/prover/theorems');

interface Entity {
  readonly name: string;
  readonly allow: Json[];
  readonly trust?: Json[];
}
interface Described {
  readonly users?: Entity[];
  readonly roles?: Entity[];
  readonly resources?: Json[];
}
interface Case {
  readonly name: string;
  readonly expected: Verdict;
  readonly accounts?: Record<string, Described>;
  readonly policies?: Json[];
  /** Parts of the line, by stage and path; null takes one out. */
  readonly set?: Record<string, unknown>;
  readonly remove?: string[];
  readonly order?: string[];
  readonly copy?: { readonly stage: string; readonly name: string };
  readonly project?: Json;
  readonly alarm?: Json;
  readonly metadata?: Json;
  readonly person?: string[];
}

const filled = <T>(part: T): T =>
  JSON.parse(JSON.stringify(part).replace(/\$\{([A-Z]+)\}/g, (all, name: string) => IDS[name] ?? all)) as T;

function snapshotOf({ accounts = {}, policies = [] }: Case): Json {
  const names = [
    ['mgmt', MGMT, 'management'],
    ['dev', DEV, 'dev'],
    ['tooling', TOOLING, 'tooling'],
    ['prod', PROD, 'prod'],
    ['audit', AUDIT, 'audit'],
  ] as const;
  const content = ([name, id]: (typeof names)[number]) => {
    const { users = [], roles = [], resources = [] } = filled(accounts[name] ?? {});
    return account({
      users: users.map((one) => user(id, one.name, one.allow)),
      roles: roles.map((one) => role(id, one.name, one.trust ?? [], one.allow)),
      resources,
    });
  };
  return {
    version: 1,
    organization: {
      id: 'o-abc123defg',
      managementAccountId: MGMT,
      accounts: names.map(([name, id, environment]) => ({ id, name, environment, ous: ousOf(name) })),
      policies: filled(policies),
    },
    accounts: Object.fromEntries(names.map((one) => [one[1], content(one)])),
  };
}

const ousOf = (name: string): string[] => (name === 'mgmt' ? ['r-root'] : ['r-root', `ou-${name}`]);

type Stages = Line['pipeline']['Properties']['Stages'];

function set(stages: Stages, path: string, value: unknown): void {
  const [name, ...keys] = path.split('.');
  let at = stages.find((one) => one.Name === name) as unknown as Json;
  for (const key of keys.slice(0, -1)) at = at[key] as Json;
  if (value === null) delete at[keys.at(-1)!];
  else at[keys.at(-1)!] = value;
}

function lineOf(one: Case): Line {
  const line = goodLine();
  const { Stages } = line.pipeline.Properties;
  const approval = one.copy && Stages.find(({ Name }) => Name === one.copy!.stage)!;
  if (approval) approval.Actions.push({ ...approval.Actions[0], Name: one.copy!.name });
  const ordered = one.order?.map((name) => Stages.find(({ Name }) => Name === name)!) ?? Stages;
  line.pipeline.Properties.Stages = ordered.filter(({ Name }) => !one.remove?.includes(Name));
  for (const [path, value] of Object.entries(one.set ?? {})) set(line.pipeline.Properties.Stages, path, value);
  Object.assign(line.project, one.project);
  Object.assign(line.alarm.Properties, one.alarm);
  if (one.metadata) line.metadata = one.metadata;
  return line;
}

function peopleOf({ person }: Case): Json {
  if (!person) return {};
  const inlinePolicy = doc({ Effect: 'Allow', Action: person, Resource: '*' });
  const assignments = [{ permissionSet: 'OnCall', accountId: ACCOUNTS.prod }];
  return { identityCenter: { permissionSets: [{ name: 'OnCall', inlinePolicy }], assignments } };
}

const LINES: readonly TheoremId[] = ['approval-dominates-prod', 'rollback-is-armed'];

function answer(id: TheoremId, one: Case) {
  const world = LINES.includes(id)
    ? describeAssembly(lineFolder(lineOf(one), peopleOf(one)))
    : parseSnapshot(JSON.stringify(snapshotOf(one)), 'snapshot.json');
  return prove(world).theorems.find((theorem) => theorem.id === id)!;
}

/** How often the evaluator was asked, over all cases. */
let replays = 0;

const casesOf = (id: TheoremId): Case[] => JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')) as Case[];

describe.each(THEOREM_IDS.filter((id) => id !== 'no-human-write-to-prod'))('%s', (id) => {
  it('has at least four ways to fall and two look-alikes that hold', () => {
    const counted = (verdict: Verdict) => casesOf(id).filter((one) => one.expected === verdict).length;
    expect([counted('refuted') >= 4, counted('proved') >= 2]).toEqual([true, true]);
  });

  it.each(casesOf(id).map((one) => [one.name, one.expected, one] as const))('%s: %s', (_name, expected, one) => {
    const { verdict, counterexamples, unknowns } = answer(id, one);
    expect({ verdict, ...(expected === 'proved' ? { counterexamples, unknowns } : {}) }).toEqual({
      verdict: expected,
      ...(expected === 'proved' ? { counterexamples: [], unknowns: [] } : {}),
    });
    if (expected !== 'refuted') return;
    expect(counterexamples[0].where).not.toEqual([]);
    if (LINES.includes(id)) return;
    const { wrong, asked } = notReplayed(snapshotOf(one), counterexamples);
    replays += asked;
    expect(wrong).toEqual([]);
  });
});

test('a counterexample that the evaluator does not allow would be seen', () => {
  const one = casesOf('guardrails-are-immutable').find(({ expected }) => expected === 'refuted')!;
  const [found] = answer('guardrails-are-immutable', one).counterexamples;
  const other = { ...found, steps: [], request: { ...found.request, action: 'sqs:AddPermission' } };
  expect(notReplayed(snapshotOf(one), [other]).wrong.join()).toMatch(/is not allowed by its own policies/);
});

// After the tables, each of whose cases adds to it.
test('the evaluator was asked of most of them', () => expect(replays).toBeGreaterThan(40));
