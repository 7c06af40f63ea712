import type { PrincipalElement, PrincipalEntry, Unreadable } from './model';
import { opaque } from './reading';
import type { Notes } from './reading';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
const EVERYONE: PrincipalEntry = { type: 'AWS', value: '*' };

/** Reads a `Principal` or `NotPrincipal` element; an opaque entry counts as everyone, or as nobody where negated. */
export function readPrincipal(
  raw: unknown,
  negated: boolean,
  where: string,
  notes: Notes,
  unreadable: Unreadable[],
): PrincipalElement {
  if (raw === '*') return { entries: [EVERYONE], negated };
  const hidden = opaque(raw);
  if (hidden) {
    unreadable.push({ why: hidden, where });
    return { entries: negated ? [] : [EVERYONE], negated };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || Object.keys(raw).length === 0) {
    notes.wrong(where, raw, '"*" or an object with AWS, Service, Federated or CanonicalUser');
    return { entries: [], negated };
  }
  const entries = Object.entries(raw).flatMap(([type, values]) =>
    readEntries(type, values, negated, `${where}.${type}`, notes, unreadable),
  );
  return { entries, negated };
}

function readEntries(
  type: string,
  raw: unknown,
  negated: boolean,
  where: string,
  notes: Notes,
  unreadable: Unreadable[],
): PrincipalEntry[] {
  const known = TYPES.find((one) => one === type);
  if (!known) return notes.tell(where, `"${type}" is no kind of principal; right are ${TYPES.join(', ')}.`) ?? [];
  const values: unknown[] = Array.isArray(raw) ? raw : [raw];
  if (values.length === 0) return notes.wrong(where, raw, 'a principal or a list of principals') ?? [];
  return values.flatMap((value, index) => {
    const place = Array.isArray(raw) ? `${where}[${index}]` : where;
    const hidden = opaque(value);
    if (hidden) {
      unreadable.push({ why: hidden, where: place });
      return negated ? [] : [EVERYONE];
    }
    if (typeof value === 'number' && known === 'AWS') return [{ type: known, value: String(value).padStart(12, '0') }];
    if (typeof value !== 'string' || value === '') return notes.wrong(place, value, 'a principal') ?? [];
    return [{ type: known, value }];
  });
}
