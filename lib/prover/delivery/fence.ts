import { PIPELINE_PATH } from '../../names';
import type { World } from '../../world/model';
import { admissionProblems } from './admission';
import type { Deployment } from './deployers';
import { variablesIn, type Pipeline } from './pipeline';
import type { DeliveryPlan, PlacedAction } from './plan';
import { asksForItself } from './policies';
import type { PlatformScript } from '../../contract/proof/platform-commands';
import { foreignCommands } from './platform-commands';

/** A hole in the fence: the deployment that gets through it, and why. */
export interface Hole {
  readonly action: PlacedAction;
  readonly why: string;
  readonly deployment?: Deployment;
}

/** Everything that lets a change reach prod around the approvals, the gate or the digest. */
export function holesIn(world: World, plan: DeliveryPlan): Hole[] {
  if (plan.toGuarded.length === 0) return [];
  const absent = absentApprovals(world, plan).map((why) => ({ action: plan.toGuarded[0], why }));
  return [...absent, ...selfMutations(plan), ...plan.toGuarded.flatMap((action) => holesAt(world, plan, action))];
}

/** Approvals that the organization sanctions by name, `arn:…:pipeline/Stage/Action`, and the pipeline does not ask for. */
function absentApprovals(world: World, { pipeline, actions }: DeliveryPlan): string[] {
  const asked = new Set(actions.filter(isApproval).map((one) => `${one.stage.name}/${one.action.name}`));
  return world.exceptions
    .filter((one) => one.actions.some((action) => /^codepipeline:PutApprovalResult$/i.test(action)))
    .flatMap((one) => one.resources.map((resource) => ({ id: one.id, named: resource.split(':').slice(4) })))
    .filter(({ named: [account, path = ''] }) => account === pipeline.account && path.startsWith(`${pipeline.name}/`))
    .map(({ id, named: [, path] }) => ({ id, approval: path.slice(pipeline.name.length + 1) }))
    .filter(({ approval }) => !/[*?]/.test(approval) && !asked.has(approval))
    .map(
      ({ id, approval }) =>
        `pipeline ${pipeline.name} does not ask for the approval ${approval}, which exception ${id} is for`,
    );
}

function holesAt(world: World, plan: DeliveryPlan, action: PlacedAction): Hole[] {
  const hole = (why: string): Hole => ({ action, why });
  return [
    ...typeProblems(plan.pipeline),
    ...orderProblems(plan, action),
    ...digestProblems(world, plan, action),
    ...admissionProblems(world, action),
  ].map(hole);
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
  if (!asksForItself(action.pipeline.name, action.action.configuration.UserParameters)) return false;
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
    ...commandProblems(world, deploy, 'deploy'),
    ...plan.actions.filter((one) => makes(one, made)).flatMap((one) => commandProblems(world, one, 'verify')),
  ];
}

/** Is it the action that computes one of these variables? */
function makes({ action }: PlacedAction, variables: readonly string[]): boolean {
  return variables.some((variable) => variable.split('.')[0] === action.namespace);
}

/** The digest is computed, and compared before anything is deployed, by the platform's own commands alone. */
function commandProblems(world: World, placed: PlacedAction, script: PlatformScript): string[] {
  const { stage, action, running } = placed;
  if (running.missing !== undefined) return [];
  const name = `${stage.name}/${action.name}`;
  const does = script === 'deploy' ? 'compares the digest with what it deploys' : 'computes the digest';
  if (action.provider !== 'CodeBuild') return [`nothing shows that ${name}, a ${action.provider} action, ${does}`];
  return foreignCommands(world, placed, script).map((why) => `the commands of ${name} ${why}`);
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
