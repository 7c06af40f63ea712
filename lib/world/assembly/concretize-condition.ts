import type { Reading } from './concretize';
import { isCertain, isMap, mayBeAbsent, NO_VALUE, possibleEntries, textsOf, type Text, type Value } from './value';

type Block = Record<string, Record<string, unknown>>;
type Part = Record<string, unknown> | undefined;

/**
 * The condition block. A condition that cannot be written soundly is left out of an Allow, which then may match more,
 * and takes a whole Deny with it.
 */
export function conditionBlock(value: Value | undefined, reading: Reading): Part {
  if (value === undefined) return {};
  if (!isMap(value)) return reading.may ? {} : undefined;
  const block: Block = {};
  for (const [operator, keys] of Object.entries(value)) {
    if (keys === NO_VALUE) continue;
    if (!isMap(keys)) {
      if (!reading.may) return undefined;
      continue;
    }
    for (const [key, values] of Object.entries(keys)) {
      if (values === NO_VALUE) continue;
      const written = condition(operator, values, reading);
      if (written === undefined || block[written.operator]?.[key] !== undefined) {
        if (!reading.may) return undefined;
        continue;
      }
      block[written.operator] = { ...block[written.operator], [key]: written.values };
    }
  }
  return Object.keys(block).length > 0 ? { Condition: block } : {};
}

interface Written {
  readonly operator: string;
  readonly values: readonly string[];
}

/** One key of one operator, or nothing where it cannot be written soundly. */
function condition(operator: string, value: Value, reading: Reading): Written | undefined {
  const texts = possibleEntries(value).flatMap(textsOf);
  const certain = isCertain(value);
  if (mayBeAbsent(value)) return undefined;
  if (certain && texts.every((text) => text.exact)) return { operator, values: texts.map((text) => text.pattern) };
  const { prefix, base, suffix } = partsOf(operator);
  const negated = /^(StringNot|ArnNot|NotIpAddress|NumericNot|DateNot)/.test(base);
  if (reading.may === negated) return exactOnly(operator, texts, certain, reading);
  const like = LIKE[base];
  if (!like) return undefined;
  const escapes = base === 'StringEquals' || base === 'StringNotEquals';
  const values = texts.map((text) => (escapes ? escaped(text) : openPattern(text, base)));
  return values.some((one) => one === undefined)
    ? undefined
    : { operator: `${prefix}${like}${suffix}`, values: values as string[] };
}

/** Fewer values make a positive condition hold less often and a negated one more often: sound for Deny and Allow. */
function exactOnly(operator: string, texts: readonly Text[], certain: boolean, reading: Reading): Written | undefined {
  const values = certain ? texts.filter((text) => text.exact).map((text) => text.pattern) : [];
  return values.length === 0 || (!reading.may && !certain) ? undefined : { operator, values };
}

function partsOf(operator: string): { prefix: string; base: string; suffix: string } {
  const [, prefix = '', base, suffix = ''] = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { prefix, base: base ?? operator, suffix };
}

/** Operators that read `*` as a wildcard, for those that do not. */
const LIKE: Readonly<Record<string, string>> = {
  StringEquals: 'StringLike',
  StringNotEquals: 'StringNotLike',
  StringLike: 'StringLike',
  StringNotLike: 'StringNotLike',
  ArnEquals: 'ArnLike',
  ArnLike: 'ArnLike',
  ArnNotEquals: 'ArnNotLike',
  ArnNotLike: 'ArnNotLike',
};

/** Known parts of an equality hold no wildcards; `*`, `?` and `$` in them have no form under every version. */
function escaped(text: Text): string | undefined {
  const risky = text.parts.some((part) => typeof part === 'string' && /[*?]/.test(part));
  return risky ? undefined : text.pattern;
}

/** Arn operators match segment by segment: a hole that may hold colons has no pattern there. */
function openPattern(text: Text, base: string): string | undefined {
  return base.startsWith('Arn') && text.open ? arnPattern(text) : text.pattern;
}

function arnPattern(text: Text): string | undefined {
  let head = '';
  for (const part of text.parts) {
    if (typeof part !== 'string' && part.kind === 'any' && head.split(':').length <= 5) return undefined;
    head += typeof part === 'string' ? part : '*';
  }
  return head;
}
