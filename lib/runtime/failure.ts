import { cut } from '../change/verified';

/** A service did not do what a handler needs; the message says what was tried, why it failed and what to do. */
export class ServiceFailure extends Error {
  public constructor(
    what: string,
    public readonly service: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(`Could not ${what}: ${service}. ${remedy}`, options);
    this.name = 'ServiceFailure';
  }
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/AccessDenied|Unauthorized|NotAuthorized|Forbidden/i, "Check the handler's role and the guardrails, then retry."],
  [
    /Throttl|TooManyRequests|LimitExceeded|SlowDown|ProvisionedThroughput/i,
    'The service is busy; release or ask again in a few minutes.',
  ],
  [
    /Timeout|TimedOut|ECONN|ENOTFOUND|socket|network/i,
    'The service did not answer; release or ask again in a few minutes.',
  ],
  [/NotFound|NoSuch/i, 'Check that the stack of this function is deployed and that nobody removed parts of it.'],
];

/** Calls a service; a failure comes out as a `ServiceFailure`, except the errors that the caller expects by name. */
export async function attempt<T>(what: string, call: () => Promise<T>, ...expected: readonly string[]): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (expected.includes(errorName(error)) || error instanceof ServiceFailure) throw error;
    throw new ServiceFailure(what, describeError(error), remedyFor(error), { cause: error });
  }
}

/** A part of an answer that must be there. */
export function demand<T>(what: string, value: T | null | undefined, part: string): T {
  if (value !== null && value !== undefined) return value;
  throw new ServiceFailure(what, `the answer has no ${part}`, 'Retry; if it stays so, report it.');
}

/** Name of an error as the services give it. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return cut(`${errorName(error)}: ${message}`.replace(/\s+/g, ' '), 500);
}

function remedyFor(error: unknown): string {
  const text = describeError(error);
  return (
    REMEDIES.find(([pattern]) => pattern.test(text))?.[1] ?? 'Retry; if it stays so, look into the log of the handler.'
  );
}
