import type { Problem } from '../errors';

/** The value of a JSON text, or what is wrong with it. */
export type JsonReading = { readonly value: unknown } | { readonly problem: Problem };

/**
 * Reads JSON strictly: a key that an object has twice is an error, since readers disagree on which one counts.
 *
 * @param file the name for the problem.
 */
export function readJson(text: string, file: string): JsonReading {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const value: unknown = JSON.parse(plain);
    const twice = duplicateKey(plain);
    if (!twice) return { value };
    const message = `The key "${twice.key}" stands twice in one object; keep one of them.`;
    return { problem: { file, place: placeOf(plain, twice.at), message } };
  } catch (error) {
    return { problem: syntaxProblem(plain, file, error as Error) };
  }
}

function syntaxProblem(text: string, file: string, error: Error): Problem {
  if (text.trim() === '') return { file, message: 'The file is empty; a JSON document belongs here.' };
  const position = /position (\d+)/.exec(error.message);
  const at = position ? Number(position[1]) : /end of JSON/i.test(error.message) ? text.length : undefined;
  const said = error.message.replace(/ in JSON at position.*$/s, '').replace(/ \(line.*$/s, '');
  const message = `This is not JSON: ${said}.`;
  return { file, place: at === undefined ? undefined : placeOf(text, at), message };
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before[before.length - 1].length + 1}`;
}

interface Frame {
  readonly keys?: Set<string>;
  expectsKey: boolean;
}

/** The first key that stands twice in one object of a text that is valid JSON. */
function duplicateKey(text: string): { key: string; at: number } | undefined {
  const frames: Frame[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;
  for (const match of text.matchAll(token)) {
    const frame = frames[frames.length - 1];
    if (match[0] === '{') frames.push({ keys: new Set(), expectsKey: true });
    else if (match[0] === '[') frames.push({ expectsKey: false });
    else if (match[0] === '}' || match[0] === ']') frames.pop();
    else if (match[0] === ',') frame.expectsKey = frame.keys !== undefined;
    else if (frame?.expectsKey && frame.keys) {
      const key = JSON.parse(match[0]) as string;
      if (frame.keys.has(key)) return { key, at: match.index };
      frame.keys.add(key);
      frame.expectsKey = false;
    }
  }
  return undefined;
}
