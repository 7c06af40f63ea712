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

  it.each([
    ['no clone', undefined, third],
    ['a revision that is not in the clone', clone, 'f'.repeat(40)],
    ['a revision that is no commit', clone, '--output=/tmp/x'],
  ])('is unknown with %s', (_what, where, revision) => {
    expect(historyOf(where, revision, [first])).toEqual({ commits: [], unknown: true });
  });
});
