import {
  THROUGH_S3,
  TO_SYSTEMS_MANAGER,
  approvalArn,
  functionArn,
  keysOf,
  permissionSetRolePattern,
  runbookArns,
  throughAlias,
} from '../../lib/access';
import { setsOf } from '../../lib/contract/personas';
import { WORKLOAD_PATH, roleArn } from '../../lib/names';
import { changeControlExceptions } from './change-control-exceptions';
import { pageException } from './change-pages';
import { contextOf } from './context';
import { Persona } from './persona';
import type {
  ApprovalAccess,
  EvidenceAccess,
  PersonaAccessProps,
  RunbookAccess,
  SanctionedRequest,
} from './persona-access-props';
import { exceptionId, partitionOf, permissionSetName } from './set-name';
import { toolingOf } from './toolings';

/** ARN of an approval's action; `partition` may be a pattern. */
export function arnOfApproval(props: PersonaAccessProps, approval: ApprovalAccess, partition: string): string {
  const { region, pipelineName, stageName = 'Approve', actionName = approval.persona } = approval;
  return approvalArn(partition, region, toolingOf(props, approval), pipelineName, stageName, actionName);
}

/** Who may start a runbook. */
export const personasOf = (runbook: RunbookAccess): Persona[] =>
  runbook.personas ?? [Persona.ON_CALL, Persona.OPERATOR];

/** Where a runbook is. */
export const accountsOf = (props: PersonaAccessProps, runbook: RunbookAccess): string[] =>
  runbook.accountIds ?? props.prodAccountIds;

/**
 * Accounts by which exceptions name a runbook, any where it is known by name alone: names of documents and functions are exact,
 * and a template has no room for hundreds of accounts times runbooks.
 */
const namedAccounts = (props: PersonaAccessProps, runbook: RunbookAccess): string[] =>
  props.runbooksByNameAlone ? ['*'] : accountsOf(props, runbook);

/** What starting a runbook acts on, in one account; `partition` may be a pattern. */
export const startedBy = (
  { documentName, regions = ['*'] }: RunbookAccess,
  account: string,
  partition: string,
): string[] => regions.flatMap((region) => runbookArns(partition, account, documentName, region));

/** The functions that a runbook calls, in one account. */
export const calledBy = (runbook: RunbookAccess, account: string, partition: string): string[] => {
  const { functionNames = [], regions = ['*'] } = runbook;
  return regions.flatMap((region) => functionNames.map((name) => functionArn(partition, account, name, region)));
};

/** Who may hold more than the others, see `overseers`. */
const OVERSEERS: readonly Persona[] = [Persona.OPERATOR, Persona.AUDITOR];

/** Everything that these personas do in guarded accounts and that is no read, as the certificate and the policies take it. */
export function sanctionedRequests(props: PersonaAccessProps): SanctionedRequest[] {
  const { overseers, personas = Object.values(Persona) } = props;
  if (!overseers) return ofPersonas(requestsOf(props), personas);
  const wide = personas.filter((persona) => OVERSEERS.includes(persona));
  const others = personas.filter((persona) => !OVERSEERS.includes(persona));
  return joined([...ofPersonas(requestsOf(props), others), ...ofPersonas(requestsOf(overseers), wide)]);
}

function requestsOf(props: PersonaAccessProps): SanctionedRequest[] {
  return [
    ...(props.approvals ?? []).map((approval) => approvalException(props, approval)),
    ...(props.changeControls ?? []).flatMap((control) => changeControlExceptions(props, control)),
    ...(props.changeControls ?? []).flatMap((control) => pageException(props, control)),
    ...(props.runbooks ?? []).flatMap((runbook) => runbookExceptions(props, runbook)),
    ...(props.evidence ?? []).flatMap((evidence) => evidenceException(props, evidence)),
  ];
}

/** Only for whom a permission set is made: an exception names nobody who does not hold it. */
function ofPersonas(requests: readonly SanctionedRequest[], personas: readonly Persona[]): SanctionedRequest[] {
  const ends = personas.flatMap((persona) => setsOf(persona)).flatMap((name) => [`SSO_${name}_*`, `-${name}_*`]);
  const isMade = (principal: string): boolean => ends.some((end) => principal.endsWith(end));
  return requests
    .map((request) => ({ ...request, principals: request.principals.filter(isMade) }))
    .filter(({ principals }) => principals.length > 0);
}

/** The same request for others, once: its id is unique in the organization. */
function joined(requests: readonly SanctionedRequest[]): SanctionedRequest[] {
  const found = new Map<string, SanctionedRequest>();
  for (const { principals, ...request } of requests) {
    const before = found.get(request.id)?.principals ?? [];
    found.set(request.id, { ...request, principals: [...new Set([...before, ...principals])] });
  }
  return [...found.values()];
}

function approvalException(props: PersonaAccessProps, approval: ApprovalAccess): SanctionedRequest {
  const { persona, pipelineName, actionName = persona } = approval;
  return {
    id: `approve-${pipelineName}-${actionName}`,
    statement: `${persona} answers the approval ${actionName} of pipeline ${pipelineName}, and nothing else.`,
    principals: [permissionSetRolePattern(toolingOf(props, approval), permissionSetName(props, persona))],
    actions: ['codepipeline:PutApprovalResult'],
    resources: [arnOfApproval(props, approval, partitionOf(props))],
  };
}

function runbookExceptions(props: PersonaAccessProps, runbook: RunbookAccess): SanctionedRequest[] {
  const { documentName, roleName, functionNames = [] } = runbook;
  const people = personasOf(runbook);
  const accounts = namedAccounts(props, runbook);
  const principals = accounts.flatMap((account) =>
    people.map((persona) => permissionSetRolePattern(account, permissionSetName(props, persona))),
  );
  const sanctioned = (id: string, statement: string, action: string, resources: string[]): SanctionedRequest[] =>
    resources.length > 0 ? [{ id: exceptionId(props, id), statement, principals, actions: [action], resources }] : [];
  const handed: typeof sanctioned = (...args) =>
    sanctioned(...args).map((one) => ({ ...one, condition: contextOf(TO_SYSTEMS_MANAGER) }));
  return [
    ...sanctioned(
      `runbook-${documentName}`,
      `${people.join(' and ')} start the runbook ${documentName} in prod.`,
      'ssm:StartAutomationExecution',
      [...new Set(accounts.flatMap((account) => startedBy(runbook, account, partitionOf(props))))],
    ),
    ...handed(
      `runbook-role-${documentName}`,
      `Starting the runbook ${documentName} hands it its role ${roleName}, through Systems Manager alone.`,
      'iam:PassRole',
      roleName === undefined
        ? []
        : accounts.map((account) => roleArn(partitionOf(props), account, WORKLOAD_PATH, roleName)),
    ),
    ...sanctioned(
      `runbook-functions-${documentName}`,
      `The runbook ${documentName} calls ${functionNames.join(' and ')} for whoever starts it.`,
      'lambda:InvokeFunction',
      accounts.flatMap((account) => calledBy(runbook, account, partitionOf(props))),
    ),
  ];
}

function evidenceException(props: PersonaAccessProps, evidence: EvidenceAccess): SanctionedRequest[] {
  const { bucketName, keyArn, keyAlias } = evidence;
  if (keyArn === undefined && keyAlias === undefined) return [];
  return [
    {
      id: exceptionId(props, `read-evidence-${bucketName}`),
      statement: `Auditors decrypt what they read from ${bucketName}: reading an encrypted object needs kms:Decrypt.`,
      principals: [permissionSetRolePattern(props.auditAccountId, permissionSetName(props, Persona.AUDITOR))],
      actions: ['kms:Decrypt'],
      resources: [keyArn ?? keysOf(partitionOf(props), '*', props.auditAccountId)],
      condition: contextOf(
        keyArn === undefined ? throughAlias('s3', keyAlias === undefined ? [] : [keyAlias]) : THROUGH_S3,
      ),
    },
  ];
}
