import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { homeRegionOf, partitionOf } from '../contract/partitions';
import { SurroundingsError } from '../errors';

type Provider = ReturnType<typeof fromTemporaryCredentials>;

/** Credentials, or how to come by them. */
export type Credentials = Provider | { readonly accessKeyId: string; readonly secretAccessKey: string };

/** How clients are made: retries that slow down when a service throttles, and the credentials of one account. */
export interface ClientConfig {
  readonly region: string;
  readonly retryMode: 'adaptive';
  readonly maxAttempts: number;
  readonly credentials?: Credentials;
}

/** The account that the collection starts from, and the way into the others. */
export interface Connection {
  readonly account: string;
  readonly partition: string;
  /** Region that global services are asked in. */
  readonly home: string;
  /** Client configuration for an account of the organization. */
  readonly into: (account: string, region?: string) => ClientConfig;
}

const RETRIES = { retryMode: 'adaptive', maxAttempts: 10 } as const;

/**
 * Finds out who is asking.
 *
 * @param roleName Role to assume in every other account.
 * @throws SurroundingsError where there are no credentials or nobody answers.
 */
export async function connect(roleName: string, region?: string): Promise<Connection> {
  const start: ClientConfig = { region: region ?? 'us-east-1', ...RETRIES };
  const identity = await whoAmI(start);
  const [, partition, , , account] = identity.split(':');
  const home = region ?? homeRegionOf(partition);
  return connectionTo(account, partition, home, (id) => {
    if (id === account) return undefined;
    const params = { RoleArn: `arn:${partition}:iam::${id}:role/${roleName}`, RoleSessionName: 'guarded-snapshot' };
    return fromTemporaryCredentials({ params, clientConfig: { region: home } });
  });
}

function sharedIfMade(credentials: Credentials | undefined): Credentials | undefined {
  return typeof credentials === 'function' ? shared(credentials) : credentials;
}

/** Time before the end of a session at which the next one is begun. */
const EARLY_MS = 5 * 60_000;

/** One session for all who ask: each client alone would begin one for every service and region. */
function shared(provider: Provider): Provider {
  let session: ReturnType<Provider> | undefined;
  let ends = 0;
  const begin = async (...given: Parameters<Provider>): ReturnType<Provider> => {
    try {
      const begun = await provider(...given);
      ends = (begun.expiration?.getTime() ?? Infinity) - EARLY_MS;
      return begun;
    } catch (error) {
      session = undefined; // whoever asks next tries again
      throw error;
    }
  };
  return (...given) => {
    if (session && Date.now() < ends) return session;
    ends = Infinity;
    return (session = begin(...given));
  };
}

/**
 * A way that begins in the management account and takes a role in every account, the caller's own included: for whoever
 * may read nothing by itself.
 *
 * @param roleName Name of the role with its path, without a leading slash: `guarded/pipeline/guarded-reader`.
 */
export function connectThrough(roleName: string, management: string, home: string): Connection {
  const partition = partitionOf(home);
  return connectionTo(management, partition, home, (id) => {
    const params = { RoleArn: `arn:${partition}:iam::${id}:role/${roleName}`, RoleSessionName: 'guarded-snapshot' };
    return fromTemporaryCredentials({ params, clientConfig: { region: home, ...RETRIES } });
  });
}

/**
 * A way into the accounts.
 *
 * @param credentials For an account; nothing where those of the surroundings do.
 */
export function connectionTo(
  account: string,
  partition: string,
  home: string,
  credentials: (account: string) => Credentials | undefined,
): Connection {
  const known = new Map<string, Credentials | undefined>();
  const of = (id: string): Credentials | undefined => {
    if (!known.has(id)) known.set(id, sharedIfMade(credentials(id)));
    return known.get(id);
  };
  return { account, partition, home, into: (id, region = home) => ({ ...RETRIES, region, credentials: of(id) }) };
}

async function whoAmI(config: ClientConfig): Promise<string> {
  try {
    const { Arn } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    if (Arn) return Arn;
    throw new Error('AWS STS does not say who is asking');
  } catch (error) {
    const why = (error as Error).message;
    throw new SurroundingsError(
      `No usable AWS credentials: ${why}. Sign in (for example with aws sso login) and try again.`,
      { cause: error },
    );
  }
}
