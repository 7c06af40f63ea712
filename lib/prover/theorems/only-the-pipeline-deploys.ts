import { catalogue, openAtoms } from '../../iam';
import type { Condition, Statement } from '../../iam/model';
import { admittingSomebody, missingCallers } from '../../world/authorize/reserved';
import { resourceContext } from '../../world/authorize/actor';
import { STACK_ACTIONS } from '../../contract/proof/theorem-actions';
import { PIPELINE_PATH } from '../../names';
import type { Closure, Node } from '../closure/closure';
import { stories } from '../closure/story';
import { neighbours } from '../delivery/neighbours';
import { servicesTrusted } from '../closure/pass-role';
import type { Counterexample } from '../result';
import type { PolicySource, Principal, World } from '../../world/model';
import { managementMachineNote, organizationMachineFindings } from './organization-machines';
import { findAt } from './search';
import type { Theorem } from './theorem';
import { except } from './writes';

let actions: readonly string[] | undefined;

/** What changes stacks, or single resources as a stack would, and so everything in them. */
function deployActions(): readonly string[] {
  actions ??= catalogue().actions.filter((action) => STACK_ACTIONS.test(action));
  return actions;
}

/** Roles that pipelines run as: under the pipeline's path, or listed with a pipeline or its projects in a guarded account. */
function pipelineRoles(world: World): ReadonlySet<string> {
  const guarded = world.accounts.filter((account) => ['prod', 'tooling', 'audit'].includes(account.environment));
  const named = guarded.flatMap((account) =>
    account.principals.filter((one) => one.arn.includes(`:role${PIPELINE_PATH}`)).map((one) => one.arn),
  );
  const listed = guarded.flatMap((account) =>
    account.resources.filter((one) => /^AWS::Code(Pipeline|Build)::/.test(one.type)).flatMap((one) => one.roles),
  );
  return new Set([...named, ...listed]);
}

/** A trust policy without those of the pipeline whom it names exactly: what it admits besides is asked for. */
function trustOfOthers(trust: PolicySource | undefined, pipelines: ReadonlySet<string>): PolicySource | undefined {
  if (!trust) return undefined;
  const statements = trust.policy.statements.flatMap((statement): Statement[] => {
    const { effect, principals } = statement;
    if (effect !== 'Allow' || !principals || principals.negated) return [statement];
    const entries = principals.entries.filter(({ type, value }) => type !== 'AWS' || !pipelines.has(value));
    return entries.length === 0 ? [] : [{ ...statement, principals: { ...principals, entries } }];
  });
  return { ...trust, policy: { ...trust.policy, statements } };
}

/** Somebody of an account, or of anywhere, whom a trust policy admits and who is none of the pipeline's roles. */
function admitsOthers(closure: Closure, role: Principal, account: string, pipelines: ReadonlySet<string>): boolean {
  const { allows, denies } = closure.organization.statements(trustOfOthers(role.trust, pipelines));
  const arn = `arn:${role.arn.split(':')[1]}:iam::${account}:`;
  const names: Condition = {
    operator: 'StringEquals',
    quantifier: 'none',
    ifExists: false,
    key: 'aws:PrincipalArn',
    values: [...pipelines],
  };
  const open = openAtoms({
    actions: ['sts:AssumeRole'],
    resource: [role.arn],
    callers: [
      { kind: 'role', id: `${arn}role/*` },
      { kind: 'user', id: `${arn}user/*` },
    ],
    context: {
      'aws:PrincipalArn': { kind: 'pattern', patterns: [`${arn}*`] },
      'aws:PrincipalAccount': { kind: 'values', values: [account] },
      'aws:PrincipalIsAWSService': { kind: 'values', values: ['false'] },
      ...resourceContext(closure.organization, role.account),
    },
    layers: [admittingSomebody(closure.organization, allows)],
    denies: [
      ...denies,
      ...missingCallers(closure.organization, account, role.arn.split(':')[1]),
      ...closure.organization.resourceDenies(role.account),
      except('pipeline roles', ['*'], ['*'], [names]),
    ],
  });
  return open.length > 0;
}

const OUTSIDER = '999999999999';

/** Names in a trust policy that are neither a service's nor mean exactly the pipeline's roles. */
function strangers(closure: Closure, role: Principal, pipelines: ReadonlySet<string>): string[] {
  const allows = role.trust?.policy.statements.filter((one) => one.effect === 'Allow') ?? [];
  return allows.flatMap((statement) => {
    if (statement.principals?.negated) return ['NotPrincipal'];
    const entries =
      statement.principals?.entries.filter((one) => one.type !== 'Service' && !pipelines.has(one.value)) ?? [];
    return entries
      .filter(({ type, value }) => type !== 'AWS' || meansOthers(closure, role, value, pipelines))
      .map((one) => one.value);
  });
}

function meansOthers(closure: Closure, role: Principal, value: string, pipelines: ReadonlySet<string>): boolean {
  const account = /^\d{12}$/.test(value) ? value : /::(\d{12}):/.exec(value)?.[1];
  const accounts = account ? [account] : [...closure.organization.accounts.keys(), OUTSIDER];
  return accounts.some((one) => admitsOthers(closure, role, one, pipelines));
}

function deploysAs(closure: Closure, principal: Principal) {
  const node: Node = closure.nodes.get(principal.arn) ?? { id: principal.arn, actor: { principal, powers: {} } };
  return findAt(closure, node, { actions: deployActions() }, (account) => account === principal.account);
}

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** CloudFormation's own execution role changes nothing by itself; whoever may pass it is judged as a deployer. */
function runsForCloudFormation(closure: Closure, role: Principal): boolean {
  return servicesTrusted(closure.organization, role).every((host) => host === CLOUDFORMATION);
}

/** A role that nobody but exact pipeline roles may assume, or one of theirs; whom people reach is none. */
function ofThePipeline(
  closure: Closure,
  principal: Principal,
  pipelines: ReadonlySet<string>,
  trusted: readonly string[],
): boolean {
  if (principal.kind !== 'role' || principal.person || !principal.trust || trusted.length > 0) return false;
  if (closure.nodes.has(principal.arn)) return false;
  const named = principal.arn.includes(`:role${PIPELINE_PATH}`) || pipelines.has(principal.arn);
  return named || runsForCloudFormation(closure, principal);
}

function check(closure: Closure, principal: Principal, pipelines: ReadonlySet<string>): Counterexample[] {
  const found = deploysAs(closure, principal);
  const trusted = found ? strangers(closure, principal, pipelines) : [];
  if (!found || ofThePipeline(closure, principal, pipelines, trusted)) return [];
  const told = stories(closure, [found]);
  if (told.length > 0) return [told[0]];
  const where = [...found.where, ...(principal.trust && trusted.length > 0 ? [principal.trust.where] : [])];
  return [{ human: principal.arn, steps: [], request: found.request, where }];
}

/** Whoever may change prod's infrastructure is the pipeline's, and only the pipeline's exact roles may assume it. */
export const onlyThePipelineDeploys: Theorem = {
  id: 'only-the-pipeline-deploys',
  statement:
    "every principal that may change prod's infrastructure is the pipeline's; its trust admits the exact pipeline roles and nobody else, and where several pipelines deploy to one account, each changes its own stacks, roles and assets alone",
  check(world, closure) {
    const pipelines = pipelineRoles(world);
    const prod = world.accounts.filter((account) => account.environment === 'prod');
    const principals = prod.flatMap((account) => account.principals.filter((one) => !one.serviceLinked));
    const sharing = neighbours(closure);
    return {
      counterexamples: [
        ...principals.flatMap((one) => check(closure, one, pipelines)),
        ...organizationMachineFindings(closure, () => true),
        ...sharing.counterexamples,
      ],
      unknowns: sharing.unknowns,
      assumptions: managementMachineNote(closure),
    };
  },
};
