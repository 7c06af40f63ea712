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

function accountsOf({ applications }: GuardedPlatformProps, kind: EnvironmentKind): string[] {
  const environments = applications.flatMap((application) => application.environments);
  const own = environments.filter((environment) => environment.kind === kind);
  return [...new Set(own.map(({ account }) => account))];
}

function approvals(pipelineName: string, approvers: readonly string[], region: string): ApprovalAccess[] {
  return approvers.map((persona) => ({ persona: persona as Persona, pipelineName, region }));
}

function allApprovals({ applications, pipeline, organization: { region } }: GuardedPlatformProps): ApprovalAccess[] {
  return [
    ...applications.flatMap(({ name, approvers }) => approvals(name, approvers, region)),
    ...approvals(PLATFORM, pipeline?.approvers ?? [], region),
  ];
}

function changeControls(props: GuardedPlatformProps): ChangeControlAccess[] {
  const { applications, pipeline } = props;
  const names = [...applications.map(({ name }) => name), ...(pipeline ? [PLATFORM] : [])];
  return names.map((application) => controlOf(props, application));
}

function controlOf(
  { organization, sharedChangeControl }: GuardedPlatformProps,
  application: string,
): ChangeControlAccess {
  const { region } = organization;
  return sharedChangeControl ? { application, region, sharedChangeControl: SHARED } : { application, region };
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
    toolingAccountId: organization.toolingAccount,
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
    changeControls: [controlOf(props, EVERY)],
    ...started(ofNoTeam),
  };
  return [
    { id: 'access', access: { ...accessTo(props, ofNoTeam, people), overseers } },
    ...teams.flatMap((team) => teamPlan(props, team)),
  ];
}
