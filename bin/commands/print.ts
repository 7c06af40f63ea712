import { plain } from '../../lib/change/escape';

/** Data goes to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Progress and messages go to standard error. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What turns or hides text, or moves a cursor, is written as an escape: the same document, harmless on a terminal. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2).replace(/[^\n\x20-\x7e]/g, harmless));
}

function harmless(mark: string): string {
  if (plain(mark) === mark) return mark;
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
