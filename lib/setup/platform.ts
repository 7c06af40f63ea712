import { trustedRolesOf, unitOf } from '../config';
import type { PlatformConfig } from '../config';
import type { SetupAccount, SetupPlatform } from './facts';

/** What a platform.yaml says about the way. */
export function setupPlatform(config: PlatformConfig): SetupPlatform {
  const { organization, applications, platform, snapshot } = config;
  const { accounts, units, region, root } = organization;
  const environments = applications.flatMap((application) =>
    application.environments.map((environment) => {
      const { name, kind, account: id, regions } = environment;
      return {
        kind,
        account: {
          ...{ id, name: `${application.name}-${name}`, unit: unitOf(units, environment), regions },
          ...(kind === 'prod' ? { kind } : {}),
        },
      };
    }),
  );
  const own: SetupAccount[] = [
    { id: accounts.tooling, name: 'tooling', unit: units.tooling, regions: [region], kind: 'tooling' },
    { id: accounts.audit, name: 'audit', unit: units.audit, regions: [region], kind: 'audit' },
  ];
  const delivered = [...applications, ...(platform ? [platform] : [])];
  return {
    root,
    region,
    ...accounts,
    accounts: [...own, ...once(environments.map(({ account }) => account))].map((each) =>
      organization.attach === 'accounts' ? { ...each, unit: each.id } : each,
    ),
    staying: organization.attach === 'accounts',
    prod: once(environments.filter(({ kind }) => kind === 'prod').map(({ account }) => account)),
    pipelines: [...applications.map(({ name }) => name), ...(platform ? ['platform'] : [])],
    maintained: organization.trustedServiceRoles?.maintenance !== undefined,
    trusted: trustedRolesOf(organization.trustedServiceRoles, accounts.management),
    connections: [...new Set(delivered.map(({ repository }) => repository.connection))],
    chat: delivered.some(({ chat }) => Boolean(chat?.slack.length || chat?.teams.length)),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
}

/** Accounts that applications share, each once, with the regions of all. */
function once(accounts: readonly SetupAccount[]): SetupAccount[] {
  const all = new Map<string, SetupAccount>();
  for (const account of accounts) {
    const there = all.get(account.id);
    const regions = [...new Set([...(there?.regions ?? []), ...account.regions])];
    all.set(account.id, there ? { ...there, name: `${there.name}, ${account.name}`, regions } : account);
  }
  return [...all.values()];
}
