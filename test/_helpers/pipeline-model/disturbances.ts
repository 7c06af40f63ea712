import { session } from '../fake-aws/world';
import { overrideCondition, retryStage, stopExecution, updatePipeline } from './by-hand';
import type { Footprint, Part } from './footprint';
import type { Execution } from './model-state';
import { CAROL, type Scene } from './scene';

/** Something that the surroundings do to a release, at any moment. */
export interface Disturbance {
  /** Whether it can happen now; looks and changes nothing. */
  readonly can: (scene: Scene) => boolean;
  readonly happen: (scene: Scene) => unknown;
  /**
   * Whether it makes a difference to a step, by what the step looked at; absent where any step may notice. It must hold
   * for each step that reads what this changes, or changes what this reads or changes: see `explore`.
   */
  readonly noticed?: (step: Footprint) => boolean;
}

const ALICE = session('ReleaseManager', 'alice@example.com');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FREEZE = 'APPLICATION#orders\u0000FREEZE';
const EVENING = Date.parse('2026-11-23T17:00:00Z');
const REPLACED = `sha256:0000${'f'.repeat(60)}`;

/** What everybody is waiting for: the newest release that runs. */
function current({ model }: Scene): Execution | undefined {
  return model.state.executions.find((one) => one.type === 'STANDARD' && one.status === 'InProgress');
}

function failed({ model }: Scene): Execution | undefined {
  return model.state.executions.findLast((one) => one.type === 'STANDARD' && /^(Failed|Stopped)$/.test(one.status));
}

function asked({ model }: Scene) {
  return model.running().find((run) => run.category === 'Approval');
}

/** A deployment of a release to prod that is under way. */
function deploying({ model }: Scene) {
  const builds = model.running().filter((run) => run.provider === 'CodeBuild' && run.stage.startsWith('Prod-'));
  return builds.find((run) => model.execution(run.execution).type === 'STANDARD');
}

/** Number of the change whose wave bakes. */
function baking({ state }: Scene): number | undefined {
  const open = [...state.items.values()].findLast((item) => item.type === 'change' && item.state === 'baking');
  return open && Number(String(open.sk).split('#')[1]);
}

/** An alarm comes into a state, once. */
function alarm(name: string, to: string): Disturbance {
  return {
    can: ({ state }) => state.alarms[name]!.state === 'OK',
    happen: ({ state }) => (state.alarms[name] = { state: to }),
    noticed: (step) => step.has(`alarm ${name}`),
  };
}

/** The next handler that writes so often dies after that write; others before it do not notice. */
function crash(after: number): Disturbance {
  return {
    can: ({ state }) => !state.crashAfter,
    happen: ({ state }) => (state.crashAfter = after),
    noticed: (step) => step.writes >= after,
  };
}

function budget(status: string): Disturbance {
  return {
    can: ({ state }) => state.budget === 'OK',
    happen: ({ state }) => (state.budget = status),
    noticed: seen('budget'),
  };
}

function answer(by: string, ok: boolean): Disturbance {
  return { can: (scene) => Boolean(asked(scene)), happen: (scene) => scene.answer(by, ok) };
}

function retry(mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): Disturbance {
  return {
    can: (scene) => Boolean(failed(scene)),
    happen: (scene) => retryStage(scene.model, failed(scene)!.id, mode),
  };
}

function stop(abandon: boolean): Disturbance {
  return {
    can: (scene) => Boolean(current(scene)),
    happen: (scene) => stopExecution(scene.model, current(scene)!.id, abandon),
  };
}

function decide(deed: 'continue' | 'rollback'): Disturbance {
  return {
    can: (scene) => Boolean(baking(scene)),
    happen: (scene) => scene.line(deed, CAROL, baking(scene)),
  };
}

function override(type: 'BEFORE_ENTRY' | 'ON_SUCCESS'): Disturbance {
  const standing = ({ model }: Scene) => model.state.executions.find((one) => one.condition?.type === type);
  return {
    can: (scene) => Boolean(standing(scene)),
    happen: (scene) => overrideCondition(scene.model, standing(scene)!.id, type),
  };
}

/** Of several things that can happen by themselves, another one than the oldest goes first. */
function outOfTurn(which: number): Disturbance {
  return { can: (scene) => scene.enabled().length > which, happen: (scene) => scene.step(which) };
}

function seen(...parts: readonly Part[]): (step: Footprint) => boolean {
  return (step) => parts.some((part) => step.has(part));
}

/** Everything that may happen at any moment, besides what happens by itself. */
export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'second commit': {
    can: ({ state }) => !state.revisions.r3,
    happen: (scene) => scene.commit('r3', 'Bob <bob@example.com>', 'Third'),
  },
  'the approver has a commit in the range': {
    can: (scene) => !scene.state.revisions.r2?.others && !current(scene)?.variables['Verify.DIGEST'],
    happen: ({ state }) => (state.revisions.r2 = { ...state.revisions.r2!, others: ['Carol <carol@example.com>'] }),
    noticed: seen('authors'),
  },
  reject: answer(CAROL, false),
  'approve by an author': answer(ALICE, true),
  'approve two days late': {
    can: (scene) => Boolean(asked(scene)),
    happen: (scene) => {
      scene.timeIs(scene.state.now + 2 * DAY_MS);
      scene.answer(CAROL, true);
    },
  },
  'the time for the approval is up': {
    can: (scene) => Boolean(asked(scene)),
    happen: (scene) => {
      scene.timeIs(scene.state.now + 7 * DAY_MS);
      scene.model.finish(asked(scene)!, { ok: false, summary: 'Approval timed out.' });
    },
  },
  'window closes': {
    can: ({ state }) => state.now < EVENING,
    happen: (scene) => scene.timeIs(EVENING),
  },
  'calendar closes': {
    can: ({ state }) => !state.calendarShutUntil,
    happen: ({ state }) => (state.calendarShutUntil = state.now + 60 * MINUTE_MS),
    noticed: seen('calendar', 'clock'),
  },
  'budget spent': budget('BREACHED'),
  'budget unreadable': budget('INSUFFICIENT_DATA'),
  'line stopped': {
    can: ({ state }) => !state.items.has(FREEZE),
    happen: (scene) => scene.line('freeze', CAROL),
  },
  'alarm in wave 1': alarm('orders-errors-eu-west-2', 'ALARM'),
  'alarm in wave 2': alarm('orders-errors-eu-west-1', 'ALARM'),
  'no data in wave 1': alarm('orders-errors-eu-west-2', 'INSUFFICIENT_DATA'),
  'no data in wave 2': alarm('orders-errors-eu-west-1', 'INSUFFICIENT_DATA'),
  'a person lets the bake go on': decide('continue'),
  'a person sends the bake back': decide('rollback'),
  'crash at the first write': crash(1),
  'crash at the second write': crash(2),
  'crash at the third write': crash(3),
  'crash at the fourth write': crash(4),
  'crash at the fifth write': crash(5),
  'crash after a message went out': {
    can: ({ state }) => !state.crashAfter,
    happen: ({ state }) => (state.crashAfter = 'a message'),
    noticed: () => false,
  },
  'retry of what failed': retry('FAILED_ACTIONS'),
  'retry of the whole stage': retry('ALL_ACTIONS'),
  'stop and wait': stop(false),
  'stop and abandon': stop(true),
  'stop and abandon while a deployment goes through': {
    can: (scene) => Boolean(deploying(scene)),
    happen: async (scene) => {
      const run = deploying(scene)!;
      await scene.runOrphan(run);
      stopExecution(scene.model, run.execution, true);
      scene.state.model.orphans = scene.state.model.orphans.filter((id) => id !== run.id);
    },
  },
  'the pipeline is updated': {
    can: ({ state }) => state.model.structure === 1,
    happen: ({ model }) => updatePipeline(model),
  },
  'an entry condition is overridden': override('BEFORE_ENTRY'),
  'the second goes first': outOfTurn(1),
  'the third goes first': outOfTurn(2),
  'artifact replaced': {
    can: (scene) => Boolean(current(scene)) && current(scene)!.artifact !== REPLACED,
    happen: (scene) => (current(scene)!.artifact = REPLACED),
    noticed: seen('artifact'),
  },
};
