import type { PatternElement, PolicyKind, PrincipalElement, Statement, Unreadable } from './model';
import { readConditions } from './parse-condition';
import { readPrincipal } from './parse-principal';
import { Spot, opaque } from './reading';
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
  const spot = new Spot(where, notes, unreadable);
  const resources = readResources(elements, kind, spot);
  const principals = readPrincipals(elements, kind, spot);
  return {
    ...(elements.Sid === undefined ? {} : { sid: readSid(elements.Sid, spot.at('.Sid')) }),
    effect: readEffect(elements.Effect, spot.at('.Effect')),
    ...(principals ? { principals } : {}),
    actions: readActions(elements, spot),
    ...(resources ? { resources } : {}),
    conditions: readConditions(elements.Condition, spot.at('.Condition')),
    unreadable,
    where,
  };
}

function readSid(raw: unknown, spot: Spot): string {
  if (typeof raw !== 'string') spot.wrong(raw, 'a string');
  return String(raw);
}

function readEffect(raw: unknown, spot: Spot): 'Allow' | 'Deny' {
  if (raw === 'Allow' || raw === 'Deny') return raw;
  spot.wrong(raw, '"Allow" or "Deny"');
  return 'Deny';
}

/** What stands in an element, or in its Not form. */
interface Found {
  readonly raw: unknown;
  readonly negated: boolean;
  readonly spot: Spot;
}

/** The one of `Name` and `NotName` that stands in the statement; neither may, where it is not required. */
function one(elements: Record<string, unknown>, name: string, spot: Spot, required: boolean): Found | undefined {
  const [plain, negated] = [elements[name], elements[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) {
    return spot.tell(`${name} and Not${name} exclude each other; keep one.`);
  }
  if (plain === undefined && negated === undefined) {
    return required ? spot.tell(`The statement has neither ${name} nor Not${name}.`) : undefined;
  }
  const not = plain === undefined;
  return { raw: not ? negated : plain, negated: not, spot: spot.at(`.${not ? 'Not' : ''}${name}`) };
}

function readActions(elements: Record<string, unknown>, spot: Spot): PatternElement {
  const found = one(elements, 'Action', spot, true);
  if (!found) return { patterns: [], negated: false };
  const patterns = readPatterns(found);
  for (const pattern of patterns) if (!isAction(pattern)) tellAction(pattern, found.spot);
  return { patterns, negated: found.negated };
}

/** A service prefix takes no wildcards, but for `*` alone. */
function isAction(pattern: string): boolean {
  return /^\*+$/.test(pattern) || /^(\*|[A-Za-z0-9-]+):[^:\s]+$/.test(pattern);
}

function tellAction(pattern: string, spot: Spot): void {
  const right = '"service:Name", with * and ? in the name alone, or "*" is right';
  spot.tell(`"${pattern}" is no action: ${right}.`);
}

function readResources(elements: Record<string, unknown>, kind: PolicyKind, spot: Spot): PatternElement | undefined {
  const required = kind !== 'trust' && kind !== 'resource';
  const found = one(elements, 'Resource', spot, required);
  return found && { patterns: readPatterns(found), negated: found.negated };
}

/** One string or a list; an opaque entry counts as anything, or as nothing where negated. */
function readPatterns({ raw, negated, spot }: Found): string[] {
  const values = spot.entries(raw);
  if (values.length === 0) spot.wrong(raw, 'a string or a list of strings that is not empty');
  return values.flatMap(({ value, spot: place }) => {
    const hidden = opaque(value);
    if (hidden) {
      place.hide(hidden);
      return negated ? [] : ['*'];
    }
    if (typeof value !== 'string' || value === '') return place.wrong(value, 'a string') ?? [];
    return [value];
  });
}

function readPrincipals(elements: Record<string, unknown>, kind: PolicyKind, spot: Spot): PrincipalElement | undefined {
  const takesNone = WITHOUT_PRINCIPAL.has(kind);
  const found = one(elements, 'Principal', spot, !takesNone);
  if (!found) return undefined;
  if (takesNone) return found.spot.tell(`A policy of the kind "${kind}" names no principal.`);
  return readPrincipal(found.raw, found.negated, found.spot);
}
