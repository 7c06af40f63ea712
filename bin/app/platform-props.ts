import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Environment, EnvironmentKind } from '../../constructs/environment';
import type { ChangeWindow, ChatTargets } from '../../constructs/change';
import { FindingSeverity, PipelineSource } from '../../constructs/pipeline';
import type {
  ApplicationProps,
  GuardedPlatformProps,
  OrganizationProps,
  PersonaGroups,
  PlatformTeam,
  PlatformPipelineProps,
} from '../../constructs/platform';
import { byHandOf, orderOf, toolingOf, trustedRolesOf, unitsOf } from '../../lib/config';
import type { PlatformConfig, PlatformFile } from '../../lib/config';
import { InputError } from '../../lib/errors';
import { readUpgrade } from '../../lib/travel';
import { parseDuration } from '../../lib/sandbox';

type ApplicationConfig = PlatformConfig['applications'][number];

/**
 * What a platform.yaml says, as the properties that anyone could have written by hand. Paths in it are relative to the
 * file.
 */
export function platformProps({ file, config, at }: PlatformFile): GuardedPlatformProps {
  const snapshot = config.snapshot && resolve(dirname(file), config.snapshot);
  if (snapshot && !existsSync(snapshot))
    throw InputError.at(
      file,
      at(['snapshot']).place,
      `there is no file ${snapshot}; collect it with \`npx guarded snapshot --out ${config.snapshot}\`, or leave snapshot out`,
    );
  return {
    organization: organizationProps(config.organization),
    people: personaGroups(config.personas, config),
    teams: teamsOf(config),
    applications: config.applications.map((each) => applicationProps(each, config)),
    pipeline: config.platform && { ...ownPipeline(config.platform), ...upgradeProps({ file, config, at }) },
    snapshotFile: snapshot,
    continuousProof: config.continuousProof,
    ...(config.changeControl === 'shared' ? { sharedChangeControl: true } : {}),
  };
}

function organizationProps(organization: PlatformConfig['organization']): OrganizationProps {
  return {
    id: organization.id,
    rootId: organization.root,
    region: organization.region,
    managementAccount: organization.accounts.management,
    toolingAccount: organization.accounts.tooling,
    auditAccount: organization.accounts.audit,
    ...unitProps(organization.units),
    attachToAccounts: organization.attach === 'accounts' ? true : undefined,
    identityCenterArn: organization.identityCenter.instanceArn,
    ...prefixProps(organization.identityCenter),
    trustedServiceRoles: trustedProps(organization),
    ...stackSetProps(organization),
  };
}

/** None is no prefix: what is made from a platform without one does not speak of it. */
function prefixProps({
  permissionSetPrefix,
}: PlatformConfig['organization']['identityCenter']): Pick<OrganizationProps, 'permissionSetPrefix'> {
  return permissionSetPrefix === undefined ? {} : { permissionSetPrefix };
}

/** None is no property: what is made from a platform without stack sets does not speak of them. */
function stackSetProps({ stackSets }: PlatformConfig['organization']): Pick<OrganizationProps, 'stackSets'> {
  const byHand = byHandOf(stackSets);
  if (byHand === undefined) return {};
  return { stackSets: byHand.length > 0 ? { byHandAccounts: [...byHand] } : {} };
}

/** None is no list: what is made from a platform without them does not speak of them. */
function trustedProps(organization: PlatformConfig['organization']): OrganizationProps['trustedServiceRoles'] {
  const all = trustedRolesOf(organization.trustedServiceRoles, organization.accounts.management);
  if (all.length === 0) return undefined;
  return all.map(({ accounts, allow, ...role }) => ({
    ...role,
    accounts: [...accounts],
    allow: allow.map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] })),
  }));
}

function unitProps(units: PlatformConfig['organization']['units']): Pick<OrganizationProps, 'units' | 'moreUnits'> {
  const kinds = ['prod', 'dev', 'test'] as const;
  const all = kinds.map((kind) => [kind, unitsOf(units, kind)] as const);
  const more = all.filter(([, ids]) => ids.length > 1).map(([kind, ids]) => [kind, ids.slice(1)]);
  const first = Object.fromEntries(all.map(([kind, ids]) => [kind, ids[0]])) as Record<(typeof kinds)[number], string>;
  return {
    units: { ...first, tooling: units.tooling, audit: units.audit },
    moreUnits: more.length > 0 ? (Object.fromEntries(more) as Record<string, string[]>) : undefined,
  };
}

/** The units that environments name themselves. */
function environmentUnits({ environments }: ApplicationConfig): ApplicationProps['units'] {
  const named = environments.filter(({ unit }) => unit !== undefined).map(({ name, unit }) => [name, unit]);
  return named.length > 0 ? (Object.fromEntries(named) as Record<string, string>) : undefined;
}

function personaGroups(personas: PlatformConfig['personas'], { groups }: PlatformConfig): PersonaGroups {
  const ids = (names: readonly string[]) => names.map((name) => groups[name]);
  return {
    developers: ids(personas.Developer),
    onCall: ids(personas.OnCall),
    releaseManagers: ids(personas.ReleaseManager),
    businessOwners: ids(personas.BusinessOwner),
    operators: ids(personas.Operator),
    auditors: ids(personas.Auditor),
  };
}

/** None is no list: what is made from a platform without teams does not speak of them. */
function teamsOf(config: PlatformConfig): PlatformTeam[] | undefined {
  const all = Object.entries(config.teams);
  return all.length === 0 ? undefined : all.map(([name, own]) => ({ name, people: personaGroups(own, config) }));
}

function sourceOf({ connection, name, branch }: ApplicationConfig['repository']): PipelineSource {
  return PipelineSource.codeConnections({ connectionArn: connection, repository: name, branch });
}

function ownPipeline(platform: NonNullable<PlatformConfig['platform']>): PlatformPipelineProps {
  const { repository, window, chat, notify, approvers, identities, firstRelease } = platform;
  return {
    approvers,
    identities,
    firstReleaseAfter: firstRelease?.after,
    window: windowProps(window),
    source: sourceOf(repository),
    chat: chatTargets(chat),
    notifyEmails: notify?.emails,
  };
}

/** None is no upgrade: what is made from a platform without one does not speak of it. */
function upgradeProps({ file, config, at }: Pick<PlatformFile, 'file' | 'config' | 'at'>): {
  upgrade?: PlatformPipelineProps['upgrade'];
} {
  const named = config.platform?.upgrade;
  if (!named) return {};
  const upgrade = { archiveFile: resolve(dirname(file), named.archive), sha256: named.sha256 };
  try {
    readUpgrade(upgrade);
  } catch (error) {
    throw InputError.at(file, at(['platform', 'upgrade']).place, (error as Error).message);
  }
  return { upgrade };
}

function chatTargets(chat: ApplicationConfig['chat']): ChatTargets | undefined {
  return (
    chat && {
      slack: chat.slack.map(({ workspace, channel }) => ({ workspaceId: workspace, channelId: channel })),
      teams: chat.teams.map(({ team, tenant, channel }) => ({ teamId: team, tenantId: tenant, channelId: channel })),
    }
  );
}

function windowProps({ open, ...window }: ApplicationConfig['window']): ChangeWindow {
  return { ...window, open: open.map(({ days, from, to }) => ({ days, opens: from, closes: to })) };
}

/** The platform's own is none of its own: what is made from a platform with one tooling account does not speak of it. */
function toolingProps(
  application: ApplicationConfig,
  config: PlatformConfig,
): Pick<ApplicationProps, 'toolingAccount'> {
  const toolingAccount = toolingOf(config, application);
  return toolingAccount === config.organization.accounts.tooling ? {} : { toolingAccount };
}

function applicationProps(application: ApplicationConfig, config: PlatformConfig): ApplicationProps {
  return {
    name: application.name,
    team: application.team,
    ...toolingProps(application, config),
    source: sourceOf(application.repository),
    buildSettings: application.build,
    environments: environmentsOf(application),
    units: environmentUnits(application),
    waves: wavesInOrder(application),
    approvers: application.approvers,
    window: windowProps(application.window),
    availabilityObjective: application.availability.objective,
    chat: chatTargets(application.chat),
    notifyEmails: application.notify?.emails,
    bake: Duration.minutes(application.bakeMinutes),
    identities: application.identities,
    firstReleaseAfter: application.firstRelease?.after,
    ...(application.images ? { images: true } : {}),
    ...scanProps(application),
    runbooks: application.runbooks,
    sandbox: sandboxProps(application),
    integrationTests: Object.fromEntries(application.environments.map(({ name, tests }) => [name, tests])),
  };
}

function scanProps({ imageScan }: ApplicationConfig): Pick<ApplicationProps, 'imageScan'> {
  return imageScan ? { imageScan: { ...imageScan, block: FindingSeverity[imageScan.block] } } : {};
}

function environmentsOf(application: ApplicationConfig): Environment[] {
  const kinds = { dev: EnvironmentKind.DEV, test: EnvironmentKind.TEST, prod: EnvironmentKind.PROD };
  return application.environments.map(
    (environment) => new Environment({ ...environment, kind: kinds[environment.kind], application: application.name }),
  );
}

function sandboxProps({ name, repository, sandbox }: ApplicationConfig): ApplicationProps['sandbox'] {
  if (!sandbox) return undefined;
  const { environment, connection, host, quota, lifetime, budget, previews } = sandbox;
  return {
    application: name,
    environment,
    source: {
      repositoryUrl: `https://${host}/${repository.name}.git`,
      connectionArn: connection,
      mainBranch: repository.branch,
    },
    quota,
    lifetime: {
      defaultMinutes: parseDuration(lifetime.default)!,
      longestMinutes: parseDuration(lifetime.longest)!,
    },
    budget: { usual: budget.default, most: budget.most },
    previewBranches: previews,
  };
}

function wavesInOrder({ waves }: ApplicationConfig): ApplicationProps['waves'] {
  const byName = new Map(waves.map((wave) => [wave.name, wave]));
  return orderOf(waves).names.flatMap((name) => byName.get(name) ?? []);
}
