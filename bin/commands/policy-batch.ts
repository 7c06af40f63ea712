import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { InputError, describeProblem } from '../../lib/errors';
import { comparePolicies, readJson, readPair } from '../../lib/iam';
import type { Comparison, Document } from '../../lib/iam';
import { EXIT } from '../failure';
import { exitOf } from './policy-compare';
import { readText } from './policy-file';
import type { CompareFlags } from './policy-flags';

/**
 * Compares the pairs of a file, one line at a time, and answers one line each. A line that is wrong costs its own
 * answer alone; the exit code tells the worst of all.
 */
export async function runBatch(file: string, more: string | undefined, flags: CompareFlags): Promise<void> {
  if (more !== undefined) {
    throw InputError.at('guarded policy compare', undefined, '--batch takes its documents from the file alone.');
  }
  let worst: number = EXIT.good;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (process.stdout.destroyed) break;
    if (line.trim() === '') continue;
    const { text, exit } = answerLine(line, `${file}, line ${number}`, flags);
    process.stdout.write(`${text}\n`);
    worst = Math.max(worst, exit);
  }
  process.exitCode = worst;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Infinity });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw InputError.at(file, undefined, `The file cannot be read (${code}).`);
  }
}

function answerLine(line: string, place: string, flags: CompareFlags): { text: string; exit: number } {
  let id: unknown = null;
  try {
    const pair = readLine(line, place);
    id = pair.id ?? null;
    const started = performance.now();
    const answer = comparePair(pair, place, flags);
    const ms = Math.round((performance.now() - started) * 1000) / 1000;
    return { text: JSON.stringify({ id, ...answer, ms }), exit: exitOf(answer) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { text: JSON.stringify({ id, error: error.problems.map(describeProblem).join('\n') }), exit: EXIT.badInput };
  }
}

interface Pair {
  readonly id?: unknown;
  readonly old?: unknown;
  readonly new?: unknown;
}

function readLine(line: string, place: string): Pair {
  const reading = readJson(line, place);
  if ('problem' in reading) throw new InputError([reading.problem]);
  const { value } = reading;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw InputError.at(place, undefined, 'The line is no object with id, old and new.');
  }
  return value;
}

function comparePair(pair: Pair, place: string, flags: CompareFlags): Comparison {
  const { older, newer } = readPair(side(pair.old, 'old', place), side(pair.new, 'new', place));
  return comparePolicies(older, newer, { knownActions: flags.knownActions });
}

/** A document as it stands in the line, or a path relative to the working directory. */
function side(raw: unknown, name: 'old' | 'new', place: string): Document {
  if (raw === undefined) throw InputError.at(place, name, 'A policy document or a path belongs here.');
  if (typeof raw !== 'string' || /^\s*(\{|%7b)/i.test(raw)) return { raw, name: `${place}, ${name}` };
  return { raw: readText(raw), name: raw };
}
