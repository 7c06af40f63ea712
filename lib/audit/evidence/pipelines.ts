import { type ChangePolicy, policySchema } from '../../change/policy';
import { windowText } from '../../change/window-text';
import type { Closure } from '../../prover/closure/closure';
import { watchesOf } from '../../prover/delivery/bake';
import { policyFor } from '../../prover/delivery/policies';
import { armedStack, covers } from '../../prover/delivery/armed-stacks';
import { isGate } from '../../prover/delivery/fence';
import { deliveryOf } from '../../prover/delivery/plan';
import type { DeliveryPlan, PlacedAction } from '../../prover/delivery/plan';
import { templateOf } from '../../prover/delivery/running';
import type { StackFacts, World } from '../../world/model';
import type { PipelineEvidence, StageEvidence, Way } from './schema-delivery';

/** The pipelines of the world, stage by stage, as the proof sees them. */
export function pipelineEvidence(world: World, closure: Closure): PipelineEvidence[] {
  const { plans } = deliveryOf(closure);
  return plans.map((plan) => {
    const { name, account, region, type, where, stages } = plan.pipeline;
    const policy = gatePolicy(world, plan);
    return {
      name,
      account,
      region,
      type,
      stages: stages.map((stage) => stageOf(world, plans, plan, stage.name)),
      ...(policy ? { window: windowText(policy.window) } : {}),
      where,
    };
  });
}

function stageOf(world: World, plans: readonly DeliveryPlan[], plan: DeliveryPlan, name: string): StageEvidence {
  const placed = plan.actions.filter((one) => one.stage.name === name);
  const approvals = placed.filter((one) => one.action.category === 'Approval');
  const stacks = (world.stacks ?? []).filter((stack) => placed.some((action) => covers(action, stack)));
  const alarms = [...new Set(stacks.flatMap((stack) => armedStack(stack).alarms.map((alarm) => alarm.ref)))];
  const bake = bakeOf(world, plans, stacks);
  const onFailure = placed[0]?.stage.onFailure;
  return {
    name,
    kind: kindOf(placed),
    actions: placed.map((one) => one.action.name),
    approvers: approvals.map((one) => one.action.name),
    deploysTo: [...new Set(placed.flatMap((one) => one.deployments.map((deployment) => deployment.account)))],
    ...(onFailure === undefined ? {} : { onFailure }),
    ...(bake === undefined ? {} : { bakeMinutes: bake }),
    ...(alarms.length === 0 ? {} : { alarms }),
  };
}

/** A stage is what the most consequential of its actions is. */
function kindOf(placed: readonly PlacedAction[]): StageEvidence['kind'] {
  if (placed.some((one) => one.deployments.length > 0)) return 'deploy';
  if (placed.some((one) => one.action.category === 'Approval')) return 'approval';
  if (placed.some(isGate)) return 'gate';
  if (placed.some((one) => one.action.category === 'Source')) return 'source';
  if (placed.some((one) => /^verify$/i.test(one.action.name))) return 'verify';
  return placed.some((one) => one.action.category === 'Build') ? 'build' : 'other';
}

function bakeOf(world: World, plans: readonly DeliveryPlan[], stacks: readonly StackFacts[]): number | undefined {
  const minutes = stacks.flatMap((stack) => watchesOf(world, plans, stack)).map((watch) => watch.minutes);
  return minutes.length > 0 ? Math.min(...minutes) : undefined;
}

/** Policies of change control, as they lie beside the code of the gates, by pipeline. */
export function gatePolicies(world: World, closure: Closure): ReadonlyMap<string, ChangePolicy> {
  const found = deliveryOf(closure).plans.flatMap((plan): [string, ChangePolicy][] => {
    const policy = gatePolicy(world, plan);
    return policy ? [[plan.pipeline.name, policy]] : [];
  });
  return new Map(found);
}

function gatePolicy(world: World, plan: DeliveryPlan): ChangePolicy | undefined {
  const gate = plan.actions.find(isGate)?.running.runs;
  const { name } = plan.pipeline;
  const read = gate && policySchema.safeParse(policyFor(templateOf(world, gate), name, name));
  return read?.success ? read.data : undefined;
}

/** Every way to prod: from a commit through a pipeline, and what people may do there by a sanctioned exception. */
export function waysToProd(world: World, closure: Closure): Way[] {
  const { plans } = deliveryOf(closure);
  return [...plans.flatMap((plan) => throughPipeline(world, plan)), ...byException(world)];
}

function throughPipeline(world: World, plan: DeliveryPlan): Way[] {
  const source = plan.pipeline.stages[0]?.actions[0]?.configuration ?? {};
  const repository = source.FullRepositoryId ?? source.RepositoryName ?? source.S3Bucket ?? plan.pipeline.name;
  const names = accountNames(world);
  return plan.toGuarded.map((deploy) => ({
    from: `commit to ${repository}`,
    kind: 'commit' as const,
    via: viaStages(plan, deploy),
    to: [...new Set(deploy.deployments.map(({ account }) => names.get(account) ?? account))].join(', '),
    where: plan.pipeline.where,
  }));
}

function viaStages(plan: DeliveryPlan, deploy: PlacedAction): Way['via'] {
  return plan.pipeline.stages.slice(0, deploy.at + 1).map((stage) => {
    const placed = plan.actions.filter((one) => one.stage.name === stage.name);
    const kind = kindOf(placed);
    const approvers = placed.filter((one) => one.action.category === 'Approval').map((one) => one.action.name);
    if (kind === 'approval') return { kind, name: `${stage.name}: ${approvers.join(' and ')}` };
    return { kind: kind === 'gate' ? kind : ('stage' as const), name: stage.name };
  });
}

/** Exceptions whose resources lie in prod accounts. */
function byException(world: World): Way[] {
  const prod = world.accounts.filter((account) => account.environment === 'prod');
  return world.exceptions.flatMap((one) => {
    const reached = prod.filter(({ id }) =>
      one.resources.some((arn) => [id, '*', ''].includes(arn.split(':')[4] ?? '')),
    );
    return reached.length === 0 ? [] : [exceptionWay(one, reached.map(({ name }) => name).join(', '))];
  });
}

function exceptionWay({ id, statement, principals }: World['exceptions'][number], to: string): Way {
  return {
    from: peopleNames(principals),
    kind: 'person',
    via: [{ kind: 'exception', name: statement }],
    to,
    where: id,
  };
}

/** `OnCall, Operator` of the patterns that Identity Center's roles have. */
function peopleNames(principals: readonly string[]): string {
  const names = principals.map(
    (arn) => /AWSReservedSSO_([^*]+?)_/.exec(arn)?.[1] ?? arn.slice(arn.lastIndexOf('/') + 1),
  );
  return [...new Set(names)].join(', ');
}

function accountNames(world: World): ReadonlyMap<string, string> {
  return new Map(world.accounts.map(({ id, name }) => [id, name]));
}
