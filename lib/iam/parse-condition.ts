import { block } from './address';
import type { Condition } from './model';
import { readOperator } from './operators';
import type { Operator } from './operators';
import { instant, numberUnits } from './ranges';
import { opaque } from './reading';
import type { Spot } from './reading';

/** Reads a Condition block; what cannot be decided is hidden, what is no condition a problem. */
export function readConditions(raw: unknown, spot: Spot): Condition[] {
  if (raw === undefined) return [];
  const hidden = opaque(raw);
  if (hidden) return hide(hidden, spot);
  if (!isObject(raw)) return spot.wrong(raw, 'an object of operators') ?? [];
  return Object.entries(raw).flatMap(([operator, keys]) => readKeys(operator, keys, spot.at(`.${operator}`)));
}

function readKeys(written: string, raw: unknown, spot: Spot): Condition[] {
  const hidden = opaque(raw);
  if (hidden) return hide(hidden, spot);
  if (!isObject(raw)) return spot.wrong(raw, 'an object of condition keys') ?? [];
  const { operator, quantifier, ifExists } = readOperator(written);
  if (!operator) return hide(`"${written}" is no condition operator of IAM.`, spot);
  return Object.entries(raw).flatMap(([key, values]) => {
    const place = spot.at(`.${key}`);
    const texts = readValues(values, place);
    if (!texts || !valuesFit(operator, texts, place)) return [];
    return [{ operator: operator.name, quantifier, ifExists, key, values: texts }];
  });
}

function hide(why: string, spot: Spot): Condition[] {
  spot.hide(why);
  return [];
}

/** Strings, numbers and booleans, one or a list; undefined where one of them cannot be read. */
function readValues(raw: unknown, spot: Spot): string[] | undefined {
  const texts: string[] = [];
  for (const { value, spot: place } of spot.entries(raw)) {
    const hidden = opaque(value);
    if (hidden) return void place.hide(hidden);
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      return place.wrong(value, 'a string, a number or a boolean');
    }
    texts.push(String(value));
  }
  return texts;
}

/** Values that IAM itself has no meaning for make the condition undecidable. */
function valuesFit(operator: Operator, values: readonly string[], spot: Spot): boolean {
  const odd = values.find((value) => !fits(operator, value));
  if (odd === undefined) return true;
  spot.hide(`"${odd}" is no value for ${operator.name}: ${EXPECTED[operator.family]}.`);
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
