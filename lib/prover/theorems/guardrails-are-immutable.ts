import { catalogue } from '../../iam';
import { EVIDENCE_ACTIONS, GUARDRAIL_ACTIONS } from '../../contract/proof/theorem-actions';
import { GUARDRAIL_PATH, PIPELINE_PATH, WORKLOAD_PATH } from '../../names';
import type { Closure, Node, Violation } from '../closure/closure';
import { stories } from '../closure/story';
import { strangers } from '../delivery/strangers';
import type { Counterexample } from '../result';
import type { Principal } from '../../world/model';
import type { BoundStatement } from '../../iam/query';
import { organizationMachineFindings } from './organization-machines';
import { findAt } from './search';
import type { Sought } from './search';
import type { Theorem } from './theorem';
import { except } from './writes';

let actions: readonly string[] | undefined;

function guardrailActions(): readonly string[] {
  actions ??= catalogue().actions.filter((action) => GUARDRAIL_ACTIONS.some((one) => one.test(action)));
  return actions;
}

function pathOf(arn: string): string {
  return arn.split(':role')[1] ?? '';
}

/** Roles of prod that run workloads or deploy them: the pipeline's under its path in tooling and audit are the platform's. */
function machines(closure: Closure): Principal[] {
  const prod = closure.world.accounts.filter((account) => account.environment === 'prod');
  const running = new Set(prod.flatMap((account) => account.resources.flatMap((resource) => resource.roles)));
  const path = (role: Principal) => [PIPELINE_PATH, WORKLOAD_PATH].some((each) => pathOf(role.arn).startsWith(each));
  return prod.flatMap((account) =>
    account.principals.filter((one) => one.kind === 'role' && !one.person && (running.has(one.arn) || path(one))),
  );
}

function guardedOrManagement(closure: Closure): (account: string) => boolean {
  return (account) => closure.organization.guarded(account) || account === closure.world.managementAccountId;
}

/** Setting one of the boundaries in force takes no guardrail away. */
function settingBoundaries(closure: Closure): BoundStatement {
  const used = closure.world.accounts.flatMap((account) =>
    account.principals.flatMap((one) => one.boundary?.arn ?? []),
  );
  const values = [...new Set([...used, `arn:*:iam::*:policy${GUARDRAIL_PATH}*`])];
  return except(
    'setting a boundary in force',
    ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
    ['*'],
    [{ operator: 'StringLike', quantifier: 'none', ifExists: false, key: 'iam:PermissionsBoundary', values }],
  );
}

function machineFindings(closure: Closure, sought: Sought): Counterexample[] {
  const found = machines(closure).map((principal): Violation | undefined => {
    const node: Node = { id: principal.arn, actor: { principal, powers: {} } };
    return closure.nodes.has(node.id) ? undefined : findAt(closure, node, sought, guardedOrManagement(closure));
  });
  return found.flatMap((one) =>
    one ? [{ human: one.request.principal, steps: [], request: one.request, where: one.where }] : [],
  );
}

/** Nobody a human can reach, no workload role and no deploy role of prod changes what the other proofs stand on. */
export const guardrailsAreImmutable: Theorem = {
  id: 'guardrails-are-immutable',
  statement:
    'nobody a human can reach, no workload role and no deploy role can change the guardrails, the trail, the evidence or the pipeline',
  check(_world, closure) {
    const sought: Sought = { actions: guardrailActions(), besides: [settingBoundaries(closure)] };
    const inAccount = guardedOrManagement(closure);
    const evidence: Sought = { actions: EVIDENCE_ACTIONS };
    const audit = (account: string) => closure.organization.accounts.get(account)?.environment === 'audit';
    const violations = [...closure.nodes.values()].flatMap(
      (node) => findAt(closure, node, sought, inAccount) ?? findAt(closure, node, evidence, audit) ?? [],
    );
    const beside = strangers(closure);
    return {
      counterexamples: [
        ...stories(closure, violations),
        ...machineFindings(closure, sought),
        ...beside.counterexamples,
        ...organizationMachineFindings(closure, ({ granted }) => guardrailActions().includes(granted.action)),
      ],
      unknowns: [...closure.undecided, ...beside.unknowns],
      assumptions: [
        {
          id: 'platform-changes',
          statement:
            "the platform's own changes are reviewed: its pipeline's roles in tooling and audit deploy the guardrails",
        },
      ],
    };
  },
};
