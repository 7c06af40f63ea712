import type { Condition, Statement } from '../../iam/model';
import type { Account, Principal } from '../model';
import { matchesPattern } from '../patterns';
import { isAdmitted, throughServices } from './through-services';

/**
 * Subjects of web identities that no person chooses: a deployment environment of GitHub (its protection rules are an
 * assumption) or the service account of a workload in a cluster.
 */
const MACHINE_SUBJECT = /^(repo:[^*?]+:environment:[^:*?]+|system:serviceaccount:[^:*?]+:[^:*?]+)$/;

function isExactSubject(condition: Condition): boolean {
  const exact = /^(StringEquals|StringLike)$/i.test(condition.operator) && !condition.ifExists;
  const subject = condition.key.toLowerCase().endsWith(':sub') && condition.quantifier !== 'ForAllValues';
  return (
    exact && subject && condition.values.length > 0 && condition.values.every((value) => MACHINE_SUBJECT.test(value))
  );
}

function admits(statement: Statement, action: string): boolean {
  const { patterns, negated } = statement.actions;
  return patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) !== negated;
}

function reasonIn(statement: Statement): string | undefined {
  if (statement.effect !== 'Allow') return undefined;
  const federated = (statement.principals?.entries ?? []).filter((entry) => entry.type === 'Federated');
  const saml = federated.find((entry) => entry.value === '*' || entry.value.includes(':saml-provider/'));
  if (saml && admits(statement, 'sts:AssumeRoleWithSAML')) return `federated through ${saml.value}`;
  const web = federated.find((entry) => !entry.value.includes(':saml-provider/'));
  const machine = statement.conditions.some(isExactSubject);
  return web && !machine && admits(statement, 'sts:AssumeRoleWithWebIdentity')
    ? `web identity of ${web.value}`
    : undefined;
}

function whyPerson(principal: Principal, humans: readonly string[]): string | undefined {
  const listed = humans.find((pattern) => matchesPattern(pattern, principal.arn));
  if (listed && principal.kind === 'role') return `listed in humans as ${listed}`;
  return principal.trust?.policy.statements.map(reasonIn).find((why) => why !== undefined);
}

/** Marks the roles that people hold: federated ones and those that match `humans`; adds whom services let in. */
export function people(accounts: readonly Account[], humans: readonly string[]): Account[] {
  return accounts.map((account) => {
    const own = account.principals.filter((principal) => !isAdmitted(principal));
    const marked = { ...account, principals: own.map((principal) => mark(principal, humans)) };
    return { ...marked, principals: [...marked.principals, ...throughServices(marked)] };
  });
}

function mark(principal: Principal, humans: readonly string[]): Principal {
  if (principal.person) return principal;
  const why = whyPerson(principal, humans);
  return why ? { ...principal, person: { why } } : principal;
}
