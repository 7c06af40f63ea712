import type { PrincipalElement, PrincipalEntry } from './model';
import { opaque } from './reading';
import type { Spot } from './reading';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
const EVERYONE: PrincipalEntry = { type: 'AWS', value: '*' };

/** Reads a `Principal` or `NotPrincipal` element; an opaque entry counts as everyone, or as nobody where negated. */
export function readPrincipal(raw: unknown, negated: boolean, spot: Spot): PrincipalElement {
  if (raw === '*') return { entries: [EVERYONE], negated };
  const hidden = opaque(raw);
  if (hidden) {
    spot.hide(hidden);
    return { entries: negated ? [] : [EVERYONE], negated };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || Object.keys(raw).length === 0) {
    spot.wrong(raw, '"*" or an object with AWS, Service, Federated or CanonicalUser');
    return { entries: [], negated };
  }
  const entries = Object.entries(raw).flatMap(([type, values]) =>
    readEntries(type, values, negated, spot.at(`.${type}`)),
  );
  return { entries, negated };
}

function readEntries(type: string, raw: unknown, negated: boolean, spot: Spot): PrincipalEntry[] {
  const known = TYPES.find((one) => one === type);
  if (!known) return spot.tell(`"${type}" is no kind of principal; right are ${TYPES.join(', ')}.`) ?? [];
  const values = spot.entries(raw);
  if (values.length === 0) return spot.wrong(raw, 'a principal or a list of principals') ?? [];
  return values.flatMap(({ value, spot: place }) => {
    const hidden = opaque(value);
    if (hidden) {
      place.hide(hidden);
      return negated ? [] : [EVERYONE];
    }
    if (typeof value === 'number' && known === 'AWS') return [{ type: known, value: String(value).padStart(12, '0') }];
    if (typeof value !== 'string' || value === '') return place.wrong(value, 'a principal') ?? [];
    return [{ type: known, value }];
  });
}
