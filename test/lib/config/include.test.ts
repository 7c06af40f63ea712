/** A platform in many files: each problem is told in the file that has it, and collisions in both. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { includedJsonSchema, onlyApplication, platformJsonSchema, readPlatform } from '../../../lib/config';
import { InputError } from '../../../lib/errors';
import { folderOf } from '../../_helpers/files';

const shipped = readFileSync(join(__dirname, '../../../platform.yaml'), 'utf8');
const [before = '', rest = ''] = shipped.split(/^applications:\n/m);
const orders = rest.split(/^(?=\S)/m)[0] ?? '';
const after = rest.slice(orders.length);

/** The description around the applications, with what it includes. */
const around = (include: string) => `${before}include: ${include}\n${after}`;

/** An application like orders, under another name and in other accounts. */
function like(name: string, digit: string): string {
  const renamed = orders.replace('name: orders', `name: ${name}`).replaceAll('orders-redrive', `${name}-redrive`);
  return `applications:\n${renamed.replace(/'([3-6])\1{11}'/g, (_, each: string) => `'${digit}${each.repeat(11)}'`).replace(':333333333333:', `:${digit}33333333333:`)}`;
}

const FILES = {
  'platform.yaml': around('[applications/*.yaml]'),
  'applications/billing.yaml': like('billing', '7'),
  'applications/search.yaml': like('search', '8'),
};

function read(files: Readonly<Record<string, string>>) {
  const folder = folderOf(files);
  return { folder, file: readPlatform(join(folder, 'platform.yaml')) };
}

/** What is told, as `file: place: message`, with files relative to the folder. */
function told(files: Readonly<Record<string, string>>): string[] {
  const folder = folderOf(files);
  try {
    readPlatform(join(folder, 'platform.yaml'));
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.replaceAll(`${folder}/`, '').split('\n');
  }
}

test('applications of included files stand beside those of the first, in the order of the names of the files', () => {
  const own = FILES['platform.yaml'].replace(/^include/m, `applications:\n${orders}include`);
  const { folder, file } = read({ ...FILES, 'platform.yaml': own });
  expect(file.config.applications.map(({ name }) => name)).toEqual(['orders', 'billing', 'search']);
  expect(file.files.map((each) => each.slice(folder.length + 1))).toEqual([
    'platform.yaml',
    'applications/billing.yaml',
    'applications/search.yaml',
  ]);
});

test('a place is one of the file that says it, as that file counts', () => {
  const { folder, file } = read(FILES);
  const { file: where, place } = file.at(['applications', 1, 'workload']);
  expect(where).toBe(join(folder, 'applications/search.yaml'));
  const line = Number(/^line (\d+), column \d+ \(applications\[0\]\.workload\)$/.exec(place)?.[1]);
  expect(FILES['applications/search.yaml'].split('\n')[line - 1]).toContain('workload: ./examples/orders');
});

test('a file that two patterns match is read once, and the first file is none of its own applications', () => {
  const { file } = read({
    ...FILES,
    'platform.yaml': around('[applications/*.yaml, applications/billing.yaml, "**/*.yaml"]'),
  });
  expect(file.config.applications.map(({ name }) => name)).toEqual(['billing', 'search']);
});

test('a wrong value is told in its own file', () => {
  const wrong = like('search', '8').replace("'83333333333", "'8333333333");
  const [problem, ...others] = told({ ...FILES, 'applications/search.yaml': wrong });
  expect(problem).toMatch(
    /^applications\/search\.yaml: line \d+, column \d+ \(applications\[0\]\.environments\[0\]\.account\): got "83333333333?"; write the twelve digits/,
  );
  expect(others.filter((each) => !each.startsWith('applications/search.yaml'))).toEqual([]);
});

test('names and accounts that collide between files are told with both places', () => {
  const problems = told({ ...FILES, 'applications/search.yaml': like('billing', '7') });
  expect(problems).toContainEqual(
    expect.stringMatching(
      /^applications\/search\.yaml: line \d+, column \d+ \(applications\[0\]\.name\): an application named "billing" is there twice; write another one \(the other: applications\/billing\.yaml: line \d+, column \d+ \(applications\[0\]\.name\)\)$/,
    ),
  );
  expect(problems).toContainEqual(
    expect.stringMatching(
      /^applications\/search\.yaml: .*environments\[3\]\.account\): account 766666666666 is already the prod environment billing\/prod; .* \(the other: applications\/billing\.yaml: line \d+/,
    ),
  );
});

test('in one file, the other place is a line of it', () => {
  const twice = like('billing', '7').replace('{ name: test, kind', '{ name: dev, kind');
  expect(told({ ...FILES, 'applications/billing.yaml': twice }).join('\n')).toMatch(
    /an environment named "dev" is there twice; write another one \(the other: line \d+, column \d+ \(applications\[0\]\.environments\[0\]\.name\)\)/,
  );
});

test.each([
  [
    'a pattern without files',
    { 'platform.yaml': around('[teams/*.yaml]') },
    /^platform\.yaml: line \d+, column \d+ \(include\[0\]\): no file matches "teams\/\*\.yaml" in .*; write the pattern/,
  ],
  [
    'a folder in place of a pattern',
    { 'platform.yaml': around('[applications]') },
    /^platform\.yaml: .*\(include\[0\]\): no file matches "applications"/,
  ],
  [
    'a pattern that is no list',
    { 'platform.yaml': around('applications/*.yaml') },
    /^platform\.yaml: .*\(include\): got "applications\/\*\.yaml"; write patterns of files, relative/,
  ],
  [
    'an absolute path',
    { 'platform.yaml': around('[/etc/*.yaml]') },
    /^platform\.yaml: .*\(include\[0\]\): got "\/etc\/\*\.yaml"; write patterns of files, relative/,
  ],
  [
    'a file that is no YAML',
    { 'applications/search.yaml': 'a: [1' },
    /^applications\/search\.yaml: line 1, column \d+: no valid YAML/,
  ],
  [
    'an empty file',
    { 'applications/search.yaml': '' },
    /^applications\/search\.yaml: line 1, column 1: got null; write a mapping/,
  ],
  [
    'an organization of its own',
    { 'applications/search.yaml': `organization: {}\n${like('search', '8')}` },
    /^applications\/search\.yaml: line 1, column 1 \(organization\): unknown key "organization"; there is applications/,
  ],
  [
    'a file without applications',
    { 'applications/search.yaml': 'applications: []' },
    /^applications\/search\.yaml: line 1, column 15 \(applications\): got \[\]; write a list of at least one/,
  ],
  [
    'applications that are no list',
    { 'applications/search.yaml': 'applications: search' },
    /^applications\/search\.yaml: line 1, column 15 \(applications\): got "search"; write a list/,
  ],
] as const)('%s is told with its file and line', (_, changed, message) => {
  expect(told({ ...FILES, ...changed }).filter((each) => message.test(each))).toHaveLength(1);
});

test('editors know both kinds of files', () => {
  const ajv = new Ajv({ strict: false });
  const whole = ajv.compile(platformJsonSchema());
  expect(whole(parse(FILES['platform.yaml'])) || whole.errors).toBe(true);
  expect(whole(parse(FILES['platform.yaml'].replace(/^include.*$/m, '')))).toBe(false);
  const part = ajv.compile(includedJsonSchema());
  expect(part(parse(FILES['applications/search.yaml'])) || part.errors).toBe(true);
  expect(part({ applications: [], organization: {} })).toBe(false);
});

test('one application alone is incomplete, and its places lead to its file', () => {
  const { folder, file } = read(FILES);
  const search = onlyApplication(file, 'search');
  expect(search.incomplete).toBe(true);
  expect(search.config.applications.map(({ name }) => name)).toEqual(['search']);
  expect(search.at(['applications', 0, 'window'])).toEqual(file.at(['applications', 1, 'window']));
  expect(search.at(['snapshot']).file).toBe(join(folder, 'platform.yaml'));
  expect(() => onlyApplication(file, 'serch')).toThrow(/there is no application "serch"; did you mean search\?/);
});
