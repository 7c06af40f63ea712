import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAssembly } from '../../../lib/prover';
import { assetDigests, diffWorlds, tellDifference } from '../../../lib/diff';
import { controlDifference, controlDifferencesFrom } from '../../../lib/diff/control/control';
import { leavesOf } from '../../../lib/diff/control/leaves';
import { tellControl } from '../../../lib/diff/tell-control';
import type { TemplateResource, World } from '../../../lib/world/model';
import cases from '../../fixtures/prover/diff/control-cases.json';
import { edited, type Edit } from './_edit';
import { synthesizeExample } from './_example';
import { folderOf, rehashed, reversed, rewritten, tagged } from './_look-alike';

const example = synthesizeExample();
const world = describeAssembly(example);
const folders = [example];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const fromWorld = controlDifferencesFrom(world);

/** Lines of changes, without headings; what hashes say is not told. */
const lines = (older: World, newer: World): string[] =>
  tellControl(older === world ? fromWorld(newer) : controlDifference(older, newer))
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim().replace(/[0-9a-f]{16,}…?/g, '#'));

const withEdits = (...edits: readonly Edit[]): World => edits.reduce(edited, world);
const TWO_APPROVERS: Edit = {
  resource: ['AWS::CodePipeline::Pipeline', 'orders'],
  path: 'Stages/Approve/Actions/BusinessOwner',
  remove: true,
};

describe('exactly what changes in the shipped example is told, with what it means', () => {
  it.each(
    (cases as { name: string; from?: Edit[]; edits: Edit[]; told: string[] }[]).map((one) => [one.name, one] as const),
  )('%s', (_, { from = [], edits, told }) => {
    const older = withEdits(...from);
    expect(lines(older, edits.reduce(edited, older))).toEqual(told);
  });

  it('the other way round, what was weaker is stronger', () => {
    expect(lines(withEdits(TWO_APPROVERS), world)).toEqual([
      'stronger   approval BusinessOwner: none → asked in Approve, for up to 7 days',
    ]);
  });

  it('the weakest comes first', () => {
    const bake: Edit = { policy: 'orders', path: 'waves/Prod-one-box/bakeMinutes', set: 60 };
    const branch: Edit = {
      resource: TWO_APPROVERS.resource,
      path: 'Stages/Source/Actions/Source/Configuration/BranchName',
      set: 'x',
    };
    const judgements = lines(world, withEdits(bake, branch, TWO_APPROVERS)).map((line) => line.split(' ')[0]);
    expect(judgements).toEqual(['weaker', 'different', 'stronger']);
  });
});

describe('the relation of two assemblies', () => {
  const relation = (...edits: readonly Edit[]) => {
    const difference = diffWorlds(world, withEdits(...edits));
    return [difference.relation, tellDifference(difference).split('\n')[0]];
  };
  const bake = (minutes: number): Edit => ({ policy: 'orders', path: 'waves/Prod-one-box/bakeMinutes', set: minutes });

  it('a weaker change control is broader, a stronger one narrower', () => {
    expect(relation(bake(1))).toEqual(['broader', 'Broader: change control: 1 weaker.']);
    expect(relation(bake(60))).toEqual([
      'narrower',
      'Narrower: nobody may do anything new, change control: 1 stronger.',
    ]);
  });

  it('what is just different is no better than broader', () => {
    const other: Edit = { policy: 'orders', path: 'window/timeZone', set: 'America/New_York' };
    expect(relation(other)).toEqual(['incomparable', 'Not comparable: change control: 1 different.']);
    expect(relation(other, bake(60))[0]).toBe('incomparable');
  });

  it('beside a snapshot, which describes no pipelines, nobody can say', () => {
    const snapshot = { ...world, stacks: undefined };
    const difference = diffWorlds(snapshot, world);
    expect(difference.relation).toBe('unknown');
    expect(tellDifference(difference)).toMatch(/pipeline orders in .*\n {2}unknown {4}the pipeline, which a snapshot/);
  });
});

describe('look-alikes are equivalent', () => {
  const gate = world.stacks!.flatMap((stack) => stack.resources).find((one) => one.ref === 'orders-gate')!;
  const hash = String((gate.properties.Code as { S3Key: string }).S3Key).replace('.zip', '');
  const compare = (copy: string) => {
    folders.push(copy);
    return diffWorlds(world, describeAssembly(copy), assetDigests([example, copy]));
  };

  it('other orders, logical ids, tags and hashes of the same content', () => {
    const copy = rewritten(example, (text, name) => {
      const renamed = text.replaceAll(/pipelinePipeline[0-9A-F]{8}/g, 'Renamed');
      const template = tagged(JSON.parse(renamed) as Record<string, unknown>);
      return JSON.stringify(name.includes('pipelineorders') ? reversed(template) : template);
    });
    rehashed(copy, hash);
    const difference = compare(copy);
    expect(difference.control).toEqual([]);
    expect(difference).toMatchObject({ relation: 'equivalent', accounts: [] });
    expect(tellDifference(difference)).toMatch(/^Equivalent: .*change control is the same\.$/);
  });

  it('but for other code behind a hash, and another group behind an approver', () => {
    const copy = rewritten(example, (text, name) => {
      const group = name.includes('organization') ? '33333333-3333-3333-3333-333333333333' : 'none';
      return text.replaceAll(`"PrincipalId": "${group}"`, '"PrincipalId": "mallory"');
    });
    writeFileSync(join(copy, folderOf(copy, hash), 'index.js'), 'exports.handler = () => "go on"');
    rehashed(copy, hash);
    expect(lines(world, describeAssembly(copy))).toEqual([
      // Of every handler: they share one archive.
      'different  code of a handler: # → #',
      'different  who is ReleaseManager: group 33333333-3333-3333-3333-333333333333 → group mallory',
    ]);
    expect(compare(copy).relation).toBe('incomparable');
  });
});

describe('nothing of a pipeline changes unseen', () => {
  const stack = world.stacks!.find(({ name }) => name === 'guarded-pipeline-orders')!;
  const alone = { ...world, accounts: world.accounts.map((one) => ({ ...one, principals: [], resources: [] })) };
  const worldOf = (resource: TemplateResource): World => ({
    ...alone,
    stacks: [{ ...stack, resources: [...around, resource] }],
  });
  const pipeline = stack.resources.find(({ type }) => type === 'AWS::CodePipeline::Pipeline')!;
  let around: readonly TemplateResource[] = [];

  /** Every scalar below a value, changed in turn. */
  function* changed(value: unknown): Generator<unknown> {
    if (Array.isArray(value)) {
      for (const [at, one] of value.entries())
        for (const other of changed(one)) yield value.map((each: unknown, i) => (i === at ? other : each));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value))
        for (const other of changed(one)) yield { ...value, [key]: other };
    } else yield typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}1`;
  }

  const unseen = (one: TemplateResource, others: readonly TemplateResource[]): TemplateResource[] => {
    const differences = controlDifferencesFrom(worldOf(one));
    return others.filter((other) => differences(worldOf(other)).length === 0);
  };

  it('every value of the definition', () => {
    const { Stages, ...rest } = pipeline.properties;
    const all = [
      ...[...changed(Stages)].map((one) => ({ ...rest, Stages: one })),
      ...[...changed(rest)].map((one) => ({ ...(one as object), Stages })),
    ].map((properties) => ({ ...pipeline, properties }));
    expect(all.length).toBeGreaterThan(200);
    // The name alone says nothing: what it makes of the ARN does.
    expect(unseen(pipeline, all).map(({ properties }) => properties.Name)).toEqual(['orders1']);
  });

  it('every value of the policy that the gate decides by', () => {
    around = [pipeline];
    const gate = stack.resources.find(({ ref }) => ref === 'orders-gate')!;
    const all = [...changed(gate.policy)].map((policy) => ({ ...gate, policy }));
    expect(all.length).toBe(leavesCount(gate.policy));
    expect(unseen(gate, all)).toEqual([]);
  });

  function leavesCount(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 1;
    return Object.values(value).reduce((sum: number, one) => sum + leavesCount(one), 0);
  }

  it('a text within a text, and a list of things without names', () => {
    expect(leavesOf({ a: '{"b":[{"c":1},{"d":"x"}]}' })).toEqual([
      { path: 'a.b.0.c', text: '1' },
      { path: 'a.b.1.d', text: 'x' },
    ]);
  });
});

it('text of strangers makes no lines of its own, and long text is cut around what differs', () => {
  const forged = `harmless\u001b[2K\n  stronger   everything: bad → good`;
  const told = lines(world, withEdits({ policy: 'orders', path: 'identities', set: { [forged]: 'x' } }));
  expect(told).toEqual(['different  identity harmless\ufffd[2K\ufffd  stronger   everything: bad → good: none → x']);
  const long = (end: string): World =>
    withEdits({ policy: 'orders', path: 'note', set: `${'x'.repeat(300)}${end}${'y'.repeat(300)}` });
  const [line] = lines(long('1'), long('2'));
  expect(line).toMatch(/^different {2}note: …x{20}1y+… → …x{20}2y+…$/);
  expect(line!.length).toBeLessThan(200);
});
