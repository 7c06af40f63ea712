import { isClosed } from '../contract/account-states';
import { SurroundingsError } from '../errors';
import { collectAccount, type CollectedAccount } from './account';
import { connect, type Connection } from './connection';
import { findIdentityCenter, type SnapshotIdentityCenter } from './identity-center';
import { collectOrganization, managementAccountOf, type Environments, type SnapshotOrganization } from './organization';
import { platformWords, type PlatformWords } from './platform-words';
import { DEFAULT_REGIONS } from './regions';
import type { Unread } from './unread';

/** What to collect, and how. */
export interface CollectOptions {
  /** Role to assume in every account but the caller's own. */
  readonly roleName: string;
  /** Regions to look into; what lies in others stays unseen. @default DEFAULT_REGIONS */
  readonly regions?: readonly string[];
  /** Region of the credentials' own calls and of Identity Center. @default the partition's home region */
  readonly homeRegion?: string;
  /** What accounts are for; wins over what the platform's stack says, which wins over the tag `guarded:environment`. */
  readonly environments?: Environments;
  /** The way into the accounts. @default the surroundings' credentials, and `roleName` in every other account */
  readonly connection?: Connection;
  /** Told what is being read. */
  readonly progress?: (message: string) => void;
}

/** A snapshot in the format of version 1, and what could not be read for lack of rights. */
export interface Collected {
  readonly snapshot: {
    readonly version: 1;
    readonly organization: SnapshotOrganization;
    readonly identityCenter?: SnapshotIdentityCenter;
    readonly humans?: PlatformWords['humans'];
    readonly exceptions?: PlatformWords['exceptions'];
    readonly platform?: PlatformWords['statement'];
    readonly accounts: Readonly<Record<string, CollectedAccount>>;
  };
  readonly unread: readonly Unread[];
}

/**
 * Collects a snapshot from live accounts. What may not be read is never taken for absent: an account whose identities
 * or runners are closed to the reader is left without details, which the proof takes as unknown; a policy that is
 * closed stands as one that may allow anybody anything.
 *
 * @throws SurroundingsError without credentials, where the organization is closed, or where a service fails.
 */
export async function collect(options: CollectOptions): Promise<Collected> {
  const { roleName, regions = DEFAULT_REGIONS, homeRegion, environments = {}, progress = () => undefined } = options;
  const unread: Unread[] = [];
  const connection = options.connection ?? (await connect(roleName, homeRegion));
  return failing(async () => {
    progress('reading the organization');
    const config = connection.into(connection.account);
    const management = await managementAccountOf(config);
    const words = await platformWords(connection, management, regions, unread);
    const known = { ...words.environments, ...environments };
    const organization = await collectOrganization(config, known, unread);
    progress('reading Identity Center');
    const identityCenter = await findIdentityCenter(connection, [...statedRegion(words), ...regions], unread);
    const accounts: Record<string, CollectedAccount> = {};
    for (const { id, name, state } of organization.accounts) {
      if (isClosed(state)) continue;
      progress(`reading account ${id} (${name})`);
      const found = await collectAccount(connection, id, regions, unread);
      if (found) accounts[id] = found;
    }
    const said = { ...(identityCenter ? { identityCenter } : {}), ...sayings(words) };
    return { snapshot: { version: 1, organization, ...said, accounts }, unread };
  });
}

/** The platform's home region, which is Identity Center's as well. */
export function statedRegion({ statement }: Pick<PlatformWords, 'statement'>): string[] {
  const { region } = (statement?.properties.organization ?? {}) as { region?: unknown };
  return typeof region === 'string' ? [region] : [];
}

function sayings({
  humans,
  exceptions,
  statement,
}: PlatformWords): Pick<Collected['snapshot'], 'humans' | 'exceptions' | 'platform'> {
  return {
    ...(humans.length > 0 ? { humans } : {}),
    ...(exceptions.length > 0 ? { exceptions } : {}),
    ...(statement ? { platform: statement } : {}),
  };
}

async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SurroundingsError) throw error;
    const { name, message } = error as Error;
    throw new SurroundingsError(`The collection stopped: ${name}: ${message}`, { cause: error });
  }
}
