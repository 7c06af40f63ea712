import { exceptionConditions, type ReadConditions } from '../exception-conditions';

/** An exception as a template has it, its condition read apart. */
export interface ReadException extends ReadConditions {
  readonly rest: unknown;
}

/**
 * Reads `condition` of an exception. Platform templates may carry one so that a request is sanctioned in no wider a context
 * than the statement that allows it.
 */
export function readException(exception: unknown): ReadException {
  if (exception === null || typeof exception !== 'object' || !('condition' in exception)) return { rest: exception };
  const { condition, ...rest } = exception as { condition: unknown };
  return { rest, ...exceptionConditions(condition) };
}
