import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { platformSnapshot } from '../../../constructs/pipeline/script/snapshot';

const LATEST = 'evidence/proof/snapshots/latest.json';
const PACKED = 'evidence/proof/snapshots/a.json.gz';
const NAMED = 'assets/snapshot.json';
const PIPELINE = { type: 'AWS::CodePipeline::Pipeline', arn: 'arn:aws:codepipeline:eu-west-2:111111111111:orders' };
const accounts = { '111111111111': { resources: [PIPELINE] }, '666666666666': {} };
const SNAPSHOT = JSON.stringify({ accounts, collected: true });
const FILE = JSON.stringify({ accounts, byHand: true });
/** Collected before the pipeline came. */
const EARLIER = SNAPSHOT.replace(':orders"', ':returns-orders"');

/** Stands in for the AWS command line: objects are files; what is not there, or closed, is told as S3 does. */
const AWS = `#!/usr/bin/env node
const { copyFileSync, existsSync, readFileSync } = require('node:fs');
const words = process.argv.slice(2);
const value = (name) => words[words.indexOf(name) + 1];
const from = words[1] === 'cp' ? words[3].slice(5) : value('--bucket') + '/' + value('--key');
const fail = (text) => { process.stderr.write(text + '\\n'); process.exit(1); };
const file = process.env.FAKE_STORE + '/' + from;
if (process.env.FAKE_CLOSED) fail('fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden');
if (!existsSync(file)) fail('fatal error: An error occurred (404) when calling the HeadObject operation: Key "' + from + '" does not exist');
if (words[1] === 'get-object' && value('--version-id') !== 'version-1') fail('An error occurred (NoSuchVersion)');
if (words[1] === 'cp' && words[4] === '-') process.stdout.write(readFileSync(file));
else copyFileSync(file, words.at(words[1] === 'cp' ? 4 : -1));
`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

function latest(changes: object = {}): string {
  const key = PACKED.replace('evidence/', '');
  return JSON.stringify({
    ...{ version: 1, key, versionId: 'version-1', sha256: sha256(SNAPSHOT), collected: ago(3) },
    ...changes,
  });
}

describe('what a release is proved within', () => {
  const before = { ...process.env };
  const said: string[] = [];
  let work: string;

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'verify-'));
    mkdirSync(join(work, 'bin'));
    writeFileSync(join(work, 'bin', 'aws'), AWS);
    chmodSync(join(work, 'bin', 'aws'), 0o755);
    Object.assign(process.env, {
      PATH: [join(work, 'bin'), before.PATH].join(delimiter),
      FAKE_STORE: work,
      APPLICATION: 'orders',
      SNAPSHOT_URI: `s3://${NAMED}`,
      SNAPSHOT_SHA256: sha256(FILE),
      DEPLOYED_SNAPSHOTS: 'evidence',
      OLDEST_SNAPSHOT_HOURS: '48',
    });
    said.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    put(NAMED, FILE);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
  });

  const put = (key: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(work, key)), { recursive: true });
    writeFileSync(join(work, key), content);
  };
  const collected = (changes: object = {}, text = SNAPSHOT): void => {
    put(PACKED, gzipSync(text));
    put(LATEST, latest(changes));
  };
  const used = (): string => readFileSync(platformSnapshot(work).options[1]!, 'utf8');

  test('is what the continuous proof collected last, and its age is said', () => {
    collected();
    expect(used()).toBe(SNAPSHOT);
    expect(said.join('')).toMatch(/newest snapshot of what is deployed, .* \(3 hours old\)/);
  });

  test('and its age, as the change record tells it', () => {
    collected();
    expect(platformSnapshot(work).told).toEqual({
      collected: expect.stringMatching(/^\d{4}-.*Z$/),
      age: '3 hours old',
    });
    writeFileSync(join(work, LATEST), '');
    delete process.env.DEPLOYED_SNAPSHOTS;
    expect(platformSnapshot(work).told).toEqual({ age: 'nobody says how old it is' });
  });

  test('is the file that platform.yaml names while nothing was collected', () => {
    expect(used()).toBe(FILE);
    expect(said.join('')).toContain('nobody says how old it is');
  });

  test('is the file where no continuous proof is there', () => {
    collected();
    delete process.env.DEPLOYED_SNAPSHOTS;
    expect(used()).toBe(FILE);
  });

  test('is nothing for a platform, whose own assembly holds its organization', () => {
    collected();
    delete process.env.SNAPSHOT_URI;
    expect(platformSnapshot(work)).toEqual({ options: [] });
  });

  test.each<[string, () => void, RegExp]>([
    ['too old', () => collected({ collected: ago(49) }), /^unknown: .*2 days old.*older than 48 hours/s],
    ['of tomorrow', () => collected({ collected: ago(-24) }), /^unknown: .*has not come yet/s],
    ['another content than was collected', () => collected({}, FILE), /it is not what was collected/],
    ['another version of the object', () => collected({ versionId: 'version-2' }), /./],
    ['named in another form', () => put(LATEST, '{"key":"../x"}'), /not of the form that is known/],
    ['not there, though it is named', () => put(LATEST, latest()), /./],
  ])('stops the release where the newest is %s, whatever the file says', (_, plant, why) => {
    plant();
    expect(used).toThrow(why);
  });

  test('stops the release where nobody may look whether there is one', () => {
    process.env.FAKE_CLOSED = 'true';
    expect(used).toThrow(/^unknown: s3:\/\/evidence\/proof\/snapshots\/latest\.json cannot be read/);
  });

  test('stops the release where the age is no number', () => {
    collected();
    process.env.OLDEST_SNAPSHOT_HOURS = 'for ever';
    expect(used).toThrow(/^unknown/);
  });

  test('stops the release where it is from before the pipeline came, and says when to release again', () => {
    collected({ sha256: sha256(EARLIER) }, EARLIER);
    expect(used).toThrow(/^unknown: .* before the pipeline orders came\. .*after the next run of the continuous proof/);
    delete process.env.DEPLOYED_SNAPSHOTS;
    put(NAMED, EARLIER);
    process.env.SNAPSHOT_SHA256 = sha256(EARLIER);
    expect(used).toThrow(/^unknown: .* before the pipeline orders came\. Now run .*guarded snapshot --out/);
  });

  test('stops the release where the file is the starter, and says what to do', () => {
    put(NAMED, '{"accounts":{}}');
    process.env.SNAPSHOT_SHA256 = sha256('{"accounts":{}}');
    expect(used).toThrow(/describes no account.*guarded snapshot --out/);
  });
});
