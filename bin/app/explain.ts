import { InputError, SurroundingsError } from '../../lib/errors';
import { EXIT, exitCodeOf } from '../failure';

/** Mistakes in code, of a workload or of ours: whoever looks for them needs the stack. */
const BUGS = [TypeError, ReferenceError, RangeError, SyntaxError];

/** What a person reads when the app could not be built, and the exit code. */
export interface Explanation {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Constructs refuse with errors that say the value got, what would be right and the construct path; that is the whole
 * message. A bug keeps its stack.
 */
export function explain(error: unknown): Explanation {
  if (error instanceof InputError || error instanceof SurroundingsError)
    return { text: error.message, exitCode: exitCodeOf(error) };
  if (!(error instanceof Error) || BUGS.some((bug) => error instanceof bug))
    return { text: String((error as Error)?.stack ?? error), exitCode: EXIT.stop };
  return { text: messageOf(error), exitCode: EXIT.badInput };
}

/** CDK puts stack frames into messages; they help nobody who did not write the construct. */
function messageOf(error: Error): string {
  const lines = error.message.split('\n').filter((line) => !/^\s+(at |\.\.\.)/.test(line));
  return process.env.GUARDED_DEBUG ? String(error.stack) : lines.join('\n');
}
