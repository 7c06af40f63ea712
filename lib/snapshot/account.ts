import { authorizationDetails } from './authorization-details';
import type { Connection } from './connection';
import { KINDS, type Kind, type Place, type ResourceEntry } from './kinds';
import { isDenied, isMissing, unreadPolicy, type Unread } from './unread';

/** An account of the snapshot. */
export interface CollectedAccount {
  readonly authorizationDetails: Record<string, unknown[]>;
  readonly resources: readonly ResourceEntry[];
}

/**
 * Reads one account; nothing where its identities or a list of what runs there may not be read: an account without
 * details is unknown, an account with some of them would be a smaller proof.
 */
export async function collectAccount(
  connection: Connection,
  account: string,
  regions: readonly string[],
  unread: Unread[],
): Promise<CollectedAccount | undefined> {
  const details = await attempt(
    () => authorizationDetails(connection.into(account)),
    (why) => unread.push({ account, what: 'iam:GetAccountAuthorizationDetails', why }),
  );
  if (!details) return undefined;
  const resources: ResourceEntry[] = [];
  for (const region of regions) {
    for (const kind of KINDS.filter((one) => !one.global || region === regions[0])) {
      const found = await collectKind(connection, account, region, kind, unread);
      if (!found) return undefined;
      resources.push(...found);
    }
  }
  return { authorizationDetails: details, resources };
}

async function collectKind(
  connection: Connection,
  account: string,
  region: string,
  kind: Kind,
  unread: Unread[],
): Promise<readonly ResourceEntry[] | undefined> {
  const place: Place = {
    account,
    region,
    partition: connection.partition,
    config: connection.into(account, region),
    policy: (what, read) => readPolicy(what, read, (why) => unread.push({ account, region, what, why })),
  };
  const denied = (why: string): void => void unread.push({ account, region, what: kind.lists, why });
  const found = await attempt(() => kind.collect(place), denied);
  if (found) return found.map(withoutEmpty);
  return kind.all
    ? [{ arn: kind.all(place), type: kind.type, policy: unreadPolicy(`${kind.lists} was denied`) }]
    : undefined;
}

async function readPolicy(
  what: string,
  read: () => Promise<string | undefined>,
  denied: (why: string) => void,
): Promise<unknown> {
  try {
    const text = await read();
    return text ? (JSON.parse(text) as unknown) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (!isDenied(error)) throw error;
    denied((error as Error).message);
    return unreadPolicy(`${what} was denied`);
  }
}

/** What was read, or nothing where that is denied; any other failure is the surroundings'. */
async function attempt<T>(read: () => Promise<T>, denied: (why: string) => void): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isDenied(error)) throw error;
    denied((error as Error).message);
    return undefined;
  }
}

function withoutEmpty({ arn, type, roles, policy, dependsOn }: ResourceEntry): ResourceEntry {
  return {
    arn,
    type,
    ...(roles && roles.length > 0 ? { roles } : {}),
    ...(policy === undefined ? {} : { policy }),
    ...(dependsOn && dependsOn.length > 0 ? { dependsOn } : {}),
  };
}
