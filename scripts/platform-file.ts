import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** What a generated platform.yaml is like. */
export interface PlatformShape {
  readonly applications: number;
  /** Regions of prod. @default two */
  readonly prodRegions?: readonly string[];
  /** Teams, to which the applications belong in turn. @default none */
  readonly teams?: number;
  /** Whether the first application is left to the people of the whole platform. @default false */
  readonly oneOfNoTeam?: boolean;
  /** So many applications of a team share its accounts. @default each has accounts of its own */
  readonly sharing?: number;
  /** So many tooling accounts, which serve the teams in turn. @default one */
  readonly toolings?: number;
  /** Whether one change control serves all applications of tooling. @default each application has one of its own */
  readonly sharedChangeControl?: boolean;
}

interface Shipped {
  groups: Record<string, string>;
  applications: ShippedApplication[];
}

interface ShippedApplication {
  name: string;
  repository: { name: string; connection: string };
  environments: { account: string; regions: string[]; kind: string; name: string }[];
  waves: { regions?: string[]; environment: string; name: string }[];
  runbooks: { document: string; functions: string[] }[];
}

const SHIPPED = join(__dirname, '..', 'platform.yaml');

/** Personas that a team names groups for; operators and auditors are those of the whole platform. */
const OF_A_TEAM = ['Developer', 'OnCall', 'ReleaseManager', 'BusinessOwner'] as const;

const counted = (what: string, index: number): string => `${what}-${String(index).padStart(3, '0')}`;

/** `application-007` */
export const applicationName = (index: number): string => counted('application', index);

/** `team-007` */
export const teamName = (index: number): string => counted('team', index);

/** Id of a tooling account: the platform's own, then further ones. */
export const toolingAccount = (index: number): string =>
  String(index === 0 ? 111_111_111_111 : 700_000_000_000 + index);

/** A platform.yaml of many applications, each as the shipped one: four accounts, two regions in prod, a runbook. */
export function platformFile(shape: PlatformShape): string {
  const shipped = parse(readFileSync(SHIPPED, 'utf8')) as Shipped;
  const [template] = shipped.applications;
  const all = Array.from({ length: shape.applications }, (_, index) => application(template!, index, shape));
  const shared = shape.sharedChangeControl === true ? { changeControl: 'shared' } : {};
  const document = { ...shipped, ...teamsOf(shipped, shape), ...shared, applications: all };
  return stringify(document, { aliasDuplicateObjects: false, keepUndefined: false });
}

function application(template: ShippedApplication, index: number, shape: PlatformShape): object {
  const { prodRegions = ['eu-west-2', 'eu-west-1'], teams = 0, oneOfNoTeam = false, sharing, toolings = 1 } = shape;
  const name = applicationName(index);
  const ofNoTeam = teams === 0 || (oneOfNoTeam && index === 0);
  return {
    ...template,
    sandbox: undefined,
    workload: undefined,
    name,
    team: ofNoTeam ? undefined : teamName(index % teams),
    repository: repositoryOf(template, name, ofNoTeam ? 0 : (index % teams) % toolings),
    environments: template.environments.map((each, at) => ({
      ...each,
      account: String(300_000_000_000 + placeOf(index, shape) * 10 + at),
      shared: sharing === undefined ? undefined : true,
      regions: each.regions.length > 1 ? [...prodRegions] : each.regions,
    })),
    waves: wavesIn(template, prodRegions),
    runbooks: template.runbooks.map((each) => ({
      ...each,
      document: `${name}-redrive`,
      functions: [`${name}-redrive`],
    })),
  };
}

/** A pipeline takes a connection of its own account. */
function repositoryOf({ repository }: ShippedApplication, name: string, tooling: number): object {
  const connection = repository.connection.replace(toolingAccount(0), toolingAccount(tooling));
  return { ...repository, name: `example/${name}`, connection };
}

/** Which set of accounts an application lives in: its own, or one that it shares with others of its team. */
function placeOf(index: number, { teams = 0, oneOfNoTeam = false, sharing }: PlatformShape): number {
  if (sharing === undefined) return index;
  if (oneOfNoTeam && index === 0) return 0;
  const [team, turn] = teams === 0 ? [0, index] : [index % teams, Math.floor(index / teams)];
  return 1 + team * 1000 + Math.floor(turn / sharing);
}

/** One-box first, then a wave for each region. */
function wavesIn({ waves }: ShippedApplication, prodRegions: readonly string[]): object[] {
  const [oneBox] = waves;
  return [oneBox!, ...prodRegions.map((region) => ({ name: `in-${region}`, environment: 'prod', regions: [region] }))];
}

/** Groups of their own for each team, none of them shared. */
function teamsOf({ groups }: Shipped, { teams: count = 0, toolings = 1 }: PlatformShape): object {
  if (count === 0) return {};
  const teams = Array.from({ length: count }, (_, index) => teamName(index));
  const groupOf = (team: string, persona: string): string => `${team}-${persona}`;
  const named = teams.flatMap((team, index) =>
    OF_A_TEAM.map((persona, at): [string, string] => [groupOf(team, persona), groupId(index, at)]),
  );
  const own = (team: string, index: number): object => ({
    ...Object.fromEntries(OF_A_TEAM.map((one) => [one, [groupOf(team, one)]])),
    tooling: index % toolings === 0 ? undefined : toolingAccount(index % toolings),
  });
  return {
    groups: { ...groups, ...Object.fromEntries(named) },
    teams: Object.fromEntries(teams.map((team, index) => [team, own(team, index)])),
  };
}

function groupId(team: number, persona: number): string {
  return `${String(90_000_000 + team * 10 + persona)}-0000-4000-8000-000000000000`;
}
