import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyOf } from '../../../constructs/pipeline/script/history';
import { commitSchema } from '../../../lib/change/draft';
import { folder } from './fixture';

const clone = folder();
const git = (...args: string[]) => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' }).trim();

function commit(author: string, message: string): string {
  writeFileSync(join(clone, 'file'), message);
  git('add', '.');
  const committer = ['-c', 'user.name=Bot', '-c', 'user.email=bot@example.com', '-c', 'commit.gpgsign=false'];
  git(...committer, 'commit', '-q', `--author=${author}`, '-m', message);
  return git('rev-parse', 'HEAD');
}

/** A commit object written byte for byte, as whoever pushes may: git itself strips less than one would like. */
function raw(name: string, address: string, message = 'Odd'): string {
  const tree = git('rev-parse', `${third}^{tree}`);
  const who = `<${address}> 1700000000 +0000`;
  const text = `tree ${tree}\nparent ${third}\nauthor ${name} ${who}\ncommitter Bot ${who}\n\n${message}\n`;
  const options = { input: text, encoding: 'utf8' } as const;
  return execFileSync(
    'git',
    ['-C', clone, 'hash-object', '-w', '-t', 'commit', '--literally', '--stdin'],
    options,
  ).trim();
}

git('init', '-q');
const first = commit('Alice <alice@example.com>', 'First');
const second = commit('Bob <bob@example.com>', 'Second\n\nWith a body.\n\nCo-authored-by: Carol <carol@example.com>');
const third = commit('Dave <dave@example.com>', 'Third; $(id) <script>');

describe('the history of a change', () => {
  it('begins after what was released last, and names authors, committers and co-authors', () => {
    const { base, commits, unknown } = historyOf(clone, third, [first]);
    expect([base, unknown]).toEqual([first, false]);
    expect(commits.map(({ id }) => id)).toEqual([third, second]);
    expect(commits[1]).toMatchObject({
      author: 'Bob <bob@example.com>',
      committer: 'Bot <bot@example.com>',
      coAuthors: ['Carol <carol@example.com>'],
    });
    for (const each of commits) expect(commitSchema.safeParse(each).success).toBe(true);
  });

  it('is the whole history before the first release', () => {
    expect(historyOf(clone, second, []).commits.map(({ id }) => id)).toEqual([second, first]);
  });

  it('falls back to an older release where the newest is not in it', () => {
    expect(historyOf(clone, third, ['f'.repeat(40), second]).base).toBe(second);
  });

  it('keeps author and committer apart whatever a name is made of', () => {
    const forged = raw(
      'Eve \u001fMallory <x@example.com>\u001fAlice <alice@example.com>\u001f2020\u001fHi\u001e',
      'mallory@example.com',
    );
    expect(() => historyOf(clone, forged, [third])).toThrow(`Commit ${forged}: its author is "Eve \\u001fMallory`);
  });

  it.each([
    ['an escape sequence', '\u001b[2K\u001b[1GAlice'],
    ['a C1 control', 'Alice\u009b2K'],
  ])('names nobody who has %s in the name', (_what, name) => {
    expect(() => historyOf(clone, raw(name, 'mallory@example.com'), [third])).toThrow('control character');
  });

  it('reads a message with separators of its own as one message', () => {
    const odd = raw('Eve', 'eve@example.com', 'First\u001fsecond\u001e\n\nthird');
    expect(historyOf(clone, odd, [third]).commits).toEqual([
      expect.objectContaining({ author: 'Eve <eve@example.com>', message: 'First\u001fsecond\u001e\n\nthird' }),
    ]);
  });

  it('is unknown where the clone holds a part of it', () => {
    const shallow = folder();
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${clone}`, shallow]);
    expect(historyOf(shallow, third, []).unknown).toBe(true);
  });

  it.each([
    ['no clone', undefined, third],
    ['a revision that is not in the clone', clone, 'f'.repeat(40)],
    ['a revision that is no commit', clone, '--output=/tmp/x'],
  ])('is unknown with %s', (_what, where, revision) => {
    expect(historyOf(where, revision, [first])).toEqual({ commits: [], unknown: true });
  });
});
