import { session } from '../fake-aws/world';
import type { PipelineDefinition } from './definition';
import { deploymentProblems, restProblems } from './invariants';
import { CAROL, Scene, type SceneState } from './scene';
import { copyState, keyOf } from './scene-state';

/** Something that the surroundings do to a release; false where it cannot happen now. */
export type Disturbance = (scene: Scene) => boolean | Promise<boolean>;

const ALICE = session('ReleaseManager', 'alice@example.com');

function fire(alarm: string): Disturbance {
  return ({ state }) => {
    if (state.alarms[alarm]!.state === 'ALARM') return false;
    state.alarms[alarm] = { state: 'ALARM' };
    return true;
  };
}

function crash(after: number): Disturbance {
  return ({ state }) => {
    if (state.crashAfter) return false;
    state.crashAfter = after;
    return true;
  };
}

/** Everything that may happen at any moment, besides what happens by itself. */
export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'second commit': (scene) => {
    if (scene.state.revisions.r3) return false;
    scene.commit('r3', 'Bob <bob@example.com>', 'Third');
    return true;
  },
  reject: (scene) => scene.answer(CAROL, false),
  'approve by an author': (scene) => scene.answer(ALICE, true),
  'window closes': ({ state }) => {
    const evening = Date.parse('2026-11-23T17:00:00Z');
    if (state.now >= evening) return false;
    state.now = evening;
    return true;
  },
  'calendar closes': ({ state }) => {
    if (state.calendarShutUntil) return false;
    state.calendarShutUntil = state.now + 3_600_000;
    return true;
  },
  'budget spent': ({ state }) => {
    if (state.budget !== 'OK') return false;
    state.budget = 'BREACHED';
    return true;
  },
  'line stopped': async (scene) => {
    if (scene.state.items.has('APPLICATION#orders\u0000FREEZE')) return false;
    await scene.line('freeze', CAROL);
    return true;
  },
  'alarm in wave 1': fire('orders-errors-eu-west-2'),
  'alarm in wave 2': fire('orders-errors-eu-west-1'),
  'crash at the first write': crash(1),
  'crash at the second write': crash(2),
  'crash at the third write': crash(3),
  retry: ({ model }) => {
    const failed = model.state.executions.findLast((one) => one.type === 'STANDARD' && one.status === 'Failed');
    if (!failed || model.definition.Stages[failed.stage]!.Name.startsWith('Prod-')) return false;
    return model.retry(failed);
  },
  'artifact replaced': ({ model }) => {
    const execution = model.state.executions.find((one) => one.type === 'STANDARD' && one.status === 'InProgress');
    if (!execution || execution.artifact.endsWith('f'.repeat(60))) return false;
    execution.artifact = `sha256:0000${'f'.repeat(60)}`;
    return true;
  },
};

/** What an exploration found. */
export interface Exploration {
  readonly states: number;
  readonly rests: number;
  /** Each with the way that leads to it. */
  readonly problems: readonly string[];
  /** Calls of real handlers. */
  readonly steps: number;
}

/** How far to look. */
export interface Reach {
  /** Disturbances on one way. */
  readonly depth: number;
  readonly disturbances?: readonly string[];
  readonly definition?: PipelineDefinition;
  /** Stops after so many states, in the open. */
  readonly most?: number;
  readonly problems?: (scene: Scene) => string[];
}

interface Node {
  readonly state: SceneState;
  readonly left: number;
  readonly way: readonly string[];
}

/** Visits every state that a release can come to with at most so many disturbances, each state once. */
export async function explore(start: SceneState, reach: Reach): Promise<Exploration> {
  const seen = new Map<string, number>();
  const result = { states: 0, rests: 0, problems: [] as string[], steps: 0 };
  const stack: Node[] = [{ state: start, left: reach.depth, way: [] }];
  while (stack.length && result.states < (reach.most ?? Infinity) && result.problems.length < 20) {
    const node = stack.pop()!;
    const key = keyOf(node.state);
    if ((seen.get(key) ?? -1) >= node.left) continue;
    seen.set(key, node.left);
    result.states++;
    stack.push(...(await disturbed(node, reach)));
    const next = await goOn(node, reach, result);
    if (next) stack.push(next);
  }
  return result;
}

function alive(state: SceneState, reach: Reach): Scene {
  return new Scene(copyState(state), reach.definition);
}

/** Nothing but what a handler, a deployment or a person sees can make a difference: before a build nothing does. */
function matters(state: SceneState): boolean {
  const next = state.model.actions.find((run) => run.status === 'InProgress' && run.category !== 'Approval');
  return !next || next.provider === 'Lambda' || next.stage.startsWith('Prod-') || next.provider === 'StepFunctions';
}

async function disturbed(node: Node, reach: Reach): Promise<Node[]> {
  if (!node.left || !matters(node.state)) return [];
  const nodes: Node[] = [];
  for (const name of reach.disturbances ?? Object.keys(DISTURBANCES)) {
    const scene = alive(node.state, reach);
    if (await DISTURBANCES[name]!(scene))
      nodes.push({ state: scene.state, left: node.left - 1, way: [...node.way, `! ${name}`] });
  }
  return nodes;
}

/** A stopped line is started again after a while, or a release would wait for ever. */
function isStopped(state: SceneState): boolean {
  return Boolean(state.items.get('APPLICATION#orders\u0000FREEZE')?.frozen);
}

/** What happens by itself; a person who is waited for approves; at rest the invariants of the end are checked. */
async function goOn(
  node: Node,
  reach: Reach,
  result: { rests: number; problems: string[]; steps: number },
): Promise<Node | undefined> {
  const scene = alive(node.state, reach);
  const before = scene.state.deployments.length;
  const step = (await scene.step()) ?? (scene.answer(CAROL, true) ? 'approve' : undefined);
  result.steps++;
  if (step === 'time passes' && isStopped(scene.state)) await scene.line('unfreeze', CAROL);
  const way = [...node.way, step ?? 'rest'];
  const fresh = scene.state.deployments.slice(before);
  const problems = fresh.flatMap((one) => deploymentProblems(scene.state, one));
  if (!step) {
    result.rests++;
    await scene.drainNotices();
    problems.push(...(reach.problems ?? restProblems)(scene));
  }
  result.problems.push(...problems.map((problem) => `${problem}\n    ${way.join(' → ')}`));
  return step ? { state: scene.state, left: node.left, way } : undefined;
}
