import type { DraftCommit } from './draft';

/** Everyone a list of commits names: author, committer, co-authors, once each, in the order of appearance. */
export function authorsOf(commits: readonly DraftCommit[]): string[] {
  return [...new Set(commits.flatMap((commit) => [commit.author, commit.committer, ...commit.coAuthors]))];
}

const INCIDENT = /^Incident: ([\w.-]{1,64})[ \t]*$/im;

/**
 * The incident that a change is a fix for: the trailer `Incident: INC-123`, which every commit of the range must carry,
 * so that no feature travels along.
 */
export function incidentOf(commits: readonly DraftCommit[]): string | undefined {
  const incidents = commits.map((commit) => INCIDENT.exec(commit.message)?.[1]);
  return incidents.length && incidents.every(Boolean) ? incidents[0] : undefined;
}
