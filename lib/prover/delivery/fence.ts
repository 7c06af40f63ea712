import { PIPELINE_PATH } from '../../names';
import type { World } from '../world';
import type { Deployment } from './deployers';
import { variablesIn, type Pipeline } from './pipeline';
import type { DeliveryPlan, PlacedAction } from './plan';
import { templateOf } from './running';

/** A hole in the fence: the deployment that gets through it, and why. */
export interface Hole {
  readonly action: PlacedAction;
  readonly why: string;
  readonly deployment?: Deployment;
}

/** Everything that lets a change reach prod around the approvals, the gate or the digest. */
export function holesIn(world: World, plan: DeliveryPlan): Hole[] {
  if (plan.toGuarded.length === 0) return [];
  return [...selfMutations(plan), ...plan.toGuarded.flatMap((action) => holesAt(world, plan, action))];
}

function holesAt(world: World, plan: DeliveryPlan, action: PlacedAction): Hole[] {
  const hole = (why: string): Hole => ({ action, why });
  return [...typeProblems(plan.pipeline), ...orderProblems(plan, action), ...digestProblems(world, plan, action)].map(
    hole,
  );
}

function typeProblems({ type, name }: Pipeline): string[] {
  return type === 'V2' ? [] : [`pipeline ${name} is of type ${type}: conditions and stage rollback need V2`];
}

function isApproval({ action }: PlacedAction): boolean {
  return action.category === 'Approval';
}

/** The role that the gate's function runs as, by the names that make the fence. */
const GATE_ROLE = new RegExp(`:role${PIPELINE_PATH}[^/]+-gate-function$`);

/** The gate is the platform's own function: what it runs as is no name that anybody else can take. */
export function isGate(action: PlacedAction): boolean {
  const { runs } = action.running;
  return action.action.provider === 'Lambda' && (runs?.roles.some((role) => GATE_ROLE.test(role)) ?? false);
}

function orderProblems(plan: DeliveryPlan, deploy: PlacedAction): string[] {
  const approvals = plan.actions.filter(isApproval);
  if (approvals.length === 0) return [`pipeline ${plan.pipeline.name} has no approval`];
  const problems: string[] = [];
  const last = Math.max(...approvals.map((one) => one.at));
  for (const one of approvals) {
    if (one.at >= deploy.at)
      problems.push(`the approval ${one.action.name} in ${one.stage.name} does not come before ${deploy.stage.name}`);
    if (one.stage.actions.some((other) => other.category !== 'Approval'))
      problems.push(`${one.stage.name} mixes approvals with other actions; approvals stand in a stage of their own`);
    if (one.stage.onEntry.includes('SKIP'))
      problems.push(`the approvals in ${one.stage.name} can be skipped by an entry condition`);
  }
  const gates = plan.actions.filter(
    (one) => isGate(one) && one.at > last && one.at < deploy.at && !one.stage.onEntry.includes('SKIP'),
  );
  if (gates.length === 0)
    problems.push(`no gate stands between the approvals and ${deploy.stage.name}, in a stage that nothing skips`);
  return [...new Set(problems)];
}

/** Variables that the approvals, the gate and the deployment all name, made before anybody approved. */
function digestProblems(world: World, plan: DeliveryPlan, deploy: PlacedAction): string[] {
  const approvals = plan.actions.filter(isApproval);
  const first = Math.min(...approvals.map((one) => one.at));
  const gates = plan.actions.filter((one) => isGate(one) && one.at < deploy.at);
  const namespaces = new Set(plan.actions.filter((one) => one.at < first).map((one) => one.action.namespace));
  const made = [...variablesIn(deploy.action)].filter(
    (name) => namespaces.has(name.split('.')[0]) && /digest/i.test(name),
  );
  const name = `${deploy.stage.name}/${deploy.action.name}`;
  if (made.length === 0) return [`${name} does not carry the digest that Verify computed before the approvals`];
  const missing = [...approvals, ...gates].filter(
    (one) => !made.some((variable) => variablesIn(one.action).has(variable)),
  );
  return [
    ...missing.map((one) => `${one.stage.name}/${one.action.name} does not name the digest that ${name} deploys`),
    ...commandProblems(world, deploy, name),
  ];
}

/** Deploying runs the platform's own commands, with the digest, never those of the source. */
function commandProblems(world: World, deploy: PlacedAction, name: string): string[] {
  if (deploy.action.provider !== 'CodeBuild' || !deploy.running.runs) return [];
  const spec = buildSpecOf(world, deploy);
  if (spec === undefined)
    return [`${name} takes its commands from the artifact; the project needs an inline buildspec`];
  return /\bDIGEST\b/.test(spec) ? [] : [`the commands of ${name} do not look at DIGEST before they deploy`];
}

/** The inline commands of a CodeBuild action's project; nothing where they come from the artifact. */
export function buildSpecOf(world: World, action: PlacedAction): string | undefined {
  const project = action.running.runs && templateOf(world, action.running.runs);
  const source = project?.properties.Source as Readonly<Record<string, unknown>> | undefined;
  const spec = source?.BuildSpec;
  return typeof spec === 'string' && /[\n{]/.test(spec) ? spec : undefined;
}

/** Before the approvals nothing may change the pipeline itself or deploy to the account it lives in. */
function selfMutations(plan: DeliveryPlan): Hole[] {
  const approvals = plan.actions.filter(isApproval).map((one) => one.at);
  const first = approvals.length > 0 ? Math.min(...approvals) : Infinity;
  const { pipeline, deployers } = plan;
  return plan.actions
    .filter((one) => one.at < first && !isApproval(one))
    .flatMap((action) => {
      const name = `${action.stage.name}/${action.action.name}`;
      const own = action.deployments.find((deployment) => deployment.account === pipeline.account);
      if (own)
        return [
          { action, why: `${name} deploys to the pipeline's own account before anybody approved`, deployment: own },
        ];
      const edits = action.running.roles.some((role) =>
        deployers.canDo(role, 'codepipeline:UpdatePipeline', pipeline.arn, pipeline.account),
      );
      return edits
        ? [
            {
              action,
              why: `${name} may change the pipeline before anybody approved`,
              deployment: plan.toGuarded[0].deployments[0],
            },
          ]
        : [];
    });
}
