import { catalogue } from '../../iam';
import { MACHINE_PATHS, PIPELINE_PATH } from '../../names';
import type { Closure, Node } from '../closure/closure';
import { stories } from '../closure/story';
import { servicesTrusted } from '../closure/pass-role';
import type { Counterexample } from '../result';
import type { Principal, World } from '../world';
import { findAt } from './search';
import type { Theorem } from './theorem';

let actions: readonly string[] | undefined;

/** What changes stacks and so everything in them. */
function deployActions(): readonly string[] {
  actions ??= catalogue().actions.filter((action) => /^cloudformation:(CreateStack|UpdateStack|DeleteStack|ExecuteChangeSet|CreateChangeSet|CreateStackInstances|UpdateStackSet|ExecuteStackRefactor)$/.test(action));
  return actions;
}

/** Roles that pipelines run as: under the pipeline's path, or listed with a pipeline or its projects in a guarded account. */
function pipelineRoles(world: World): ReadonlySet<string> {
  const guarded = world.accounts.filter((account) => ['prod', 'tooling', 'audit'].includes(account.environment));
  const named = guarded.flatMap((account) => account.principals.filter((one) => one.arn.includes(`:role${PIPELINE_PATH}`)).map((one) => one.arn));
  const listed = guarded.flatMap((account) => account.resources.filter((one) => /^AWS::Code(Pipeline|Build)::/.test(one.type)).flatMap((one) => one.roles));
  return new Set([...named, ...listed]);
}

/** Names in a trust policy that are neither a service's nor exactly a pipeline role's. */
function strangers(role: Principal, pipelines: ReadonlySet<string>): string[] {
  const allows = role.trust?.policy.statements.filter((one) => one.effect === 'Allow') ?? [];
  return allows.flatMap((statement) => {
    if (statement.principals?.negated) return ['NotPrincipal'];
    const entries = statement.principals?.entries ?? [];
    return entries.filter((entry) => entry.type !== 'Service' && !pipelines.has(entry.value)).map((entry) => entry.value);
  });
}

function deploysAs(closure: Closure, principal: Principal) {
  const node: Node = closure.nodes.get(principal.arn) ?? { id: principal.arn, actor: { principal, powers: {} } };
  return findAt(closure, node, { actions: deployActions() }, (account) => account === principal.account);
}

/** CloudFormation's own execution role changes nothing by itself; whoever may pass it is judged as a deployer. */
function runsForServices(closure: Closure, role: Principal, pipelines: ReadonlySet<string>): boolean {
  return strangers(role, pipelines).length === 0 && servicesTrusted(closure.organization, role).length > 0 && !role.person;
}

function check(closure: Closure, principal: Principal, pipelines: ReadonlySet<string>): Counterexample[] {
  const trusted = strangers(principal, pipelines);
  const named = MACHINE_PATHS.some((path) => principal.arn.includes(`:role${path}`)) || pipelines.has(principal.arn);
  const pipelineOnly = principal.kind === 'role' && !principal.person && principal.trust !== undefined && trusted.length === 0;
  if (pipelineOnly && (named || runsForServices(closure, principal, pipelines) || servicesTrusted(closure.organization, principal).length === 0)) return [];
  const found = deploysAs(closure, principal);
  if (!found) return [];
  const told = stories(closure, [found]);
  if (told.length > 0) return [told[0]];
  const where = [...found.where, ...(principal.trust && trusted.length > 0 ? [principal.trust.where] : [])];
  return [{ human: principal.arn, steps: [], request: found.request, where }];
}

/** Whoever may change prod's infrastructure is the pipeline's, and only the pipeline's exact roles may assume it. */
export const onlyThePipelineDeploys: Theorem = {
  id: 'only-the-pipeline-deploys',
  statement:
    "every principal that may change prod's infrastructure is the pipeline's; its trust admits the exact pipeline roles and nobody else",
  check(world, closure) {
    const pipelines = pipelineRoles(world);
    const prod = world.accounts.filter((account) => account.environment === 'prod');
    const principals = prod.flatMap((account) => account.principals.filter((one) => !one.serviceLinked));
    return {
      counterexamples: principals.flatMap((one) => check(closure, one, pipelines)),
      unknowns: [],
      assumptions: [],
    };
  },
};
