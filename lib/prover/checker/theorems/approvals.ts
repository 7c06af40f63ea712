import type { Duty, Ledger, Witness } from '../claims';
import { type Context, writesLike } from '../context';
import type { CheckedPrincipal } from '../input';
import { cannot } from './cannot';
import { runsScript } from './commands';
import { checkCommitters } from './committers';
import { checkDefinitions } from './definitions';
import { deployments, type Deployments } from './deployments';
import {
  beside,
  type CheckedPipeline,
  environmentOf,
  isApproval,
  nameOf,
  object,
  parsed,
  pipelinesOf,
  type PlacedAction,
  resourceAt,
  variablesIn,
} from './pipelines';
import { principalsMeant } from './reach';
import { strangerDuties } from './strangers-near';
import { unservedDuties } from './unserved';

/** What must hold of a deployment to a guarded account, each by its own look. */
export const APPROVAL_LOOKS: Readonly<Record<string, (look: DeployLook, by: Witness) => boolean>> = {
  /** The approvals are all that the pipeline has; each stands in an earlier stage of approvals alone that nothing skips. */
  approvals: ({ deploy }, by) => {
    const all = deploy.pipeline.actions.filter(isApproval);
    return (
      by.kind === 'approvals' &&
      isSame(
        by.actions,
        all.map((one) => one.name),
      ) &&
      all.every((one) => comesFirst(one, deploy))
    );
  },
  /** The gate's own function stands between the last approval and the deployment, in a stage that nothing skips. */
  gate: ({ deploy }, by) =>
    by.kind === 'gate' &&
    deploy.pipeline.actions.some((one) => one.name === by.action && isGate(one) && isBetween(one, deploy)),
  /** The digest was made before anybody approved, and approvals, gates and the deployment name it. */
  digest: ({ deploy }, by) => by.kind === 'digest' && carries(deploy, by.variable),
  /** The script that compares the digest runs and nothing else, and so does the one that computed it. */
  script: ({ context, deploy }, by) =>
    by.kind === 'script' &&
    runsScript(context, deploy, 'deploy') &&
    makersOf(deploy).every((one) => runsScript(context, one, 'verify')),
  /** It asks the admission of change control, for its own stage and execution. */
  admission: ({ context, deploy }, by) => by.kind === 'admission' && asksFor(context, deploy, by.function),
};

interface DeployLook {
  readonly context: Context;
  readonly deploy: PlacedAction;
}

const GATE = /:role\/guarded\/pipeline\/[^/]+-gate-function$/;
const ADMIT = /:role\/guarded\/pipeline\/[^/]+-admit-function$/;

/** Whether an action is the gate of change control, by the role of its function. */
export function isGate({ provider, runs, pipeline, configuration }: PlacedAction): boolean {
  const parameters = configuration.UserParameters === undefined ? {} : parsed(configuration.UserParameters);
  // What is no JSON before the pipeline fills its variables in may name anybody then.
  if (parameters === undefined) return false;
  const { application = pipeline.name, pipeline: told = pipeline.name } = object(parameters);
  if (application !== pipeline.name || told !== pipeline.name) return false;
  return provider === 'Lambda' && (runs?.roles.some((one) => GATE.test(one)) ?? false);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return other.length > 0 && JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}

function comesFirst({ stage }: PlacedAction, deploy: PlacedAction): boolean {
  return (
    stage.at < deploy.stage.at && stage.categories.every((one) => one === 'Approval') && !stage.onEntry.includes('SKIP')
  );
}

function isBetween({ stage }: PlacedAction, { pipeline, stage: own }: PlacedAction): boolean {
  const last = Math.max(...pipeline.actions.filter(isApproval).map((one) => one.stage.at));
  return stage.at > last && stage.at < own.at && !stage.onEntry.includes('SKIP');
}

function firstApproval({ actions }: CheckedPipeline): number {
  return Math.min(...actions.filter(isApproval).map((one) => one.stage.at));
}

/** Digests that a deployment carries and that were made before anybody approved. */
export function digestsOf(deploy: PlacedAction): readonly string[] {
  const first = firstApproval(deploy.pipeline);
  const early = deploy.pipeline.actions.filter((one) => one.stage.at < first).map((one) => one.namespace);
  return [...variablesIn(deploy)].filter((one) => /digest/i.test(one) && early.includes(one.split('.')[0]));
}

function carries(deploy: PlacedAction, variable: string): boolean {
  const { actions } = deploy.pipeline;
  const must = actions.filter((one) => isApproval(one) || (isGate(one) && one.stage.at < deploy.stage.at));
  return digestsOf(deploy).includes(variable) && must.every((one) => variablesIn(one).has(variable));
}

/** The actions that make the digests of a deployment. */
function makersOf(deploy: PlacedAction): readonly PlacedAction[] {
  const namespaces = digestsOf(deploy).map((one) => one.split('.')[0]);
  return deploy.pipeline.actions.filter(({ namespace }) => namespace !== undefined && namespaces.includes(namespace));
}

function asksFor({ place }: Context, deploy: PlacedAction, name: string): boolean {
  const { name: pipeline } = deploy.pipeline;
  const { ADMISSION, STAGE, EXECUTION, APPLICATION = pipeline, PIPELINE = pipeline } = environmentOf(deploy);
  if (APPLICATION !== pipeline || PIPELINE !== pipeline) return false;
  const asked = resourceAt(place, 'AWS::Lambda::Function', beside(deploy.pipeline, 'lambda', `function:${name}`));
  const own = STAGE === deploy.stage.name && EXECUTION === '#{codepipeline.PipelineExecutionId}';
  return own && ADMISSION === name && name !== 'none' && (asked?.roles.some((one) => ADMIT.test(one)) ?? false);
}

/** A deployment to a guarded account with the five things that must hold of it. */
export interface Approved {
  readonly deploy: PlacedAction;
  readonly duties: Readonly<Record<string, Duty>>;
}

const SAYS: Readonly<Record<string, string>> = {
  approvals: 'comes after the approvals:',
  gate: 'comes after the gate:',
  digest: 'deploys the digest that was approved:',
  script: "runs the platform's script alone:",
  admission: 'asks for its admission:',
};

/** Everything that must hold of deployments to guarded accounts. */
export function approvedDeployments(context: Context, where: Deployments): readonly Approved[] {
  return pipelinesOf(context.place).flatMap((pipeline) =>
    pipeline.actions
      .filter((one) => where.of(one).some((account) => context.place.guarded(account)))
      .map((deploy) => ({
        deploy,
        duties: Object.fromEntries(
          Object.entries(SAYS).map(([kind, says]) => [
            kind,
            {
              says,
              subject: nameOf(deploy),
              holds: (by: Witness) => by.kind === kind && APPROVAL_LOOKS[kind]({ context, deploy }, by),
            },
          ]),
        ),
      })),
  );
}

/** Before the approvals nothing changes the pipeline: a duty for each role that acts then. */
export function* editDuties(context: Context): Generator<Duty & { readonly principal: CheckedPrincipal }> {
  const { place } = context;
  const actions = writesLike(context, /^codepipeline:UpdatePipeline$/);
  for (const pipeline of pipelinesOf(place)) {
    const early = pipeline.actions.filter((one) => !isApproval(one) && one.stage.at < firstApproval(pipeline));
    const roles = new Set(early.flatMap((one) => one.roles));
    for (const principal of [...roles].flatMap((one) => principalsMeant(place, one)))
      yield {
        ...{ says: 'leaves the pipeline alone:', subject: `${pipeline.arn} ${principal.arn}`, actions },
        principal,
        holds: (by, some) => cannot({ place, principal, actions: some, on: [pipeline.arn], sanctionedToo: true }, by),
      };
  }
}

/** Every deployment to a guarded account is approved as it must be, and nothing stands beside the pipelines. */
export function checkApprovals(context: Context, ledger: Ledger): void {
  const where = deployments(context, ledger);
  checkDefinitions(context, ledger, where);
  for (const { deploy, duties } of approvedDeployments(context, where)) {
    if (deploy.pipeline.type !== 'V2') ledger.refuse(`${deploy.pipeline.arn} is of type ${deploy.pipeline.type}`);
    for (const duty of Object.values(duties)) ledger.settle(duty);
  }
  for (const pipeline of pipelinesOf(context.place)) checkPipeline(context, ledger, pipeline, where);
  checkCommitters(context, ledger, where);
  for (const duty of unservedDuties(context)) ledger.settle(duty);
  for (const duty of editDuties(context)) ledger.settle(duty);
  for (const duty of strangerDuties(context)) ledger.settle(duty);
}

/** What no claim could mend: an approval that is not asked for, a deployment to the own account before anybody approved. */
function checkPipeline({ place }: Context, ledger: Ledger, pipeline: CheckedPipeline, where: Deployments): void {
  const guarded = pipeline.actions.filter((one) => where.of(one).some((account) => place.guarded(account)));
  if (guarded.length === 0) return;
  for (const approval of sanctionedApprovals(place.world.exceptions, pipeline))
    if (!pipeline.actions.some((one) => isApproval(one) && one.name === approval))
      ledger.refuse(`${pipeline.arn} does not ask for the approval ${approval}`);
  for (const one of pipeline.actions)
    if (!isApproval(one) && one.stage.at < firstApproval(pipeline) && where.of(one).includes(pipeline.account))
      ledger.refuse(`${nameOf(one)} deploys to the pipeline's own account before anybody approved`);
}

/** `Stage/Action` of the approvals that the organization sanctions by name. */
function sanctionedApprovals(
  exceptions: Context['place']['world']['exceptions'],
  { name, account }: CheckedPipeline,
): string[] {
  return exceptions
    .filter((one) => one.actions.some((action) => action.toLowerCase() === 'codepipeline:putapprovalresult'))
    .flatMap((one) => one.resources.map((arn) => arn.split(':').slice(4)))
    .filter(([owner, path = '']) => owner === account && path.startsWith(`${name}/`))
    .map(([, path]) => path.slice(name.length + 1))
    .filter((one) => !/[*?]/.test(one));
}
