import type { Right } from '../../change/acknowledge';

/** Both prefixes that AWS knows the service by; each has condition keys of its own. */
const PREFIXES = ['codeconnections', 'codestar-connections'] as const;

/**
 * Using a connection for one repository. A connection reaches whatever its installation at the provider does, other teams'
 * repositories and the platform's included; without the condition each of its users could clone them all.
 */
export function connectionRights(configuration: Readonly<Record<string, string>>): Right[] {
  const { ConnectionArn, FullRepositoryId } = configuration;
  return PREFIXES.map((prefix) => ({
    actions: [`${prefix}:UseConnection`],
    resources: [ConnectionArn!],
    conditions: { StringEquals: { [`${prefix}:FullRepositoryId`]: FullRepositoryId } },
  }));
}
