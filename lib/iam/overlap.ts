import { shortestWord } from './automaton';
import { language } from './language';
import { likeGlobs } from './pattern';

/** Whether some string matches both patterns, `*` and `?` for any characters; undefined where the cap was reached. */
export function overlaps(one: string, other: string): boolean | undefined {
  const word = shortestWord([language(likeGlobs(one)), language(likeGlobs(other))], []);
  return word === undefined ? undefined : word !== null;
}

/** Whether every string of `inner` matches `outer`; undefined where the cap was reached. */
export function contains(outer: string, inner: string): boolean | undefined {
  const word = shortestWord([language(likeGlobs(inner))], [language(likeGlobs(outer))]);
  return word === undefined ? undefined : word === null;
}
