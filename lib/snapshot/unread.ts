/** What a collection had no right to read; each makes something unknown, nothing is taken for absent. */
export interface Unread {
  readonly account?: string;
  readonly region?: string;
  /** `iam:GetAccountAuthorizationDetails`, or what was read by it. */
  readonly what: string;
  readonly why: string;
}

/** A service refused for lack of rights, or because it cannot tell; not for a fault of its own. */
export function isDenied(error: unknown): boolean {
  const name = (error as { name?: unknown })?.name;
  return (
    typeof name === 'string' &&
    /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|UnrecognizedClient|InvalidClientTokenId|OptInRequired|UnsupportedAction/.test(
      name,
    )
  );
}

/** A control policy refuses, as those that keep an organization to its regions do; no right of the reader would help. */
export function deniedByControlPolicy(why: string): boolean {
  return /explicit deny in an? (service|resource) control policy|no (service|resource) control policy allows/i.test(
    why,
  );
}

/** The thing asked for does not exist (a bucket without a policy). */
export function isMissing(error: unknown): boolean {
  const name = (error as { name?: unknown })?.name;
  return typeof name === 'string' && /NoSuch|NotFound|NonExistent/.test(name);
}

/** A policy nobody could read: it may allow anybody anything, so whatever it decides is unknown. */
export function unreadPolicy(why: string): Record<string, unknown> {
  const statement = { Sid: 'Unread', Effect: 'Allow', Principal: { Opaque: why }, Action: '*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** Collects every page of a list. */
export async function pages<T>(
  next: (token: string | undefined) => Promise<{ readonly items?: readonly T[]; readonly token?: string }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await next(token);
    all.push(...(page.items ?? []));
    token = page.token;
  } while (token);
  return all;
}
