import type { DraftCommit } from '../../../lib/change/draft';
import { run } from './shell';

/** Commits of a change, and whether anything about them could not be known. */
export interface History {
  readonly base?: string;
  readonly commits: readonly DraftCommit[];
  readonly unknown: boolean;
}

/** Most commits that a draft takes. */
const MOST = 5000;
const FIELD = '\u001f';
const RECORD = '\u001e';
const FORMAT = ['%H', '%an <%ae>', '%cn <%ce>', '%aI', '%B'].join(FIELD) + RECORD;

/**
 * The commits that a release brings: those after the newest released revision that the history still contains. Without
 * history, or with too much of it, the authors are unknown, and the four-eyes check says so.
 */
export function historyOf(clone: string | undefined, revision: string, released: readonly string[]): History {
  if (!clone || !isAncestor(clone, revision, revision)) return { commits: [], unknown: true };
  const base = released.find((candidate) => isAncestor(clone, candidate, revision));
  const range = base ? `${base}..${revision}` : revision;
  const log = run('git', ['-C', clone, 'log', `--max-count=${MOST + 1}`, `--format=${FORMAT}`, range, '--']);
  const commits = log
    .split(RECORD)
    .map((record) => record.trim())
    .filter((record) => record !== '')
    .map(commitOf);
  return { base, commits: commits.slice(0, MOST), unknown: commits.length > MOST };
}

/** The commit may come from a store: it is an id of a commit, or it names nothing. */
function isAncestor(clone: string, ancestor: string, revision: string): boolean {
  if (![ancestor, revision].every((id) => /^[0-9a-f]{7,64}$/.test(id))) return false;
  try {
    run('git', ['-C', clone, 'merge-base', '--is-ancestor', ancestor, revision]);
    return true;
  } catch {
    return false;
  }
}

function commitOf(record: string): DraftCommit {
  const [id = '', author = '', committer = '', date = '', ...message] = record.split(FIELD);
  const text = message.join(FIELD).trim();
  return {
    id,
    author: author.slice(0, 512),
    committer: committer.slice(0, 512),
    date,
    message: text,
    ...coAuthorsOf(text),
  };
}

function coAuthorsOf(message: string): { coAuthors: string[] } {
  const trailers = [...message.matchAll(/^co-authored-by:[ \t]*(\S.*?)[ \t]*$/gim)].map((match) =>
    match[1]!.slice(0, 512),
  );
  return { coAuthors: [...new Set(trailers)].slice(0, 100) };
}
