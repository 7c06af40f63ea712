import { readFileSync } from 'node:fs';
import { InputError } from '../../lib/errors';

/**
 * The text of a file that a person named.
 *
 * @throws InputError where it cannot be read.
 */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw InputError.at(path, undefined, `The file cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
