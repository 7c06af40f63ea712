import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyOf } from '../../../constructs/pipeline/script/history';
import type { Draft } from '../../../lib/change/draft';
import { verifiedOf } from '../../../lib/change/verified';

const clone = mkdtempSync(join(tmpdir(), 'guarded-test-'));
const git = (...args: string[]) => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' }).trim();

function commit(author: string): string {
  const committer = ['-c', 'user.name=Bot', '-c', 'user.email=bot@example.com', '-c', 'commit.gpgsign=false'];
  git(...committer, 'commit', '-q', '--allow-empty', `--author=${author}`, '-m', 'A change');
  return git('rev-parse', 'HEAD');
}

git('init', '-q');
commit('Gone <gone@old.example>');
const adopted = commit('Left <left@old.example>');
const revision = commit('Alice <alice@example.com>');

/** What *Verify* drafts where the configuration lets the first release begin after a commit, or says nothing. */
function drafted(startsAfter: readonly string[]): Draft {
  const { base, commits, unknown } = historyOf(clone, revision, startsAfter);
  const digest = `sha256:${'0'.repeat(64)}`;
  const found = { version: 1, revision, digest, commits: [...commits], historyUnknown: unknown };
  const rest = { proof: { verdict: 'proved' }, difference: null, differenceText: [] };
  return { ...found, ...rest, ...(base === undefined ? {} : { base }) } as Draft;
}

describe('the first release of a repository that is older than its guarded prod', () => {
  it('begins where the configuration says: nobody before is asked for', () => {
    const found = verifiedOf(drafted([adopted]), undefined, adopted);
    expect(found).toMatchObject({ base: adopted, historyUnknown: false, commitCount: 1 });
    expect(found.authors.join()).not.toMatch(/old\.example/);
  });

  it('holds everybody since the first commit where it says nothing', () => {
    const found = verifiedOf(drafted([]), undefined);
    expect(found).toMatchObject({ historyUnknown: false, commitCount: 3 });
    expect(found.authors.join()).toMatch(/gone@old\.example/);
  });

  it('is no release of known authors where a draft begins elsewhere than the configuration says', () => {
    expect(verifiedOf(drafted([adopted]), undefined).historyUnknown).toBe(true);
    expect(verifiedOf(drafted([adopted]), undefined, 'f'.repeat(40)).historyUnknown).toBe(true);
  });

  it('is the first alone: with a release in prod, a draft begins at that', () => {
    const released = { change: 'orders-1', execution: 'e', revision: 'e'.repeat(40), digest: '', at: '', before: [] };
    expect(verifiedOf(drafted([adopted]), released, adopted).historyUnknown).toBe(true);
  });
});
