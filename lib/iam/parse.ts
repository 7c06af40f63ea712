import type { Problem } from '../errors';
import { readJson } from './json';
import type { Policy, PolicyKind } from './model';
import { readStatement } from './parse-statement';
import { Notes } from './reading';

/** A document as far as it could be read, and what makes it no policy. */
export interface PolicyReading {
  readonly policy: Policy;
  /** Not empty: the document is no policy and nothing may be concluded from `policy`. */
  readonly problems: readonly Problem[];
}

/**
 * The longest document that is read, in characters without white space. Customers' policies end at 32 KiB (AWS KMS key
 * policies, the largest of the service quotas); the longest that AWS manages has 152,297 (AWSSupportServiceRolePolicy).
 */
export const MAX_CHARACTERS = 196_608;

/**
 * Reads a policy document in full. Parts that nobody can decide (an unknown operator, `{ "Opaque": reason }` in the
 * place of a value) stand in the statement's `unreadable`; whatever is no policy at all is a problem.
 *
 * @param raw an object, a JSON text, or a URL-encoded JSON text as IAM prints it.
 * @param kind how the document is attached.
 * @param where the file or place for the problems.
 */
export function parsePolicy(raw: unknown, kind: PolicyKind, where: string): PolicyReading {
  const notes = new Notes(where);
  const document = typeof raw === 'string' ? fromText(raw, where, notes) : raw;
  const policy = notes.problems.length > 0 ? NOTHING(kind) : readDocument(document, kind, notes);
  return { policy, problems: notes.problems };
}

const NOTHING = (kind: PolicyKind): Policy => ({ kind, version: '2008-10-17', statements: [] });

function fromText(text: string, where: string, notes: Notes): unknown {
  const reading = readJson(decoded(text), where);
  if ('value' in reading) return reading.value;
  notes.problems.push(reading.problem);
  return undefined;
}

function decoded(text: string): string {
  if (!/^\s*%7B/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readDocument(raw: unknown, kind: PolicyKind, notes: Notes): Policy {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    notes.wrong('', raw, 'a policy document (an object with Statement)');
    return NOTHING(kind);
  }
  if (isTooLong(raw)) {
    notes.tell('Statement', `The document is longer than ${MAX_CHARACTERS} characters, more than any service takes.`);
    return NOTHING(kind);
  }
  const document = raw as Record<string, unknown>;
  for (const name of Object.keys(document)) {
    if (!['Version', 'Id', 'Statement'].includes(name)) notes.tell(name, `"${name}" is no element of a policy.`);
  }
  return { kind, version: readVersion(document.Version, notes), statements: readStatements(document, kind, notes) };
}

/** Counts as the services do, without white space outside of strings. */
function isTooLong(raw: object): boolean {
  return JSON.stringify(raw).length > MAX_CHARACTERS;
}

function readVersion(raw: unknown, notes: Notes): Policy['version'] {
  if (raw === undefined) return '2008-10-17';
  if (raw === '2008-10-17' || raw === '2012-10-17') return raw;
  notes.wrong('Version', raw, '"2012-10-17" or "2008-10-17"');
  return '2008-10-17';
}

function readStatements(document: Record<string, unknown>, kind: PolicyKind, notes: Notes): Policy['statements'] {
  const raw = document.Statement;
  if (typeof raw !== 'object' || raw === null) {
    notes.wrong('Statement', raw, 'a statement or a list of statements');
    return [];
  }
  const list: unknown[] = Array.isArray(raw) ? raw : [raw];
  return list.flatMap((one, index) => {
    const place = Array.isArray(raw) ? `Statement[${index}]` : 'Statement';
    return readStatement(one, kind, place, notes) ?? [];
  });
}
