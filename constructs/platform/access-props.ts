import type { ApprovalAccess, PersonaAccessProps } from '../access/persona-access-props';
import type { Persona } from '../access/persona';
import { EnvironmentKind } from '../environment/environment-kind';
import { evidenceBucketName } from './names';
import { PLATFORM } from './machine-roles';
import type { GuardedPlatformProps, PersonaGroups } from './platform-props';

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
    evidence: [{ bucketName: evidenceBucketName(organization) }],
  };
}
