import { approvalArn, permissionSetRolePattern, runbookArns } from '../../lib/access';
import { WORKLOAD_PATH, roleArn } from '../../lib/names';
import { Persona } from './persona';
import type {
  ApprovalAccess,
  EvidenceAccess,
  PersonaAccessProps,
  RunbookAccess,
  SanctionedRequest,
} from './persona-access-props';

/** Name of a persona's permission set: `Developer`, or `orders-Developer` where the personas belong to an application. */
export function permissionSetName(props: PersonaAccessProps, name: string): string {
  return props.application === undefined ? name : `${props.application}-${name}`;
}

/** ARN of an approval's action; `partition` may be a pattern. */
export function arnOfApproval(props: PersonaAccessProps, approval: ApprovalAccess, partition: string): string {
  const { region, pipelineName, stageName = 'Approve', actionName = approval.persona } = approval;
  return approvalArn(partition, region, props.toolingAccountId, pipelineName, stageName, actionName);
}

/** Who may start a runbook. */
export const personasOf = (runbook: RunbookAccess): Persona[] =>
  runbook.personas ?? [Persona.ON_CALL, Persona.OPERATOR];

/** Everything that these personas do in guarded accounts and that is no read, as the certificate and the policies take it. */
export function sanctionedRequests(props: PersonaAccessProps): SanctionedRequest[] {
  return [
    ...(props.approvals ?? []).map((approval) => approvalException(props, approval)),
    ...(props.runbooks ?? []).flatMap((runbook) => runbookExceptions(props, runbook)),
    ...(props.evidence ?? []).flatMap((evidence) => evidenceException(props, evidence)),
  ];
}

function approvalException(props: PersonaAccessProps, approval: ApprovalAccess): SanctionedRequest {
  const { persona, pipelineName, actionName = persona } = approval;
  return {
    id: `approve-${pipelineName}-${actionName}`,
    statement: `${persona} answers the approval ${actionName} of pipeline ${pipelineName}, and nothing else.`,
    principals: [permissionSetRolePattern(props.toolingAccountId, permissionSetName(props, persona))],
    actions: ['codepipeline:PutApprovalResult'],
    resources: [arnOfApproval(props, approval, '*')],
  };
}

function runbookExceptions(props: PersonaAccessProps, runbook: RunbookAccess): SanctionedRequest[] {
  const { documentName, roleName } = runbook;
  const people = personasOf(runbook);
  const principals = props.prodAccountIds.flatMap((account) =>
    people.map((persona) => permissionSetRolePattern(account, permissionSetName(props, persona))),
  );
  const start: SanctionedRequest = {
    id: exceptionId(props, `runbook-${documentName}`),
    statement: `${people.join(' and ')} start the runbook ${documentName} in prod.`,
    principals,
    actions: ['ssm:StartAutomationExecution'],
    resources: [...new Set(props.prodAccountIds.flatMap((account) => runbookArns('*', account, documentName)))],
  };
  if (roleName === undefined) return [start];
  return [
    start,
    {
      id: exceptionId(props, `runbook-role-${documentName}`),
      statement: `Starting the runbook ${documentName} hands it its role ${roleName}, through Systems Manager alone.`,
      principals,
      actions: ['iam:PassRole'],
      resources: props.prodAccountIds.map((account) => roleArn('*', account, WORKLOAD_PATH, roleName)),
    },
  ];
}

function evidenceException(props: PersonaAccessProps, { bucketName, keyArn }: EvidenceAccess): SanctionedRequest[] {
  if (keyArn === undefined) return [];
  return [
    {
      id: exceptionId(props, `read-evidence-${bucketName}`),
      statement: `Auditors decrypt what they read from ${bucketName}: reading an encrypted object needs kms:Decrypt.`,
      principals: [permissionSetRolePattern(props.auditAccountId, permissionSetName(props, Persona.AUDITOR))],
      actions: ['kms:Decrypt'],
      resources: [keyArn],
    },
  ];
}

const exceptionId = ({ application }: PersonaAccessProps, id: string): string =>
  application === undefined ? id : `${application}-${id}`;
