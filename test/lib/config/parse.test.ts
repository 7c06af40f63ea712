import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parsePlatform, readPlatform } from '../../../lib/config';
import { pathText } from '../../../lib/config/document';
import { platform } from '../../../lib/config/schema';
import type { Problem } from '../../../lib/errors';
import { problemsOf } from './told';
import cases from '../../fixtures/config/problems.json';

const shipped = join(__dirname, '../../../platform.yaml');
const text = readFileSync(shipped, 'utf8');

/** Line of the file that a place names, for comparison with the text itself. */
function lineOf(changed: string, problem: Problem): string {
  const line = Number(/^line (\d+), column \d+/.exec(problem.place ?? '')?.[1]);
  return changed.split('\n')[line - 1];
}

test('the shipped file holds', () => {
  const { config } = readPlatform(shipped);
  expect(config.applications[0].waves.map((wave) => wave.name)).toEqual(['one-box', 'first-region', 'the-rest']);
  expect(config.personas.Developer).toEqual(['developers']);
});

test.each(cases)('$case: one problem with its place, its value and what would be right', (entry) => {
  expect(text).toContain(entry.replace);
  const changed = text.replace(entry.replace, entry.with);
  const problems = problemsOf(changed);
  expect(problems.map((problem) => problem.place)).toContainEqual(expect.stringContaining(`(${entry.path})`));
  const problem = problems.find(({ place }) => place?.includes(`(${entry.path})`));
  for (const word of entry.says) expect(problem?.message).toContain(word);
});

test('a value is told with the line it stands in', () => {
  const changed = text.replace("'333333333333'", "'33333333333'");
  expect(lineOf(changed, problemsOf(changed)[0])).toContain("account: '33333333333'");
});

test('all problems are told together, in the order of the lines', () => {
  const changed = cases
    .filter((entry) =>
      ['eleven digits', 'unknown group', 'a bake over three hours', 'an unknown key'].includes(entry.case),
    )
    .reduce((before, entry) => before.replace(entry.replace, entry.with), text);
  const places = problemsOf(changed).map((problem) => problem.place ?? '');
  const lines = places.map((place) => Number(/^line (\d+)/.exec(place)?.[1]));
  expect(lines.length).toBeGreaterThanOrEqual(4);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

test('an account id without quotes keeps its leading zero', () => {
  const changed = text.replace("'333333333333'", '012345678901').replaceAll('333333333333', '012345678901');
  expect(parsePlatform(changed, 'platform.yaml').config.applications[0].environments[0].account).toBe('012345678901');
});

test.each([
  ['', 'got null; write a mapping of keys and values'],
  ['a: [1', 'no valid YAML'],
  ['groups: {}\ngroups: {}', 'no valid YAML: Map keys must be unique'],
  ['- 1', 'write a mapping of keys and values'],
])('%j is refused without a stack trace', (broken, message) => {
  const problems = problemsOf(broken);
  expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  expect(problems[0].file).toBe('platform.yaml');
});

test('a file that is not there says how to get one', () => {
  expect(() => readPlatform('/nowhere/platform.yaml')).toThrow(/guarded init/);
});

test('a merge key is told where it stands', () => {
  const [problem] = problemsOf(text.replace('  identityCenter:', '  <<: { id: o-zzzzzzzzzz }\n  identityCenter:'));
  expect(problem.message).toMatch(/^merge keys \(<<\).*write the keys out/);
  expect(problem.place).toMatch(/^line \d+, column 3$/);
});

test('a second document is told where it begins', () => {
  const [problem] = problemsOf(`${text}\n---\na: 1\n`);
  expect(problem.message).toMatch(/^a second document begins here; keep one/);
});

test('a folder is no file, and letters of another encoding are told with their line', () => {
  expect(() => readPlatform(join(shipped, '..'))).toThrow(/is a folder; name the file in it/);
  const latin = join(mkdtempSync(join(tmpdir(), 'latin-')), 'platform.yaml');
  writeFileSync(latin, Buffer.from('# fine\n# \u00fc\n', 'latin1'));
  expect(() => readPlatform(latin)).toThrow(/line 2: holds a character that is not UTF-8/);
});

test('environments of two applications whose names join to one are told', () => {
  const [before = '', rest = ''] = text.split(/^applications:\n/m);
  const block = rest.split(/^(?=\S)/m)[0] ?? '';
  const first = block.replace(/name: orders$/m, 'name: orders').replace('name: dev', 'name: api-dev');
  const second = block.replace(/name: orders$/m, 'name: orders-api');
  const changed = `${before}applications:\n${first}${second}${rest.slice(block.length)}`;
  const messages = problemsOf(changed).map(({ message }) => message);
  const collision = '"orders-api-dev" is the name of an environment of orders too';
  expect(messages).toContainEqual(expect.stringContaining(collision));
});

test('an application may not be named as the change control that all share, where they share one', () => {
  const named = text.replace(/name: orders$/m, 'name: control');
  const shared = `changeControl: shared\n${named}`;
  expect(problemsOf(shared).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('"control" is the name of the change control that all share; write another one'),
  );
  expect(lineOf(shared, problemsOf(shared)[0]!)).toContain('name: control');
  expect(problemsOf(named).map(({ message }) => message)).not.toContainEqual(expect.stringContaining('"control"'));
});

type Shape = { shape?: Record<string, unknown>; element?: unknown; unwrap?: () => unknown };

/** Every place of the schema at which a mapping stands, lists by their first entry. */
function mappings(schema: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const { shape, element, unwrap } = schema as Shape;
  if (shape) return [path, ...Object.entries(shape).flatMap(([key, value]) => mappings(value, [...path, key]))];
  if (element) return mappings(element, [...path, 0]);
  return unwrap ? mappings(unwrap(), path) : [];
}

/** The file with 'none' at a path, and what leads there. */
function withNoneAt([key, ...rest]: readonly (string | number)[], file: unknown): unknown {
  if (key === undefined) return 'none';
  if (typeof key === 'number') return [withNoneAt(rest, (file as unknown[] | undefined)?.[key])];
  const at = (file ?? {}) as Record<string, unknown>;
  return { ...at, [key]: withNoneAt(rest, at[key]) };
}

describe('where a mapping is wanted', () => {
  const places = mappings(platform).filter((path) => path.length > 0);

  it('there are many of them', () => expect(places.length).toBeGreaterThan(25));

  it.each(places.map((path) => [pathText(path), path] as const))(
    '%s: an example is told, of keys that are known',
    (at, path) => {
      const wrong = stringify(withNoneAt(path, parse(text)));
      const problem = problemsOf(wrong).find(({ place }) => place?.includes(`(${at})`));
      expect(problem?.message).toMatch(/^got "none"; write .*[[{]/);
      const example = /^got "none"; write a mapping of keys and values: (\{.*\})$/.exec(problem?.message ?? '')?.[1];
      if (example === undefined) return;
      const mended = problemsOf(wrong.replace(/\bnone\b/, example)).filter(({ place }) => place?.includes(`(${at}`));
      expect(
        mended.filter(({ message }) =>
          at === 'organization' ? message.startsWith('unknown key') : /key|got|missing/.test(message),
        ),
      ).toEqual([]);
    },
  );
});

test('what must be there and is not is told with an example', () => {
  const changed = text.replace(/ {4}availability:\n.*\n.*\n/, '');
  const [{ place, message }] = problemsOf(changed);
  expect(message).toBe('is missing; write a mapping of keys and values: { objective: 99.98 }');
  expect(place).toMatch(/^line \d+, column \d+ \(applications\[0\]\.availability\)$/);
});
