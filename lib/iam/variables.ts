import { operatorNamed } from './operators';
import type { BoundStatement } from './query';

/** Values that nobody writes into a policy, so that they behave like every value that nobody names. */
const UNNAMED = ['example1', 'example-2'];
const MOST = 10;

/**
 * Values of a policy variable that can make a difference: absent, one that nobody names, the values that conditions
 * compare it with, and what other patterns have in its place.
 */
export function candidatesFor(name: string, statements: readonly BoundStatement[]): (string | null)[] {
  const compared = comparedWith(name, statements);
  const patterns = statements.flatMap(({ statement }) => [
    ...(statement.resources?.patterns ?? []),
    ...statement.conditions.flatMap((one) => one.values),
  ]);
  const beside = patterns
    .filter((one) => one.toLowerCase().includes(`\${${name}`))
    .flatMap((one) => inItsPlace(one, name, patterns));
  return [...new Set<string | null>([UNNAMED[0], ...compared, ...beside, UNNAMED[1], 'x', null])]
    .slice(0, MOST)
    .concat(null);
}

/** The values that conditions compare a key with. */
export function comparedWith(name: string, statements: readonly BoundStatement[]): string[] {
  const values = statements.flatMap(({ statement }) =>
    statement.conditions
      .filter((one) => one.key.toLowerCase() === name && operatorNamed(one.operator)?.family !== 'null')
      .flatMap((one) =>
        one.values.filter((value) => !value.includes('${')).map((value) => value.replace(/[*?]/g, 'x')),
      ),
  );
  return [...new Set(values)];
}

/** What stands in other patterns where this one has the variable. */
function inItsPlace(pattern: string, name: string, patterns: readonly string[]): string[] {
  const at = pattern.toLowerCase().indexOf(`\${${name}`);
  const before = pattern.slice(0, at);
  const after = pattern.slice(pattern.indexOf('}', at) + 1);
  const stop = after.charAt(0);
  return patterns
    .filter((one) => one !== pattern && one.startsWith(before) && !one.slice(at).startsWith('${'))
    .map((one) => {
      const rest = one.slice(at);
      const end = stop && stop !== '*' && stop !== '?' ? rest.indexOf(stop) : -1;
      return (end < 0 ? rest : rest.slice(0, end)).replace(/[*?]/g, 'x');
    })
    .filter((value) => value !== '');
}
