import { toolingName } from '../../lib/contract/tooling-names';
import type { ApplicationProps, GuardedPlatformProps, OrganizationProps } from './platform-props';

/**
 * An account of pipelines, and of the change control of the applications that it serves. Every application belongs to exactly
 * one; what is made for it there, and whoever trusts its machines, asks here which one that is.
 */
export interface Tooling {
  readonly account: string;
  /** The home region: change control, evidence and Identity Center stay in one. */
  readonly region: string;
  /** As people know it: `tooling`, `tooling-777777777777`. */
  readonly name: string;
  /** It holds the pipeline of the platform itself, and serves whoever names no other. */
  readonly isHome: boolean;
}

/** What of an application says which tooling account it belongs to. */
type Served = Pick<ApplicationProps, 'toolingAccount'>;

/** The tooling account of an application; of the platform itself, where none is given. */
export function toolingOf({ toolingAccount: home, region }: OrganizationProps, application: Served = {}): Tooling {
  const account = application.toolingAccount ?? home;
  return { account, region, name: toolingName(account, home), isHome: account === home };
}

/** Every tooling account, each once: the platform's own first, then in the order in which applications name them. */
export function toolingsOf({ organization, applications }: GuardedPlatformProps): Tooling[] {
  const all = [{}, ...applications].map((application) => toolingOf(organization, application));
  return [...new Map(all.map((each) => [each.account, each])).values()];
}

/** The applications that a tooling account serves. */
export function servedBy(
  { organization, applications }: GuardedPlatformProps,
  { account }: Tooling,
): ApplicationProps[] {
  return applications.filter((application) => toolingOf(organization, application).account === account);
}
