import type { DraftCommit } from './draft';

/** Everyone a list of commits names: author, committer, co-authors, once each, in the order of appearance. */
export function authorsOf(commits: readonly DraftCommit[]): string[] {
  return [...new Set(commits.flatMap(namedBy))];
}

function namedBy({ author, committer, coAuthors, message }: DraftCommit): string[] {
  return [author, committer, ...coAuthors.flatMap(eachAddress), ...coAuthorsIn(message)];
}

/** `Co-authored-by:` in any spelling that a person would read as one: case, hyphens, spaces and colons of all scripts. */
const TRAILER = /^\s*co[\p{Pd}\s]*authored[\p{Pd}\s]*by\s*[:：](.*)$/gimu;

function coAuthorsIn(message: string): string[] {
  return [...message.matchAll(TRAILER)].flatMap(([, text = '']) => eachAddress(text));
}

/** One line may name several people; each address of it is somebody, and a line without any is a name that is nobody. */
function eachAddress(text: string): string[] {
  const addresses = [...text.matchAll(/[^<>]*<[^<>]*>/g)].map(([one]) => one.replace(/^[\s,;]+/, ''));
  if (addresses.length) return addresses;
  return text.trim() ? [text.trim()] : [];
}

const INCIDENT = /^Incident: (\w[\w.-]{0,63})[ \t]*$/im;

/**
 * The incident that a change is a fix for: the trailer `Incident: INC-123`, which every commit of the range must carry,
 * so that no feature travels along. Fixes for several incidents at once name them all.
 */
export function incidentOf(commits: readonly DraftCommit[]): string | undefined {
  const incidents = commits.map((commit) => INCIDENT.exec(commit.message)?.[1]);
  return incidents.length && incidents.every(Boolean) ? [...new Set(incidents)].join(', ').slice(0, 200) : undefined;
}
