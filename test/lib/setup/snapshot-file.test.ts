import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatform } from '../../../lib/config';
import { type SetupFacts, lookAtSnapshot, type SnapshotFile, setupOf, setupPlatform } from '../../../lib/setup';

const folder = mkdtempSync(join(tmpdir(), 'guarded-setup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { config } = readPlatform(join(__dirname, '../../../platform.yaml'));
const AUDIT = { id: '222222222222', name: 'audit', environment: 'audit', ous: ['r-ab12'] };
const ORGANIZATION = { id: 'o-ab12cd34ef', managementAccountId: '100000000000', accounts: [AUDIT], policies: [] };
const ENTITIES = { authorizationDetails: {} };

/** What is seen of a file with this text; of one that is not there without any. */
function look(text?: string): SnapshotFile {
  const file = join(folder, 'platform.snapshot.json');
  rmSync(file, { force: true });
  if (text !== undefined) writeFileSync(file, text);
  return lookAtSnapshot(file);
}

/** The last step, where platform.yaml names a file and this was seen of it. */
function step(snapshotFile: SnapshotFile | undefined, snapshot: string | undefined = './platform.snapshot.json') {
  const { steps } = setupOf(setupPlatform({ ...config, snapshot }), snapshotFile ? { snapshotFile } : {});
  const { id, state, why } = steps.at(-1)!;
  expect(id).toBe('snapshot');
  return { state, why };
}

const snapshot = (accounts: object) => JSON.stringify({ version: 1, organization: ORGANIZATION, accounts });

test('a file that describes an account ends the way', () => {
  const described = look(snapshot({ [AUDIT.id]: ENTITIES }));
  expect(described).toEqual({ describes: true });
  expect(step(described)).toEqual({ state: 'done', why: 'platform.yaml names ./platform.snapshot.json' });
});

test.each<[string, string | undefined, RegExp]>([
  ['is not there', undefined, /platform\.snapshot\.json: cannot be read: ENOENT/],
  ['is cut off', '{ "version": 1,', /platform\.snapshot\.json: .*JSON/],
  ['is something else', '{}', /platform\.snapshot\.json: version/],
  ['describes no account, as before anything is deployed', snapshot({}), /^\.\/platform\.snapshot\.json describes no/],
])('one that %s does not', (_, text, why) => {
  expect(step(look(text))).toEqual({ state: 'next', why: expect.stringMatching(why) });
});

test('none is named, or nobody looked', () => {
  expect(step(undefined)).toMatchObject({ state: 'unknown' });
  const none = setupPlatform({ ...config, snapshot: undefined });
  const last = (facts: SetupFacts) => setupOf(none, facts).steps.at(-1);
  expect(last({ stacks: [], lookedInto: [] })).toMatchObject({ why: 'platform.yaml names none' });
  expect(last({})).toMatchObject({ state: 'unknown' });
});
