import { isObject } from '../assembly/template';

/** A place in which two JSON values differ. */
export interface Difference {
  /** Path within the value: `Properties.Environment.Variables.TABLE`. */
  readonly at: string;
  /** What stands there; undefined where nothing does. */
  readonly got: unknown;
  /** What should. */
  readonly wanted: unknown;
}

/** Where two JSON values differ, as deep as one can say; the order of keys means nothing, that of lists does. */
export function differences(got: unknown, wanted: unknown, at = ''): Difference[] {
  if (got === wanted) return [];
  if (Array.isArray(got) && Array.isArray(wanted)) return inLists(got, wanted, at);
  if (!isObject(got) || !isObject(wanted)) return [{ at, got, wanted }];
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
  return keys.flatMap((key) => {
    const place = at === '' ? key : `${at}.${key}`;
    const one = Object.hasOwn(got, key) ? got[key] : undefined;
    return differences(one, Object.hasOwn(wanted, key) ? wanted[key] : undefined, place);
  });
}

/** Of two lists of one length, each place; of others, the first place from which they part. */
function inLists(got: readonly unknown[], wanted: readonly unknown[], at: string): Difference[] {
  const same = (index: number): boolean => differences(got[index], wanted[index]).length === 0;
  if (got.length === wanted.length)
    return got.flatMap((each, index) => differences(each, wanted[index], `${at}[${index}]`));
  const index = [...got, undefined].findIndex((_, place) => place >= wanted.length || !same(place));
  return [{ at: `${at}[${index}]`, got: got[index], wanted: wanted[index] }];
}

/** Longer values are cut: the place tells where to look. */
const SHOWN = 160;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** A difference in words. */
export function tellDifference({ at, got, wanted }: Difference): string {
  const [here, there] = apart(got, wanted);
  return `${at === '' ? 'it' : at} is ${here}, and this version of the package makes ${there} of the stated properties`;
}

/** Two long texts are shown from where they part. */
function apart(got: unknown, wanted: unknown): [string, string] {
  if (typeof got !== 'string' || typeof wanted !== 'string' || Math.max(got.length, wanted.length) <= SHOWN)
    return [shown(got), shown(wanted)];
  const parts = [...got].findIndex((letter, index) => letter !== wanted[index]);
  const from = Math.max((parts < 0 ? got.length : parts) - 20, 0);
  return [shown(`…${got.slice(from)}`), shown(`…${wanted.slice(from)}`)];
}
