/**
 * Matches an event against an EventBridge pattern: exact values, `anything-but` with values, prefixes and wildcards, `wildcard`,
 * `exists`, `$or`. Anything else is an error, so that a test never passes on a part it did not read.
 */
export function matches(pattern: Readonly<Record<string, unknown>>, event: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === '$or') return (rule as Record<string, unknown>[]).some((one) => matches(one, event));
    const value = event[key];
    if (!Array.isArray(rule)) return matches(rule as Record<string, unknown>, (value ?? {}) as Record<string, unknown>);
    return rule.some((one) => matchesValue(one, value));
  });
}

function matchesValue(rule: unknown, value: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return rule === value;
  const [[kind, operand]] = Object.entries(rule);
  switch (kind) {
    case 'exists':
      return (value !== undefined) === operand;
    case 'wildcard':
      return typeof value === 'string' && glob(String(operand)).test(value);
    case 'anything-but':
      return value !== undefined && !isListed(operand, value);
    default:
      throw new Error(`The matcher does not know '${kind}'.`);
  }
}

function isListed(operand: unknown, value: unknown): boolean {
  if (Array.isArray(operand)) return operand.includes(value);
  const { prefix, wildcard } = operand as { prefix: string | string[]; wildcard?: string[] };
  if (wildcard) return wildcard.some((one) => glob(one).test(String(value)));
  return [prefix].flat().some((start) => String(value).startsWith(start));
}

const glob = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
