/**
 * A plugin of the CDK command line: it lends an administrator of the management account the role by which Organizations
 * administers each member account, so that one command deploys to all of them while they are being prepared. Behind the
 * fence the role can only read.
 */
import { type Connection, connect } from '../lib/snapshot/connection';

/** What the command line hands to a plugin; the part that is used. */
interface PluginHost {
  registerCredentialProviderSource(source: {
    readonly name: string;
    isAvailable(): Promise<boolean>;
    canProvideCredentials(account: string): Promise<boolean>;
    getProvider(account: string): Promise<unknown>;
  }): void;
}

/** Version of the plugins' interface. */
export const version = '1';

/** Called by the command line when it starts. */
export function init(host: PluginHost): void {
  let connected: Promise<Connection> | undefined;
  const connection = () => (connected ??= connect(process.env.GUARDED_ROLE_NAME ?? 'OrganizationAccountAccessRole'));
  host.registerCredentialProviderSource({
    name: 'cdk-guarded-environments',
    isAvailable: () =>
      connection().then(
        () => true,
        () => false,
      ),
    canProvideCredentials: async (account) => (await connection()).into(account).credentials !== undefined,
    getProvider: async (account) => (await connection()).into(account).credentials,
  });
}
