import { SurroundingsError } from '../errors';
import { collectAccount, type CollectedAccount } from './account';
import { connect } from './connection';
import { collectIdentityCenter, type SnapshotIdentityCenter } from './identity-center';
import { collectOrganization, type Environments, type SnapshotOrganization } from './organization';
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
  /** What accounts are for; wins over the tag `guarded:environment`. */
  readonly environments?: Environments;
  /** Told what is being read. */
  readonly progress?: (message: string) => void;
}

/** A snapshot in the format of version 1, and what could not be read for lack of rights. */
export interface Collected {
  readonly snapshot: {
    readonly version: 1;
    readonly organization: SnapshotOrganization;
    readonly identityCenter?: SnapshotIdentityCenter;
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
  const connection = await connect(roleName, homeRegion);
  return failing(async () => {
    progress('reading the organization');
    const organization = await collectOrganization(connection.into(connection.account), environments, unread);
    progress('reading Identity Center');
    const identityCenter = await collectIdentityCenter(connection.into(connection.account));
    const accounts: Record<string, CollectedAccount> = {};
    for (const { id, name } of organization.accounts) {
      progress(`reading account ${id} (${name})`);
      const found = await collectAccount(connection, id, regions, unread);
      if (found) accounts[id] = found;
    }
    return { snapshot: { version: 1, organization, ...(identityCenter ? { identityCenter } : {}), accounts }, unread };
  });
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
