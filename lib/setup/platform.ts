import { byHandOf, toolingOf, toolingsOf, trustedRolesOf, unitOf } from '../config';
import type { PlatformConfig } from '../config';
import { toolingName } from '../contract/tooling-names';
import type { SetupAccount, SetupPlatform, SetupTooling } from './facts';

/** What a platform.yaml says about the way. */
export function setupPlatform(config: PlatformConfig): SetupPlatform {
  const { organization, applications, snapshot } = config;
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
  const toolings = toolingsOf(config).map((id) => toolingIn(config, id));
  const own: SetupAccount[] = [
    ...toolings.map(({ id, name }) => ({ id, name, unit: units.tooling, regions: [region], kind: 'tooling' })),
    { id: accounts.audit, name: 'audit', unit: units.audit, regions: [region], kind: 'audit' },
  ];
  return {
    root,
    region,
    management: accounts.management,
    audit: accounts.audit,
    toolings,
    accounts: [...own, ...once(environments.map(({ account }) => account))].map((each) =>
      withStackSets(organization.attach === 'accounts' ? { ...each, unit: each.id } : each, config),
    ),
    staying: organization.attach === 'accounts',
    prod: once(environments.filter(({ kind }) => kind === 'prod').map(({ account }) => account)),
    maintained: organization.trustedServiceRoles?.maintenance !== undefined,
    trusted: trustedRolesOf(organization.trustedServiceRoles, accounts.management),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
}

/** What is delivered from a tooling account, the platform itself from its own. */
function toolingIn(config: PlatformConfig, id: string): SetupTooling {
  const { organization, platform } = config;
  const isHome = id === organization.accounts.tooling;
  const own = isHome && platform ? [{ ...platform, name: 'platform' }] : [];
  const delivered = [...config.applications.filter((each) => toolingOf(config, each) === id), ...own];
  return {
    id,
    name: toolingName(id, organization.accounts.tooling),
    pipelines: delivered.map(({ name }) => name),
    connections: [...new Set(delivered.map(({ repository }) => repository.connection))],
    chat: delivered.some(({ chat }) => Boolean(chat?.slack.length || chat?.teams.length)),
  };
}

/** A shared account is called by its id, whoever comes to share it. */
function withStackSets(account: SetupAccount, { organization, applications }: PlatformConfig): SetupAccount {
  const byHand = byHandOf(organization.stackSets);
  if (byHand === undefined || byHand.includes(account.id)) return account;
  const there = applications.flatMap(({ environments }) => environments).find((one) => one.account === account.id);
  return { ...account, inStackSets: there?.shared ? `shared-${account.id}` : account.name };
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
