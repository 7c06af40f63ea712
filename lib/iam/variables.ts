import { operatorNamed } from './operators';
import type { BoundStatement } from './query';

/** Values that nobody writes into a policy, so that they behave like every value that nobody names. */
const UNNAMED = ['example1', 'example-2'];
const MOST = 14;

/** Keys whose values never hold a colon: names of users (`[\w+=,.@-]+`), account ids, organization ids. */
const WITHOUT_COLON = new Set([
  'aws:username',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
]);

/** Whether a variable's value may hold a colon, and so leave the segment of an ARN. */
export function mayHoldColon(name: string): boolean {
  return !WITHOUT_COLON.has(name);
}

/**
 * Values of a policy variable that can make a difference: absent, empty, one that nobody names, the values that
 * conditions compare it with, what other patterns have in its place, and one that leaves the segment of an ARN.
 */
export function candidatesFor(name: string, statements: readonly BoundStatement[]): (string | null)[] {
  const compared = comparedWith(name, statements);
  const texts = statements.flatMap(textsOf);
  const beside = texts.filter((one) => mentions(one, name)).flatMap((one) => inItsPlace(one.text, name, texts));
  const candidates = [UNNAMED[0], ...compared, ...beside, UNNAMED[1], '', ':'].slice(0, MOST).concat('', ':');
  return [...new Set(candidates.filter((one) => mayHoldColon(name) || !one.includes(':'))), null];
}

/** A pattern or a value of a statement; variables count in it or do not. */
interface Text {
  readonly text: string;
  readonly modern: boolean;
}

function textsOf({ statement, version }: BoundStatement): Text[] {
  const texts = [...(statement.resources?.patterns ?? []), ...statement.conditions.flatMap((one) => one.values)];
  return texts.map((text) => ({ text, modern: version === '2012-10-17' }));
}

function mentions({ text, modern }: Text, name: string): boolean {
  return modern && text.toLowerCase().includes(`\${${name}`);
}

/** `${`, but for the escapes `${*}`, `${?}` and `${$}`. */
const VARIABLE = /\$\{(?![*?$]\})/;

/** A string that a text means, up to its first variable. */
function example({ text, modern }: Text): string {
  if (!modern) return text.replace(/[*?]/g, 'x');
  return text.split(VARIABLE)[0].replace(/\$\{([*?$])\}|[*?]/g, (_, plain?: string) => plain ?? 'x');
}

/** The values that conditions compare a key with. */
export function comparedWith(name: string, statements: readonly BoundStatement[]): string[] {
  const values = statements.flatMap(({ statement, version }) =>
    statement.conditions
      .filter((one) => one.key.toLowerCase() === name && operatorNamed(one.operator)?.family !== 'null')
      .flatMap((one) => one.values.map((text): Text => ({ text, modern: version === '2012-10-17' }))),
  );
  return [...new Set(values.filter(({ text, modern }) => !modern || !VARIABLE.test(text)).map(example))];
}

/** What stands in other texts where this one has the variable. */
function inItsPlace(pattern: string, name: string, texts: readonly Text[]): string[] {
  const at = pattern.toLowerCase().indexOf(`\${${name}`);
  const before = pattern.slice(0, at);
  const after = pattern.slice(pattern.indexOf('}', at) + 1);
  const stop = /^[^*?$]/.exec(after)?.[0];
  return texts
    .filter(({ text }) => text !== pattern && text.startsWith(before))
    .map(({ text, modern }) => {
      const rest = example({ text: text.slice(at), modern });
      const end = stop === undefined ? -1 : rest.indexOf(stop);
      return end < 0 ? rest : rest.slice(0, end);
    });
}
