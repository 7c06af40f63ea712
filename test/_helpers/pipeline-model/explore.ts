import { deploymentProblems, restProblems } from './invariants';
import type { PipelineDefinition } from './definition';
import { DISTURBANCES } from './disturbances';
import { CAROL, Scene, type SceneState } from './scene';
import { copyState, keyOf, lastingKeyOf } from './scene-state';

/** What an exploration found. */
export interface Exploration {
  readonly states: number;
  /** Keys of the states in which nothing more happens. */
  readonly rests: ReadonlySet<string>;
  /** Each with the way that leads to it. */
  readonly problems: readonly string[];
}

/** How far to look. */
export interface Reach {
  /** Disturbances on one way. */
  readonly depth: number;
  readonly disturbances?: readonly string[];
  /** The disturbance that comes first on every way, or none; absent for any. */
  readonly first?: string;
  readonly definition?: PipelineDefinition;
  /** Takes every disturbance at every moment, noticed or not: for comparing. */
  readonly unreduced?: boolean;
}

/** Where a search stands; the way is a chain, last step first, so that ways share their beginnings. */
interface Node {
  readonly state: SceneState;
  readonly left: number;
  readonly way: Way | undefined;
}

interface Way {
  readonly step: string;
  readonly before: Way | undefined;
}

interface Search {
  readonly reach: Reach;
  readonly names: readonly string[];
  readonly seen: Map<string, number>;
  readonly rests: Set<string>;
  readonly problems: string[];
  states: number;
}

/** Ways to problems that are told; one would do, and a broken guard has thousands. */
const ENOUGH = 20;

/**
 * Visits every state that a release can come to with at most so many disturbances, each state once.
 *
 * A disturbance that the next step does not notice is not tried before that step but after it. Nothing is lost: what
 * happens by itself is one step, known and without choice. Where the step reads nothing that the disturbance changes,
 * and changes nothing that the disturbance reads or changes, both orders lead to the same state and the step shows the
 * same to the invariants; and the disturbance is tried after the step with as many left. The same goes for a second
 * disturbance that comes between the two: the first is tried here where the second, done here, notices it. So each way
 * has an equal one in which every disturbance stands just before the first thing that notices it, or at the end. What a
 * step read is not guessed but recorded while it ran (`Footprint`), a step after which the disturbance could not happen
 * counts as noticing it, and a test compares the ends of both searches.
 */
export async function explore(start: SceneState, reach: Reach): Promise<Exploration> {
  const names = reach.disturbances ?? Object.keys(DISTURBANCES);
  const search: Search = { reach, names, seen: new Map(), rests: new Set(), problems: [], states: 0 };
  const root = { state: start, left: reach.depth, way: undefined };
  if (reach.first === undefined) await depthFirst(search, [root]);
  else await depthFirst(search, await firstDisturbed(search, root, reach.first));
  return search;
}

async function depthFirst(search: Search, stack: Node[]): Promise<void> {
  while (stack.length && search.problems.length < ENOUGH) {
    const node = stack.pop()!;
    if (isKnown(search, node)) continue;
    search.states++;
    stack.push(...(await onwards(search, node, search.names)));
  }
}

/** A state counts as known where it was visited with as many disturbances left. */
function isKnown({ seen }: Search, { state, left }: Node): boolean {
  const key = keyOf(state);
  if ((seen.get(key) ?? -1) >= left) return true;
  seen.set(key, left);
  return false;
}

/** The undisturbed way, and everything that branches off it by one disturbance. */
async function firstDisturbed(search: Search, root: Node, first: string): Promise<Node[]> {
  const branches: Node[] = [];
  for (let node: Node | undefined = root; node;) {
    const next: Node[] = await onwards(search, node, first ? [first] : []);
    search.states++;
    branches.push(...next.filter((one) => one.left < root.left));
    node = next.find((one) => one.left === root.left);
  }
  return branches;
}

function alive(state: SceneState, { definition }: Reach): Scene {
  return new Scene(copyState(state), definition);
}

/** Every state that follows: by itself, and by each disturbance that is tried here. */
async function onwards(search: Search, node: Node, names: readonly string[]): Promise<Node[]> {
  const scene = alive(node.state, search.reach);
  const possible = node.left ? names.filter((name) => DISTURBANCES[name]!.can(scene)) : [];
  const next = await goOn(search, node, scene);
  const tried: Node[] = [];
  /** What happened here, and so what may have noticed a disturbance: the step, and each disturbance that is tried. */
  const happened = next ? [scene] : [];
  for (let left = possible; left.length;) {
    const name = left.find((one) => search.reach.unreduced || !next || happened.some((by) => isNoticed(one, by)));
    if (!name) break;
    left = left.filter((one) => one !== name);
    const [after, by] = await disturbed(search, node, name);
    tried.push(after);
    if (node.left > 1) happened.push(by);
  }
  return next ? [...tried, next] : tried;
}

/** Whether a disturbance makes a difference to what just happened in a scene. */
function isNoticed(name: string, scene: Scene): boolean {
  const { noticed, can } = DISTURBANCES[name]!;
  return !noticed || noticed(scene.footprint) || !can(scene);
}

async function disturbed(search: Search, { state, left, way }: Node, name: string): Promise<[Node, Scene]> {
  const scene = alive(state, search.reach);
  const before = scene.state.deployments.length;
  await DISTURBANCES[name]!.happen(scene);
  const after = { state: scene.state, left: left - 1, way: { step: `! ${name}`, before: way } };
  tellDeployments(search, scene, before, after.way);
  return [after, scene];
}

/** A stopped line is started again after a while, or a release would wait for ever. */
function isStopped(state: SceneState): boolean {
  return Boolean(state.items.get('APPLICATION#orders\u0000FREEZE')?.frozen);
}

/** What happens by itself; a person who is waited for approves; at rest the invariants of the end are checked. */
async function goOn(search: Search, { state, left, way }: Node, scene: Scene): Promise<Node | undefined> {
  const before = scene.state.deployments.length;
  const step = (await scene.step()) ?? (scene.answer(CAROL, true) ? 'approve' : undefined);
  if (step === 'time passes' && isStopped(scene.state)) await scene.line('unfreeze', CAROL);
  const after = { step: step ?? 'rest', before: way };
  tellDeployments(search, scene, before, after);
  if (step) return { state: scene.state, left, way: after };
  search.rests.add(lastingKeyOf(state));
  await scene.drainNotices();
  tell(search, restProblems(scene), after);
  return undefined;
}

function tellDeployments(search: Search, { state }: Scene, before: number, way: Way): void {
  const fresh = state.deployments.slice(before);
  tell(
    search,
    fresh.flatMap((one) => deploymentProblems(state, one)),
    way,
  );
}

function tell({ problems }: Search, found: readonly string[], way: Way): void {
  problems.push(...found.map((problem) => `${problem}\n    ${steps(way).join(' → ')}`));
}

function steps(way: Way | undefined): string[] {
  const all: string[] = [];
  for (let one = way; one; one = one.before) all.unshift(one.step);
  return all;
}
