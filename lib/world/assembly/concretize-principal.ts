import type { Reading } from './concretize';
import {
  isCertain,
  isMap,
  listOf,
  possibleEntries,
  property,
  textsOf,
  type Text,
  type Value,
  type ValueMap,
} from './value';

type Part = Record<string, unknown> | undefined;

/**
 * `Principal` or `NotPrincipal`. A principal has no wildcards, so a generated role name is written as its pattern; a
 * principal that may be anybody is no pattern but an unknown.
 */
export function principalElement(raw: ValueMap, name: 'Principal' | 'NotPrincipal', reading: Reading): Part {
  const value = property(raw, name);
  if (value === undefined) return {};
  if (!isMap(value)) return plain(name, value, reading);
  const entries = Object.entries(value).map(
    ([type, of]) => [type, principals(of, `${name}.${type}`, name, reading)] as const,
  );
  const kept = entries.filter(([, list]) => list.length > 0);
  const lost = entries.some(([type, list]) => list.length < listOf(value[type]).length);
  if (name === 'NotPrincipal' && lost) return dropped(name, reading);
  if (kept.length === 0) return undefined;
  return { [name]: Object.fromEntries(kept) };
}

function plain(name: string, value: Value, reading: Reading): Part {
  const texts = textsOf(value);
  if (texts.length === 1 && texts[0].exact) return { [name]: texts[0].pattern };
  return dropped(name, reading);
}

function dropped(name: string, reading: Reading): undefined {
  if (reading.may) reading.report('the principals are not known before deployment', name);
  return undefined;
}

/** A Deny keeps the principals that are certain, an Allow all that can be told apart from anybody. */
function principals(value: Value, place: string, name: string, reading: Reading): string[] {
  const options = possibleEntries(value);
  const certain = isCertain(value);
  const texts = options.flatMap(textsOf);
  if (!reading.may || name === 'NotPrincipal')
    return certain ? texts.filter((text) => text.exact).map((text) => text.pattern) : [];
  return texts.flatMap((text) => (text.open ? opened(text, place, reading) : [text.pattern]));
}

function opened(text: Text, place: string, reading: Reading): [] {
  reading.report(`a principal is not known before deployment: ${text.why}`, place);
  return [];
}
