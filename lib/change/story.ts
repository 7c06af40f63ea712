import type { ChangeEvent } from './events';
import type { ChangePolicy } from './policy';
import { cut } from './verified';
import { STAGES } from './wiring';

/** One action of an execution, as CodePipeline lists it. */
export interface ActionFact {
  readonly stage: string;
  readonly action: string;
  /** Id of this run of the action. */
  readonly id: string;
  readonly category: string;
  /** InProgress, Succeeded, Failed, Abandoned. */
  readonly status: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly summary: string;
}

/** Stages whose success says nothing about how a change was tested. */
const NO_TEST: readonly string[] = [STAGES.source, STAGES.approve, STAGES.close];

/**
 * What CodePipeline's own list says happened to a change. Whoever tells us that something happened is believed only as
 * far as to look; each happening has the same id at every look, so looking often adds nothing twice. CodePipeline lists
 * the newest first; of two things at the same time the list decides.
 */
export function storyOf(
  actions: readonly ActionFact[],
  policy: Pick<ChangePolicy, 'approvals' | 'waves'>,
): ChangeEvent[] {
  const inOrder = [...actions].reverse().sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const waves = policy.waves.map((wave) => wave.stage);
  return inOrder
    .flatMap((action) => {
      if (waves.includes(action.stage)) return waveEvents(action, attemptOf(action, inOrder));
      if (action.category === 'Approval') return answered(action, inOrder, policy);
      return isTest(action) ? [tested(action)] : [];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
}

function isTest(action: ActionFact): boolean {
  const ended = action.status === 'Succeeded' || action.status === 'Failed';
  // What the pipeline invokes before prod writes the record and its page: that tests nothing.
  const writes = action.category === 'Invoke';
  return ended && !writes && !NO_TEST.includes(action.stage) && !action.stage.startsWith(STAGES.gate);
}

function tested(action: ActionFact): ChangeEvent {
  return {
    kind: 'tested',
    id: `tested:${action.id}`,
    at: action.updatedAt,
    stage: action.stage,
    action: action.action,
    passed: action.status === 'Succeeded',
    note: action.status === 'Succeeded' ? '' : cut(action.summary, 1000),
  };
}

function answered(
  action: ActionFact,
  actions: readonly ActionFact[],
  policy: Pick<ChangePolicy, 'approvals'>,
): ChangeEvent[] {
  if (action.status !== 'Succeeded' && action.status !== 'Failed') return [];
  const given = actions.filter((one) => one.category === 'Approval' && one.status === 'Succeeded');
  const upToNow = given.filter((one) => one.updatedAt <= action.updatedAt).map((one) => one.action);
  return [
    {
      kind: 'answered',
      id: `answered:${action.id}`,
      at: action.updatedAt,
      action: action.action,
      by: action.updatedBy || 'nobody (the time was up)',
      approved: action.status === 'Succeeded',
      comment: cut(action.summary, 1000),
      complete: policy.approvals.every((required) => upToNow.includes(required)),
    },
  ];
}

function waveEvents(action: ActionFact, attempt: number): ChangeEvent[] {
  const { stage } = action;
  const begun: ChangeEvent = isBake(action)
    ? { kind: 'baking', id: `baking:${action.id}`, at: action.startedAt, stage }
    : { kind: 'deploying', id: `deploying:${stage}:${attempt}`, at: action.startedAt, stage };
  return [begun, ...waveEnd(action)];
}

/** A wave deploys to up to fifty targets at once; people are told of the wave, once each time that it is tried. */
function attemptOf(action: ActionFact, actions: readonly ActionFact[]): number {
  const runs = actions.filter((one) => one.stage === action.stage && one.action === action.action);
  return runs.indexOf(action) + 1;
}

function waveEnd(action: ActionFact): ChangeEvent[] {
  const { id, stage, updatedAt: at } = action;
  const reason = cut(action.summary, 1000);
  if (action.status === 'Failed' || action.status === 'Abandoned')
    return [{ kind: 'wave', id: `failed:${id}`, at, stage, state: 'failed', reason }];
  if (action.status === 'Succeeded' && isBake(action))
    return [{ kind: 'wave', id: `healthy:${id}`, at, stage, state: 'healthy', reason: '' }];
  return [];
}

/** A wave's deployments are built by CodeBuild; what it invokes is its bake. */
function isBake(action: ActionFact): boolean {
  return action.category === 'Invoke';
}
