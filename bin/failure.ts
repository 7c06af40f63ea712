import { CommanderError } from 'commander';
import { InputError, SurroundingsError } from '../lib/errors';

/** Exit codes of the command, the same for every subcommand. */
export const EXIT = { good: 0, stop: 1, badInput: 2, surroundings: 3 } as const;

/** Help and version end well; every other usage error is bad input; what nobody foresaw is no answer either. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.badInput;
  if (error instanceof InputError) return EXIT.badInput;
  return EXIT.surroundings;
}

/** Text for standard error: no stack trace for a mistake of the user or a failure of the surroundings. */
export function explainFailure(error: unknown): string {
  if (error instanceof InputError || error instanceof SurroundingsError) return error.message;
  return error instanceof Error ? `Unexpected failure, please report it:\n${error.stack}` : String(error);
}
