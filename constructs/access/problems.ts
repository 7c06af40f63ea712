import { APPROVERS, RUNNERS } from '../../lib/contract/personas';
import { EVERY } from './every';
import { personasOf } from './exceptions';
import { Persona } from './persona';
import type { PersonaAccessProps } from './persona-access-props';
import { toolingOf, toolingsOf } from './toolings';

const APPROVING: readonly string[] = APPROVERS;
const RUNNING: readonly string[] = RUNNERS;

/** What is wrong with the props, all of it, each with the value got and what would be right. */
export function accessProblems({ overseers, ...props }: PersonaAccessProps): string[] {
  return [...(overseers ? problemsOf(overseers, [EVERY]) : []), ...problemsOf(props)];
}

/** @param all Names of applications that mean all of them: whoever sees all names none. */
function problemsOf(props: PersonaAccessProps, all: readonly string[] = []): string[] {
  return [
    ...accountProblems(props),
    ...personaProblems(props),
    ...runbookAccountProblems(props),
    ...toolingProblems(props),
    ...nameProblems(props, all),
    ...groupProblems(props),
  ];
}

function accountProblems(props: PersonaAccessProps): string[] {
  const open = [...(props.devAccountIds ?? []), ...(props.testAccountIds ?? [])];
  const guarded = [...props.prodAccountIds, ...toolingsOf(props), props.auditAccountId];
  const all = [...open, ...guarded];
  return [
    ...all.filter((id) => !/^\d{12}$/.test(id)).map((id) => `account ${id} is no account id, right is twelve digits`),
    ...duplicates(all).map((id) => `account ${id} stands in two places; dev, test, prod, tooling and audit share none`),
  ];
}

/** A runbook in an account that is no prod account would be a right outside of what personas are for. */
function runbookAccountProblems({ runbooks = [], prodAccountIds }: PersonaAccessProps): string[] {
  return runbooks.flatMap(({ documentName, accountIds = [] }) =>
    accountIds
      .filter((id) => !prodAccountIds.includes(id))
      .map((id) => `runbook ${documentName} is in account ${id}, right is one of ${prodAccountIds.join(', ')}`),
  );
}

/** A pipeline in an account that is none of pipelines would be a right outside of what personas are for. */
function toolingProblems(props: PersonaAccessProps): string[] {
  const known = toolingsOf(props);
  const named = [
    ...(props.approvals ?? []).map((each) => ({ what: `the approval of ${each.pipelineName}`, ...each })),
    ...(props.changeControls ?? []).map((each) => ({ what: `change control of ${each.application}`, ...each })),
  ];
  const empty = (props.otherToolingAccountIds ?? []).filter(
    (account) => !named.some((each) => toolingOf(props, each) === account),
  );
  const astray = named
    .filter((each) => !known.includes(toolingOf(props, each)))
    .map(({ what, accountId }) => `${what} is in account ${accountId}, right is one of ${known.join(', ')}`);
  return [
    ...astray,
    ...empty.map(
      (account) => `otherToolingAccountIds names ${account}, which holds no pipeline of theirs: leave it out`,
    ),
  ];
}

function personaProblems(props: PersonaAccessProps): string[] {
  const known: string[] = Object.values(Persona);
  return [
    ...(props.approvals ?? [])
      .filter(({ persona }) => !APPROVING.includes(persona))
      .map(
        ({ persona, pipelineName }) =>
          `${persona} approves in pipeline ${pipelineName}; only ${APPROVERS.join(' and ')} do`,
      ),
    ...(props.runbooks ?? []).flatMap((runbook) =>
      personasOf(runbook)
        .filter((persona) => !RUNNING.includes(persona))
        .map((persona) => `${persona} starts runbook ${runbook.documentName}; only ${RUNNERS.join(' and ')} do`),
    ),
    ...Object.keys(props.sessionLengths ?? {})
      .filter((persona) => !known.includes(persona))
      .map((persona) => `sessionLengths names ${persona}, right is one of ${known.join(', ')}`),
  ];
}

/** Exact names only: one wildcard would open every pipeline or every document. */
function nameProblems(props: PersonaAccessProps, all: readonly string[]): string[] {
  const names = [
    ...(props.approvals ?? []).flatMap((a) => [a.pipelineName, a.region, a.stageName, a.actionName]),
    ...(props.runbooks ?? []).flatMap((r) => [r.documentName, r.roleName, ...(r.functionNames ?? [])]),
    ...(props.changeControls ?? []).flatMap((c) => [all.includes(c.application) ? undefined : c.application, c.region]),
    ...(props.evidence ?? []).flatMap((e) => [e.bucketName, e.keyArn, e.keyAlias]),
  ];
  return names
    .filter((name) => name !== undefined && /[*?]|^$/.test(name))
    .map((name) => `'${name}' holds a wildcard or nothing, right is an exact name`);
}

/** Approving what one builds is what approvals are there to prevent. */
function groupProblems(props: PersonaAccessProps): string[] {
  const developers = new Set(props.developerGroupIds ?? []);
  const approvers = [...(props.releaseManagerGroupIds ?? []), ...(props.businessOwnerGroupIds ?? [])];
  return approvers
    .filter((group) => developers.has(group))
    .map((group) => `group ${group} both develops and approves; right is a group of its own`);
}

const duplicates = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
