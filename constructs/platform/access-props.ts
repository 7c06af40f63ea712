import { SHARED } from '../../lib/change/deployed';
import type {
  ApprovalAccess,
  ChangeControlAccess,
  PersonaAccessProps,
  RunbookAccess,
} from '../access/persona-access-props';
import { Persona } from '../access/persona';
import { permissionSetName } from '../access/set-name';
import { EVERY } from '../access/every';
import { EnvironmentKind } from '../environment/environment-kind';
import type { SandboxProps } from '../sandbox/sandbox-props';
import { EVIDENCE_KEY_ALIAS, evidenceBucketName, PLATFORM } from './names';
import type {
  ApplicationProps,
  GuardedPlatformProps,
  OrganizationProps,
  PersonaGroups,
  PlatformTeam,
} from './platform-props';
import { toolingOf, toolingsOf } from './tooling';
import type { Tooling } from './tooling';

function accountsOf({ applications }: GuardedPlatformProps, kind: EnvironmentKind): string[] {
  const environments = applications.flatMap((application) => application.environments);
  const own = environments.filter((environment) => environment.kind === kind);
  return [...new Set(own.map(({ account }) => account))];
}

/** Where something of a pipeline stands; the account is said where it is not the platform's own. */
function placeIn({ account, region, isHome }: Tooling): { readonly region: string; readonly accountId?: string } {
  return isHome ? { region } : { region, accountId: account };
}

function approvals(pipelineName: string, approvers: readonly string[], tooling: Tooling): ApprovalAccess[] {
  return approvers.map((persona) => ({ persona: persona as Persona, pipelineName, ...placeIn(tooling) }));
}

function allApprovals({ applications, pipeline, organization }: GuardedPlatformProps): ApprovalAccess[] {
  return [
    ...applications.flatMap((each) => approvals(each.name, each.approvers, toolingOf(organization, each))),
    ...approvals(PLATFORM, pipeline?.approvers ?? [], toolingOf(organization)),
  ];
}

function changeControls(props: GuardedPlatformProps): ChangeControlAccess[] {
  const { applications, pipeline, organization } = props;
  return [
    ...applications.map((each) => controlOf(props, each.name, toolingOf(organization, each))),
    ...(pipeline ? [controlOf(props, PLATFORM, toolingOf(organization))] : []),
  ];
}

function controlOf(
  { sharedChangeControl }: GuardedPlatformProps,
  application: string,
  tooling: Tooling,
): ChangeControlAccess {
  const control = { application, ...placeIn(tooling) };
  return sharedChangeControl ? { ...control, sharedChangeControl: SHARED } : control;
}

/** Tooling accounts in which people have a place, each once. */
function placesIn(
  toolings: readonly Tooling[],
): Pick<PersonaAccessProps, 'toolingAccountId' | 'otherToolingAccountIds'> {
  const [toolingAccountId, ...others] = new Set(toolings.map(({ account }) => account));
  return { toolingAccountId, otherToolingAccountIds: others.length === 0 ? undefined : others };
}

/** Those of some applications. */
function servingAll({ organization }: GuardedPlatformProps, applications: readonly ApplicationProps[]): Tooling[] {
  return applications.map((application) => toolingOf(organization, application));
}

function runbooks({ environments, runbooks: own = [] }: ApplicationProps): RunbookAccess[] {
  const accountIds = environments.filter(({ isProd }) => isProd).map(({ account }) => account);
  const regions = [...new Set(environments.filter(({ isProd }) => isProd).flatMap((each) => each.regions))];
  return own.map(({ document, functions, personas }) => ({
    documentName: document,
    functionNames: functions,
    personas: personas as Persona[] | undefined,
    accountIds,
    regions,
  }));
}

function groups(people: PersonaGroups): Partial<PersonaAccessProps> {
  return {
    developerGroupIds: people.developers,
    onCallGroupIds: people.onCall,
    releaseManagerGroupIds: people.releaseManagers,
    businessOwnerGroupIds: people.businessOwners,
    operatorGroupIds: people.operators,
    auditorGroupIds: people.auditors,
  };
}

/** Applications whose runbooks an inline policy names with every account and region. */
const FEW = 2;

/** Runbooks of some applications; of many, by name alone. */
function started(
  applications: readonly ApplicationProps[],
): Pick<PersonaAccessProps, 'runbooks' | 'runbooksByNameAlone'> {
  const all = applications.flatMap(runbooks);
  if (applications.length <= FEW) return { runbooks: all };
  const anywhere = all.map((runbook) => ({ ...runbook, accountIds: undefined, regions: undefined }));
  return { runbooks: anywhere, runbooksByNameAlone: true };
}

/** Who may do what where with some of the applications. */
function accessTo(
  props: GuardedPlatformProps,
  applications: readonly ApplicationProps[],
  people: PersonaGroups,
): PersonaAccessProps {
  const { organization } = props;
  const some = { ...props, applications: [...applications] };
  return {
    ...groups(people),
    application: organization.permissionSetPrefix,
    instanceArn: organization.identityCenterArn,
    ...placesIn([toolingOf(organization), ...servingAll(props, applications)]),
    auditAccountId: organization.auditAccount,
    prodAccountIds: accountsOf(some, EnvironmentKind.PROD),
    testAccountIds: accountsOf(some, EnvironmentKind.TEST),
    devAccountIds: accountsOf(some, EnvironmentKind.DEV),
    approvals: allApprovals(some),
    changeControls: changeControls(some),
    ...started(applications),
    evidence: [{ bucketName: evidenceBucketName(organization), keyAlias: EVIDENCE_KEY_ALIAS }],
  };
}

/** Exact name of the permission set of a persona that holds something of a team, or of no team. */
export function setOf(team: string | undefined, organization: OrganizationProps, persona: string): string {
  return permissionSetName({ application: team ?? organization.permissionSetPrefix }, persona);
}

/** Self-service environments for the developers of a team, or of no team, by the exact name of their permission set. */
export function usedByDevelopers(
  sandbox: SandboxProps,
  team: string | undefined,
  organization: OrganizationProps,
): SandboxProps {
  const developers = setOf(team, organization, Persona.DEVELOPER);
  return developers === Persona.DEVELOPER.toString() ? sandbox : { usePermissionSets: [developers], ...sandbox };
}

/** Permission sets and assignments that belong together. */
export interface AccessPlan {
  /** Team that they are for; absent: the people of the whole platform. */
  readonly team?: string;
  /** Id of their construct. */
  readonly id: string;
  readonly access: PersonaAccessProps;
}

/** Who holds some of the personas of a team. */
function heldIn({
  developers,
  onCall,
  releaseManagers,
  businessOwners,
  operators,
  auditors,
}: PersonaGroups): Persona[] {
  const held: [Persona, string[] | undefined][] = [
    [Persona.DEVELOPER, developers],
    [Persona.ON_CALL, onCall],
    [Persona.RELEASE_MANAGER, releaseManagers],
    [Persona.BUSINESS_OWNER, businessOwners],
    [Persona.OPERATOR, operators],
    [Persona.AUDITOR, auditors],
  ];
  return held.filter(([, own]) => own?.length).map(([persona]) => persona);
}

/** What a team holds: its own applications, and nothing of the platform's pipeline or the organization's evidence. */
function teamPlan(props: GuardedPlatformProps, { name, people }: PlatformTeam): AccessPlan[] {
  const own = props.applications.filter(({ team }) => team === name);
  if (own.length === 0) return [];
  const access = accessTo({ ...props, pipeline: undefined }, own, people);
  const apart = {
    ...placesIn(servingAll(props, own)),
    application: name,
    personas: heldIn(people),
    evidence: [],
    ownPipelinesAlone: true,
  };
  return [{ team: name, id: `access-${name}`, access: { ...access, ...apart } }];
}

/**
 * Who may do what where: the people of the whole platform, and those of each team. Where there are teams, the former hold the
 * applications of none; operators and auditors hold all.
 */
export function accessPlans(props: GuardedPlatformProps): AccessPlan[] {
  const { applications, people, teams = [] } = props;
  if (teams.length === 0) return [{ id: 'access', access: accessTo(props, applications, people) }];
  const ofNoTeam = applications.filter(({ team }) => team === undefined);
  // They see all, and start what is of no team. The names of what they see are the convention's: there may be hundreds.
  const overseers: PersonaAccessProps = {
    ...accessTo(props, applications, people),
    approvals: [],
    changeControls: toolingsOf(props).map((tooling) => controlOf(props, EVERY, tooling)),
    ...started(ofNoTeam),
  };
  return [
    { id: 'access', access: { ...accessTo(props, ofNoTeam, people), overseers } },
    ...teams.flatMap((team) => teamPlan(props, team)),
  ];
}
