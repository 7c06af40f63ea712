import { parse, stringify } from 'yaml';
import { parsePlatform } from '../../../lib/config';
import { InputError } from '../../../lib/errors';
import type { Problem } from '../../../lib/errors';

/** What is wrong with a platform file; nothing where it holds. */
export function problemsOf(text: string): readonly Problem[] {
  try {
    parsePlatform(text, 'platform.yaml');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** What is told of a good file once something of it is changed, as `place: message`. */
export function toldOf<F>(good: string, change: (file: F) => void): string[] {
  const file = parse(good) as F;
  change(file);
  return problemsOf(stringify(file)).map(({ place, message }) => `${place}: ${message}`);
}
