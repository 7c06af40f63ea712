import { authorizationDetails } from './authorization-details';
import type { Connection } from './connection';
import { KINDS, type Kind, type Place, type ResourceEntry } from './kinds';
import { PROFILE } from './kinds/cloud-control';
import { deniedByControlPolicy, isDenied, isMissing, unreadPolicy, type Unread } from './unread';

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
  let complete = true;
  for (const region of regions) {
    const found = await collectRegion(connection, account, region, region === regions[0], unread);
    if (found === undefined) return undefined;
    if (found === DENIED) complete = false;
    else resources.push(...found);
  }
  return complete ? withProfiles({ authorizationDetails: details, resources }, account, unread) : undefined;
}

/** A control policy keeps the reader out of the region: all such regions are told together, since one option leaves them out. */
const DENIED = 'denied';

async function collectRegion(
  connection: Connection,
  account: string,
  region: string,
  first: boolean,
  unread: Unread[],
): Promise<readonly ResourceEntry[] | typeof DENIED | undefined> {
  const resources: ResourceEntry[] = [];
  for (const kind of KINDS.filter((one) => !one.global || first)) {
    const said: Unread[] = [];
    const found = await collectKind(connection, account, region, kind, said);
    if (said.some((one) => deniedByControlPolicy(one.why))) {
      unread.push({ account, region, what: kind.lists, why: KEPT_OUT });
      return DENIED;
    }
    unread.push(...said);
    if (!found) return undefined;
    resources.push(...found);
  }
  return resources;
}

const KEPT_OUT =
  'a control policy denies this region to the reader; leave the region out with --regions, or except the role that reads';

interface RoleOfProfile {
  readonly Arn: string;
  readonly InstanceProfileList?: readonly { readonly InstanceProfileName?: string }[];
}

/** Puts the roles of instance profiles in their place; nothing where one holds a role that nobody reads. */
function withProfiles(found: CollectedAccount, account: string, unread: Unread[]): CollectedAccount | undefined {
  const roles = found.authorizationDetails.RoleDetailList as RoleOfProfile[];
  const holding = (name: string): string[] =>
    roles
      .filter((role) => role.InstanceProfileList?.some((one) => one.InstanceProfileName === name))
      .map((role) => role.Arn);
  const named = (role: string): string[] => (role.startsWith(PROFILE) ? holding(role.slice(PROFILE.length)) : [role]);
  const lost = found.resources.flatMap((one) => one.roles ?? []).filter((role) => named(role).length === 0);
  for (const what of new Set(lost)) unread.push({ account, what, why: 'no role of the account is in it' });
  if (lost.length > 0) return undefined;
  const resources = found.resources.map((one) => (one.roles ? { ...one, roles: one.roles.flatMap(named) } : one));
  return { ...found, resources };
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
  if (kind.informs) return [];
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

function withoutEmpty({ arn, type, roles, policy, dependsOn, content }: ResourceEntry): ResourceEntry {
  return {
    arn,
    type,
    ...(roles && roles.length > 0 ? { roles } : {}),
    ...(policy === undefined ? {} : { policy }),
    ...(dependsOn && dependsOn.length > 0 ? { dependsOn } : {}),
    ...(content ? { content } : {}),
  };
}
