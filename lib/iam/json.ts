import type { Problem } from '../errors';

/** The value of a JSON text, or what is wrong with it. */
export type JsonReading = { readonly value: unknown } | { readonly problem: Problem };

/**
 * Reads JSON strictly: a key that an object has twice is an error, since readers disagree on which one counts, and so
 * is what is nested deeper than any document has reason to be.
 *
 * @param file the name for the problem.
 */
export function readJson(text: string, file: string): JsonReading {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const value: unknown = JSON.parse(plain);
    const found = doubtful(plain);
    return found ? { problem: { file, place: placeOf(plain, found.at), message: found.message } } : { value };
  } catch (error) {
    return { problem: syntaxProblem(plain, file, error as Error) };
  }
}

function syntaxProblem(text: string, file: string, error: Error): Problem {
  if (text.trim() === '') return { file, message: 'The file is empty; a JSON document belongs here.' };
  const at = positionIn(error) ?? (isCutShort(error, text) ? text.length : firstWrong(text));
  const said = error.message
    .replace(/ in JSON at position.*$/s, '')
    .replace(/ \(line.*$/s, '')
    .replace(/, (\.\.\.)?".*" is not valid JSON$/s, ' stands here');
  return { file, place: placeOf(text, at), message: `This is not JSON: ${said}.` };
}

function positionIn(error: Error): number | undefined {
  const position = /position (\d+)/.exec(error.message);
  return position ? Number(position[1]) : undefined;
}

/** Whether more text could have made JSON of this one. */
function isCutShort(error: Error, text: string): boolean {
  return /end of JSON/i.test(error.message) || (positionIn(error) ?? -1) >= text.length;
}

/** The first character after which no text could make JSON of it; the parser does not tell the place of each error. */
function firstWrong(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (beginsJson(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function beginsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return isCutShort(error as Error, text);
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before[before.length - 1].length + 1}`;
}

interface Frame {
  readonly keys?: Set<string>;
  expectsKey: boolean;
}

/** A policy needs 6 levels, a line of a batch one more. */
const MOST_LEVELS = 100;

interface Doubt {
  readonly message: string;
  readonly at: number;
}

/** The first key that stands twice in one object, or the first level too deep, in a text that is valid JSON. */
function doubtful(text: string): Doubt | undefined {
  const frames: Frame[] = [];
  for (const { 0: token, index: at } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    const frame = frames[frames.length - 1];
    if (token === '{') frames.push({ keys: new Set(), expectsKey: true });
    else if (token === '[') frames.push({ expectsKey: false });
    else if (token === '}' || token === ']') frames.pop();
    else if (token === ',') frame.expectsKey = frame.keys !== undefined;
    else if (frame?.expectsKey && !isNew(token, frame)) {
      return { message: `The key ${token} stands twice in one object; keep one of them.`, at };
    }
    if (frames.length > MOST_LEVELS) return { message: `No document has more than ${MOST_LEVELS} levels.`, at };
  }
  return undefined;
}

/** Takes a key into its object; false where it stands there already. */
function isNew(token: string, frame: Frame): boolean {
  const key = JSON.parse(token) as string;
  frame.expectsKey = false;
  if (frame.keys!.has(key)) return false;
  frame.keys!.add(key);
  return true;
}
