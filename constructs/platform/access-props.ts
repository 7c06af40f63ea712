import type {
  ApprovalAccess,
  ChangeControlAccess,
  PersonaAccessProps,
  RunbookAccess,
} from '../access/persona-access-props';
import type { Persona } from '../access/persona';
import { EnvironmentKind } from '../environment/environment-kind';
import { EVIDENCE_KEY_ALIAS, evidenceBucketName, PLATFORM } from './names';
import type { ApplicationProps, GuardedPlatformProps, PersonaGroups } from './platform-props';

function accountsOf({ applications }: GuardedPlatformProps, kind: EnvironmentKind): string[] {
  const environments = applications.flatMap((application) => application.environments);
  return environments.filter((environment) => environment.kind === kind).map((environment) => environment.account);
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

function changeControls({
  applications,
  pipeline,
  organization: { region },
}: GuardedPlatformProps): ChangeControlAccess[] {
  const names = [...applications.map(({ name }) => name), ...(pipeline ? [PLATFORM] : [])];
  return names.map((application) => ({ application, region }));
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

/** Who may do what where, for the whole platform. */
export function personaAccessProps(props: GuardedPlatformProps): PersonaAccessProps {
  const { organization } = props;
  return {
    ...groups(props.people),
    instanceArn: organization.identityCenterArn,
    toolingAccountId: organization.toolingAccount,
    auditAccountId: organization.auditAccount,
    prodAccountIds: accountsOf(props, EnvironmentKind.PROD),
    testAccountIds: accountsOf(props, EnvironmentKind.TEST),
    devAccountIds: accountsOf(props, EnvironmentKind.DEV),
    approvals: allApprovals(props),
    changeControls: changeControls(props),
    runbooks: props.applications.flatMap(runbooks),
    evidence: [{ bucketName: evidenceBucketName(organization), keyAlias: EVIDENCE_KEY_ALIAS }],
  };
}
