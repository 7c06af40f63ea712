import { block } from './address';
import type { Condition, Unreadable } from './model';
import { readOperator } from './operators';
import type { Operator } from './operators';
import { instant, numberUnits } from './ranges';
import { opaque } from './reading';
import type { Notes } from './reading';

/** Reads a Condition block; what cannot be decided goes to `unreadable`, what is no condition to the problems. */
export function readConditions(raw: unknown, where: string, notes: Notes, unreadable: Unreadable[]): Condition[] {
  if (raw === undefined) return [];
  const hidden = opaque(raw);
  if (hidden) return hide(hidden, where, unreadable);
  if (!isObject(raw)) return notes.wrong(where, raw, 'an object of operators') ?? [];
  return Object.entries(raw).flatMap(([operator, keys]) =>
    readKeys(operator, keys, `${where}.${operator}`, notes, unreadable),
  );
}

function readKeys(written: string, raw: unknown, where: string, notes: Notes, unreadable: Unreadable[]): Condition[] {
  const hidden = opaque(raw);
  if (hidden) return hide(hidden, where, unreadable);
  if (!isObject(raw)) return notes.wrong(where, raw, 'an object of condition keys') ?? [];
  const { operator, quantifier, ifExists } = readOperator(written);
  if (!operator) {
    unreadable.push({ why: `"${written}" is no condition operator of IAM.`, where });
    return [];
  }
  return Object.entries(raw).flatMap(([key, values]) => {
    const place = `${where}.${key}`;
    const texts = readValues(values, place, notes, unreadable);
    if (!texts || !valuesFit(operator, texts, place, unreadable)) return [];
    return [{ operator: operator.name, quantifier, ifExists, key, values: texts }];
  });
}

function hide(why: string, where: string, unreadable: Unreadable[]): Condition[] {
  unreadable.push({ why, where });
  return [];
}

/** Strings, numbers and booleans, one or a list; undefined where one of them cannot be read. */
function readValues(raw: unknown, where: string, notes: Notes, unreadable: Unreadable[]): string[] | undefined {
  const texts: string[] = [];
  for (const [index, one] of (Array.isArray(raw) ? raw : [raw]).entries()) {
    const place = Array.isArray(raw) ? `${where}[${index}]` : where;
    const hidden = opaque(one);
    if (hidden) return void unreadable.push({ why: hidden, where: place });
    if (!['string', 'number', 'boolean'].includes(typeof one)) {
      return notes.wrong(place, one, 'a string, a number or a boolean');
    }
    texts.push(String(one));
  }
  return texts;
}

/** Values that IAM itself has no meaning for make the condition undecidable. */
function valuesFit(operator: Operator, values: readonly string[], where: string, unreadable: Unreadable[]): boolean {
  const odd = values.find((value) => !fits(operator, value));
  if (odd === undefined) return true;
  unreadable.push({ why: `"${odd}" is no value for ${operator.name}: ${EXPECTED[operator.family]}.`, where });
  return false;
}

const EXPECTED: Readonly<Record<Operator['family'], string>> = {
  string: 'a string',
  numeric: 'a decimal number is right',
  date: 'a date in ISO 8601 or seconds since 1970 are right',
  ip: 'an address or a CIDR block is right',
  bool: '"true" or "false" is right',
  null: '"true" or "false" is right',
};

function fits(operator: Operator, value: string): boolean {
  switch (operator.family) {
    case 'numeric':
      return numberUnits(value) !== undefined;
    case 'date':
      return instant(value) !== undefined;
    case 'ip':
      return block(value) !== undefined;
    case 'bool':
    case 'null':
      return /^(true|false)$/i.test(value);
    default:
      return true;
  }
}

function isObject(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
