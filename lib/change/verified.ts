import { authorsOf, incidentOf } from './authors';
import type { Draft } from './draft';
import type { Verified } from './events';

/** Commits shown in a record; the authors of all of them are kept. */
const COMMITS_SHOWN = 100;
const TITLE = 200;
const WHY = 4000;
const LINES = 200;
/** Authors that fit beside the rest into an item of the index; more make the history count as unknown. */
const AUTHORS = 1000;
/** Commits known by their ids; a release of one further back, made in between, makes this change be verified again. */
const RANGE = 1000;
/** Bytes of a record that its draft may take: an item of the index has 400 kB, and the story needs some. */
const BYTES = 200_000;

/** What was released last, and the revisions released before it. */
export interface Released {
  readonly change: string;
  readonly execution: string;
  readonly revision: string;
  readonly digest: string;
  /** ISO 8601. */
  readonly at: string;
  /** Newest first. */
  readonly before: readonly string[];
}

/**
 * What the record keeps of a draft. Its commits must begin after a revision that was released, or at the beginning of
 * the repository, or where the configuration lets the first release begin (`startsAfter`); a range that begins elsewhere
 * may leave authors out, so its history counts as unknown.
 */
export function verifiedOf(draft: Draft, released: Released | undefined, startsAfter?: string): Verified {
  const authors = authorsOf(draft.commits);
  const incident = incidentOf(draft.commits);
  const firstCommitAt = oldest(draft);
  return fitted({
    revision: draft.revision,
    ...(draft.base ? { base: draft.base } : {}),
    ...(released ? { returnTo: { change: released.change, revision: released.revision } } : {}),
    digest: draft.digest,
    title: titleOf(draft),
    why: cut(draft.commits.map((commit) => commit.message.trim()).join('\n\n'), WHY),
    commits: draft.commits.slice(0, COMMITS_SHOWN).map(({ id, author, message }) => ({
      id,
      author,
      title: cut(firstLine(message), TITLE),
    })),
    commitCount: draft.commits.length,
    range: draft.commits.slice(0, RANGE).map(({ id }) => id),
    authors: authors.slice(0, AUTHORS),
    historyUnknown: draft.historyUnknown || authors.length > AUTHORS || !beginsAtRelease(draft, released, startsAfter),
    ...(firstCommitAt ? { firstCommitAt } : {}),
    ...(incident ? { incident } : {}),
    proof: draft.proof.verdict,
    ...(draft.prover ? { prover: draft.prover } : {}),
    ...(draft.within ? { within: draft.within } : {}),
    ...(draft.images ? { images: draft.images } : {}),
    difference: capped(draft.differenceText, LINES).map((line) => cut(line, TITLE)),
  });
}

/**
 * What is shown gives way first; what decides is never left out silently: authors that do not fit make the history
 * unknown. A record that did not fit into the index could never be sealed.
 */
function fitted(found: Verified): Verified {
  if (fits(found)) return found;
  const { images = [], ...others } = found;
  const long = [
    `${found.difference.length} differences`,
    ...(images.length > 0 ? [`scans of ${images.length} images`] : []),
  ];
  const short = { ...others, commits: [], difference: long.map((each) => `${each}: too long to show.`) };
  return fits(short) ? short : { ...short, authors: [], range: [], historyUnknown: true };
}

function fits(found: Verified): boolean {
  return Buffer.byteLength(JSON.stringify(found)) <= BYTES;
}

/**
 * A range from an older release, or from the beginning, holds more authors, never fewer. Before the first release it may
 * begin where the platform's configuration says.
 */
function beginsAtRelease({ base }: Draft, released: Released | undefined, startsAfter?: string): boolean {
  if (!released && base !== undefined) return base === startsAfter;
  return base === undefined || base === released?.revision || Boolean(released?.before.includes(base));
}

function oldest(draft: Draft): string | undefined {
  const times = draft.commits.map((commit) => Date.parse(commit.date)).filter((time) => !Number.isNaN(time));
  return times.length ? new Date(Math.min(...times)).toISOString() : undefined;
}

function titleOf(draft: Draft): string {
  const [newest] = draft.commits;
  return newest ? cut(firstLine(newest.message), TITLE) : `Revision ${draft.revision.slice(0, 12)}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

/** Text of at most so many characters; what was cut shows as `…`. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** At most so many lines; where some were left out, the last one says how many. */
export function capped(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more lines, not shown here`];
}
