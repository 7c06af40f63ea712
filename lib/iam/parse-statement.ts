import type { PatternElement, PolicyKind, PrincipalElement, Statement, Unreadable } from './model';
import { readConditions } from './parse-condition';
import { readPrincipal } from './parse-principal';
import { opaque } from './reading';
import type { Notes } from './reading';

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const WITHOUT_PRINCIPAL: ReadonlySet<PolicyKind> = new Set(['identity', 'scp', 'boundary']);

/** Reads one statement; undefined where it is none. */
export function readStatement(raw: unknown, kind: PolicyKind, where: string, notes: Notes): Statement | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return notes.wrong(where, raw, 'a statement');
  const elements = raw as Record<string, unknown>;
  for (const name of Object.keys(elements)) {
    if (!ELEMENTS.has(name)) notes.tell(`${where}.${name}`, `"${name}" is no element of a statement.`);
  }
  const unreadable: Unreadable[] = [];
  const resources = readResources(elements, kind, where, notes, unreadable);
  const principals = readPrincipals(elements, kind, where, notes, unreadable);
  return {
    ...(elements.Sid === undefined ? {} : { sid: readSid(elements.Sid, where, notes) }),
    effect: readEffect(elements.Effect, where, notes),
    ...(principals ? { principals } : {}),
    actions: readActions(elements, where, notes, unreadable),
    ...(resources ? { resources } : {}),
    conditions: readConditions(elements.Condition, `${where}.Condition`, notes, unreadable),
    unreadable,
    where,
  };
}

function readSid(raw: unknown, where: string, notes: Notes): string {
  if (typeof raw !== 'string') notes.wrong(`${where}.Sid`, raw, 'a string');
  return String(raw);
}

function readEffect(raw: unknown, where: string, notes: Notes): 'Allow' | 'Deny' {
  if (raw === 'Allow' || raw === 'Deny') return raw;
  notes.wrong(`${where}.Effect`, raw, '"Allow" or "Deny"');
  return 'Deny';
}

/** The one of `Name` and `NotName` that stands in the statement. */
function one(
  elements: Record<string, unknown>,
  name: string,
  where: string,
  notes: Notes,
  required: boolean,
): { raw: unknown; negated: boolean; place: string } | undefined {
  const [plain, negated] = [elements[name], elements[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) {
    return notes.tell(where, `${name} and Not${name} exclude each other; keep one.`);
  }
  if (plain === undefined && negated === undefined) {
    return required ? notes.tell(where, `The statement has neither ${name} nor Not${name}.`) : undefined;
  }
  const not = plain === undefined;
  return { raw: not ? negated : plain, negated: not, place: `${where}.${not ? 'Not' : ''}${name}` };
}

function readActions(
  elements: Record<string, unknown>,
  where: string,
  notes: Notes,
  unreadable: Unreadable[],
): PatternElement {
  const found = one(elements, 'Action', where, notes, true);
  if (!found) return { patterns: [], negated: false };
  const patterns = readPatterns(found, notes, unreadable);
  for (const pattern of patterns) if (!isAction(pattern)) tellAction(pattern, found.place, notes);
  return { patterns, negated: found.negated };
}

/** A service prefix takes no wildcards, but for `*` alone. */
function isAction(pattern: string): boolean {
  return /^\*+$/.test(pattern) || /^(\*|[A-Za-z0-9-]+):[^:\s]+$/.test(pattern);
}

function tellAction(pattern: string, place: string, notes: Notes): void {
  const right = '"service:Name", with * and ? in the name alone, or "*" is right';
  notes.tell(place, `"${pattern}" is no action: ${right}.`);
}

function readResources(
  elements: Record<string, unknown>,
  kind: PolicyKind,
  where: string,
  notes: Notes,
  unreadable: Unreadable[],
): PatternElement | undefined {
  const required = kind !== 'trust' && kind !== 'resource';
  const found = one(elements, 'Resource', where, notes, required);
  if (!found) return undefined;
  return { patterns: readPatterns(found, notes, unreadable), negated: found.negated };
}

/** One string or a list; an opaque entry counts as anything, or as nothing where negated. */
function readPatterns(
  found: { raw: unknown; negated: boolean; place: string },
  notes: Notes,
  unreadable: Unreadable[],
): string[] {
  const values: unknown[] = Array.isArray(found.raw) ? found.raw : [found.raw];
  if (values.length === 0) notes.wrong(found.place, found.raw, 'a string or a list of strings that is not empty');
  return values.flatMap((value, index) => {
    const place = Array.isArray(found.raw) ? `${found.place}[${index}]` : found.place;
    const hidden = opaque(value);
    if (hidden) {
      unreadable.push({ why: hidden, where: place });
      return found.negated ? [] : ['*'];
    }
    if (typeof value !== 'string' || value === '') return notes.wrong(place, value, 'a string') ?? [];
    return [value];
  });
}

function readPrincipals(
  elements: Record<string, unknown>,
  kind: PolicyKind,
  where: string,
  notes: Notes,
  unreadable: Unreadable[],
): PrincipalElement | undefined {
  const takesNone = WITHOUT_PRINCIPAL.has(kind);
  const found = one(elements, 'Principal', where, notes, !takesNone);
  if (!found) return undefined;
  if (takesNone) return notes.tell(found.place, `A policy of the kind "${kind}" names no principal.`);
  return readPrincipal(found.raw, found.negated, found.place, notes, unreadable);
}
