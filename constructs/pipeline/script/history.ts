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

/**
 * Every field ends with NUL, the one character that nothing in a commit can hold: git reads its objects as C strings. Any
 * other separator may stand in a name, where it would shift the fields and hide who wrote or committed.
 */
const NUL = '\u0000';
const FIELDS = ['%H', '%an', '%ae', '%cn', '%ce', '%aI', '%B'] as const;
const FORMAT = FIELDS.join('%x00');

/** What no name or address holds: it would show as something else than it is. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * The commits that a release brings: those after the newest released revision that the history still contains. Without
 * history, with a part of it or with too much, the authors are unknown, and the four-eyes check says so.
 *
 * @throws where a name or an address has a control character in it: nobody can say who that is.
 */
export function historyOf(clone: string | undefined, revision: string, released: readonly string[]): History {
  if (!clone || !isAncestor(clone, revision, revision)) return { commits: [], unknown: true };
  const base = released.find((candidate) => isAncestor(clone, candidate, revision));
  const range = base ? `${base}..${revision}` : revision;
  const limit = `--max-count=${MOST + 1}`;
  const log = git(clone, ['log', '-z', '--no-show-signature', limit, `--format=${FORMAT}`, range, '--']);
  const commits = recordsOf(log).map(commitOf);
  return { base, commits: commits.slice(0, MOST), unknown: commits.length > MOST || isShallow(clone) };
}

/** Nothing in the clone may put other objects in the place of the real ones, or other names in the place of theirs. */
function git(clone: string, args: readonly string[]): string {
  return run('git', ['--no-replace-objects', '-C', clone, ...args]);
}

/** A clone without its past names no authors of it. */
function isShallow(clone: string): boolean {
  return git(clone, ['rev-parse', '--is-shallow-repository']).trim() !== 'false';
}

/** @throws where the output is not whole records of fields: then nobody can say which field is which. */
function recordsOf(log: string): string[][] {
  const fields = log === '' ? [] : log.replace(/\u0000$/, '').split(NUL);
  const records: string[][] = [];
  for (let at = 0; at < fields.length; at += FIELDS.length) records.push(fields.slice(at, at + FIELDS.length));
  const odd = records.find((record) => record.length !== FIELDS.length || !/^[0-9a-f]{40,64}$/.test(record[0]!));
  if (odd)
    throw new Error(`git log gave ${JSON.stringify(odd.slice(0, 2))}, which is no commit: nobody knows who wrote it.`);
  return records;
}

/** The commit may come from a store: it is an id of a commit, or it names nothing. */
function isAncestor(clone: string, ancestor: string, revision: string): boolean {
  if (![ancestor, revision].every((id) => /^[0-9a-f]{7,64}$/.test(id))) return false;
  try {
    git(clone, ['merge-base', '--is-ancestor', ancestor, revision]);
    return true;
  } catch {
    return false;
  }
}

function commitOf([id, name, address, committerName, committerAddress, date, body]: string[]): DraftCommit {
  const message = body!.trim();
  return {
    id: id!,
    author: person(id!, 'author', name!, address!),
    committer: person(id!, 'committer', committerName!, committerAddress!),
    date: date!,
    message,
    ...coAuthorsOf(message),
  };
}

function person(id: string, part: string, name: string, address: string): string {
  const text = `${name} <${address}>`;
  if (!CONTROL.test(text)) return text.slice(0, 512);
  throw new Error(
    `Commit ${id}: its ${part} is ${JSON.stringify(text)}, with a control character in it, so nobody knows who that is. ` +
      'Take the commit out of the branch, then release again.',
  );
}

function coAuthorsOf(message: string): { coAuthors: string[] } {
  const trailers = [...message.matchAll(/^co-authored-by:[ \t]*(\S.*?)[ \t]*$/gim)].map((match) =>
    match[1]!.slice(0, 512),
  );
  return { coAuthors: [...new Set(trailers)].slice(0, 100) };
}
