/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { createHash } from 'node:crypto';
import {
  bake as bakeMachine,
  unwind as unwindMachine,
  waitForWindow as waitMachine,
} from '../../../lib/change/state-machines';
import { admit } from '../../../lib/runtime/admit';
import { bake } from '../../../lib/runtime/bake';
import { freeze } from '../../../lib/runtime/freeze';
import { gate } from '../../../lib/runtime/gate';
import { notify } from '../../../lib/runtime/notify';
import { record } from '../../../lib/runtime/record';
import type { Runtime } from '../../../lib/runtime/runtime';
import { unwind } from '../../../lib/runtime/unwind';
import { waitForWindow } from '../../../lib/runtime/wait-for-window';
import { fakeRuntime, type FakeWorld, fakeWorld, session, testPolicy } from '../fake-aws/world';
import { answerPipeline } from './api';
import { HAND_WRITTEN, type PipelineDefinition } from './definition';
import { type ActionRun, type Execution, type ModelState, newModel, PipelineModel, type WorkResult } from './model';
import { type MachineRun, stepAction, stepMachine } from './states-language';
import { Footprint } from './footprint';

/** The handlers as the model calls them, by the end of the name or ARN of their function. */
export const HANDLERS: Record<string, (runtime: Runtime, event: unknown) => Promise<unknown>> = {
  gate,
  'wait-for-window': waitForWindow,
  admit,
  bake,
  unwind,
  record,
  notify,
};

const MACHINES: Record<string, any> = {
  'wait-for-window': waitMachine({ waitForWindow: 'wait-for-window' }),
  bake: bakeMachine({ bake: 'bake' }),
  unwind: unwindMachine({ unwind: 'unwind', record: 'record' }),
};

/** What a revision is: who wrote it, and why. */
export interface Revision {
  readonly author: string;
  readonly message: string;
  /** Authors of further commits in its range. */
  readonly others?: readonly string[];
}

/** What happened to prod, told by nobody but the model: the ground truth that invariants are stated over. */
export interface Deployment {
  readonly stage: string;
  readonly execution: string;
  readonly type: 'STANDARD' | 'ROLLBACK';
  readonly artifact: string;
  readonly at: number;
  readonly frozen: boolean;
  readonly calendarOpen: boolean;
  readonly budget: string;
  readonly approvedBy: string[];
  /** How its execution stood when it deployed, and whether its record was sealed. */
  readonly status: string;
  readonly isSealed: boolean;
  /** Execution that prod belonged to when it deployed. */
  readonly lane: string | undefined;
  /** Waves before its own that no longer ran it when it deployed. */
  readonly lost: string[];
}

/** Everything of a scene that changes, as data. */
export interface SceneState {
  model: ModelState;
  items: FakeWorld['items'];
  objects: FakeWorld['objects'];
  alarms: FakeWorld['alarms'];
  budget: string;
  now: number;
  calendarShutUntil: number;
  revisions: Record<string, Revision>;
  deployments: Deployment[];
  /** What the world was like when each running deployment began, by action run. */
  starts: Record<string, Deployment>;
  /** The next handler dies after so many writes, or after a message went out; 0 means that none does. */
  crashAfter: number | 'a message';
}

/** Digest of the assembly of a revision. */
export function digestOf(revision: string): string {
  return `sha256:${createHash('sha256').update(revision).digest('hex')}`;
}

/** The release manager of these scenes. */
export const CAROL = session('ReleaseManager', 'carol@example.com');

const POLICY = testPolicy();

/** A state of a scene brought to life: the model, the handlers and the services around them. */
export class Scene {
  public readonly world: FakeWorld;
  public readonly model: PipelineModel;
  public readonly runtime: Runtime;
  /** What the steps of this scene looked at. */
  public readonly footprint = new Footprint();
  private writes = 0;
  private dead = false;

  public constructor(
    public readonly state: SceneState,
    definition: PipelineDefinition = HAND_WRITTEN,
    policy = POLICY,
  ) {
    this.world = { ...fakeWorld(), items: state.items, objects: state.objects, alarms: state.alarms };
    this.world.pipeline = (name, input) => answerPipeline(this.model, name, input);
    this.world.fault = (call) => {
      this.footprint.note(call);
      return this.stayDead();
    };
    this.world.faultAfter = ({ name }) => this.maybeCrash(name);
    const alarm = (name: string) => this.state.alarms[name]?.state ?? 'INSUFFICIENT_DATA';
    this.model = new PipelineModel(definition, state.model, () => this.state.now, alarm);
    this.runtime = { ...fakeRuntime(this.world, policy), now: () => new Date(this.state.now) };
    this.refresh();
    this.noteStarts();
  }

  /** What is decided at the gate must hold when a deployment begins; one that runs finishes. */
  private noteStarts(): void {
    const deploys = this.model.running().filter((one) => one.provider === 'CodeBuild' && one.stage.startsWith('Prod-'));
    for (const run of deploys.filter((one) => !this.state.starts[one.id])) {
      this.state.starts[run.id] = this.deployment(this.model.execution(run.execution), run.stage);
      this.footprint.look('freeze', 'calendar', 'budget', 'artifact');
    }
  }

  private refresh(): void {
    this.world.budget = this.state.budget;
    this.world.now = this.state.now;
    const shut = this.state.calendarShutUntil > this.state.now;
    this.world.calendars = shut
      ? { freezes: { State: 'CLOSED', NextTransitionTime: new Date(this.state.calendarShutUntil).toISOString() } }
      : {};
  }

  private maybeCrash(name: string): void {
    if (!/^(Put|Transact|Rollback|Publish)/.test(name)) return;
    this.footprint.wrote(++this.writes);
    const { crashAfter } = this.state;
    if (crashAfter === 'a message' ? name !== 'PublishCommand' : !crashAfter || this.writes < crashAfter) return;
    this.state.crashAfter = 0;
    this.dead = true;
    this.stayDead();
  }

  /** A handler that died does nothing more, not even tell that it died. */
  private stayDead(): undefined {
    if (this.dead) throw new Error('The handler died here.');
  }

  /** Calls a handler as Lambda would. */
  public async call(name: string, event: unknown): Promise<unknown> {
    this.refresh();
    this.writes = 0;
    this.dead = false;
    this.world.actor = name;
    return HANDLERS[name]!(this.runtime, event);
  }

  /** Somebody pushes, or starts the pipeline by hand. */
  public commit(revision: string, author: string, message: string, starter?: string): string {
    this.state.revisions[revision] = { author, message };
    const trigger = starter ? { triggerType: 'StartPipelineExecution', triggerDetail: starter } : undefined;
    return this.model.start(revision, digestOf(revision), trigger);
  }

  /** Time goes on to a moment; what waited for it in the pipeline goes on. */
  public timeIs(now: number): void {
    this.state.now = Math.max(now, this.state.now);
    this.footprint.look('clock', 'calendar', 'freeze');
    this.refresh();
    this.model.settle();
  }

  /** Somebody answers the oldest approval that waits. */
  public answer(by: string, ok: boolean): boolean {
    const run = this.model.running().find((one) => one.category === 'Approval');
    if (run) this.model.finish(run, { ok, summary: ok ? 'Fine.' : 'Not now.' }, by);
    return Boolean(run);
  }

  /** Somebody stops or starts the line, or decides on the bake of a change, through the real handler. */
  public async line(
    deed: 'freeze' | 'unfreeze' | 'continue' | 'rollback',
    caller: string,
    number?: number,
  ): Promise<unknown> {
    this.refresh();
    this.dead = false;
    this.writes = 0;
    this.world.actor = 'freeze';
    const body = JSON.stringify({ do: deed, application: 'orders', reason: 'Something is odd.', number });
    return freeze(this.runtime, {
      requestContext: { accountId: '222222222222', authorizer: { iam: { userArn: caller } } },
      body,
    });
  }

  /**
   * The next thing that happens by itself, or the one that is `which` places behind it; undefined where there is none:
   * everything waits for a person.
   */
  public async step(which = 0): Promise<string | undefined> {
    const next = this.enabled()[which] ?? (which ? undefined : this.passingTime());
    const step = await next?.();
    this.noteStarts();
    return step;
  }

  /** What can happen now without time passing, in the order in which it does if nothing comes between. */
  public enabled(): (() => Promise<string>)[] {
    const { actions, ended, machines, orphans } = this.state.model;
    const waiting = this.model.running().filter((one) => one.category !== 'Approval' && !this.machineOf(one));
    const due = machines.filter((one) => one.status === 'RUNNING' && one.dueAt <= this.state.now);
    return [
      ...waiting.map((run) => async () => this.runAction(run)),
      ...ended.map((execution) => async () => this.hearEnd(execution)),
      ...due.map((machine) => async () => this.runMachine(machine)),
      ...orphans.map((id) => async () => this.runOrphan(actions.find((run) => run.id === id)!)),
    ];
  }

  private machineOf(run: ActionRun): MachineRun | undefined {
    return this.state.model.machines.find((one) => one.id === run.id && one.status === 'RUNNING');
  }

  private async runAction(run: ActionRun): Promise<string> {
    if (run.provider === 'Lambda') await this.runLambda(run);
    else if (run.provider === 'StepFunctions') this.startMachine(run);
    else this.model.finish(run, await this.build(this.model.execution(run.execution), run));
    return `${run.stage}/${run.action}`;
  }

  /** A build that was abandoned runs on; nobody hears how it ends. */
  public async runOrphan(run: ActionRun): Promise<string> {
    this.state.model.orphans = this.state.model.orphans.filter((id) => id !== run.id);
    await this.build(this.model.execution(run.execution), run);
    return `${run.stage}/${run.action}, abandoned`;
  }

  /** Lambda tries an asynchronous call three times; an action that hears nothing then runs out of time. */
  private async runLambda(run: ActionRun): Promise<void> {
    const configuration = { UserParameters: this.model.configured(run, 'UserParameters') };
    const event = { 'CodePipeline.job': { id: `job-${run.id}`, data: { actionConfiguration: { configuration } } } };
    try {
      await this.call(this.shortName(this.model.configured(run, 'FunctionName')), event);
    } catch (error) {
      if (run.status === 'InProgress' && ++run.attempts >= 3)
        this.model.finish(run, { ok: false, summary: `Timed out: ${(error as Error).message}` });
    }
  }

  private startMachine(run: ActionRun): void {
    const machine = this.shortName(this.model.configured(run, 'StateMachineArn'));
    this.beginMachine(run.id, machine, JSON.parse(this.model.configured(run, 'Input')));
  }

  private beginMachine(id: string, machine: string, data: unknown): void {
    const { now } = this.state;
    this.state.model.machines.push({
      id,
      machine,
      startedAt: now,
      at: MACHINES[machine].StartAt,
      data,
      dueAt: now,
      attempts: 0,
      status: 'RUNNING',
      cause: '',
    });
  }

  private shortName(name: string): string {
    const known = [...Object.keys(HANDLERS), ...Object.keys(MACHINES)].sort((a, b) => b.length - a.length);
    return known.find((one) => name.endsWith(one)) ?? name;
  }

  private async runMachine(machine: MachineRun): Promise<string> {
    const run = this.state.model.actions.find((one) => one.id === machine.id);
    const step = run?.status === 'InProgress' ? stepAction : stepMachine;
    await step(MACHINES[machine.machine], machine, this.state.now, (name, input) => this.call(name, input));
    if (run?.status === 'InProgress' && machine.status !== 'RUNNING')
      this.model.finish(run, { ok: machine.status === 'SUCCEEDED', summary: machine.cause });
    return `machine ${machine.machine}`;
  }

  private hearEnd(execution: string): string {
    this.state.model.ended = this.state.model.ended.filter((id) => id !== execution);
    this.beginMachine(`unwind-${execution}`, 'unwind', { detail: { pipeline: 'orders', 'execution-id': execution } });
    return `end of ${execution}`;
  }

  private passingTime(): (() => Promise<string>) | undefined {
    const machines = this.state.model.machines.filter((one) => one.status === 'RUNNING').map((one) => one.dueAt);
    const next = Math.min(...machines, ...this.model.waits());
    if (next === Infinity) return undefined;
    return async () => {
      this.timeIs(next);
      return 'time passes';
    };
  }

  /**
   * What CodeBuild and the source would do. A deploy action asks whether it may, and recomputes the digest of what lies
   * in the store.
   */
  private async build(execution: Execution, run: ActionRun): Promise<WorkResult> {
    if (run.category === 'Source') return { ok: true, variables: { CommitId: execution.revision } };
    this.footprint.look('artifact', 'authors');
    if (run.stage === 'Verify') return this.verify(execution);
    if (!run.stage.startsWith('Prod-')) return { ok: true };
    const told = this.environmentOf(run);
    const refused = await this.refusal(told);
    if (refused) return { ok: false, summary: refused };
    if (told.DIGEST !== execution.artifact) return { ok: false, summary: 'The assembly is not what was approved.' };
    const { status, isSealed, lane, lost } = this.deployment(execution, run.stage);
    const begun = this.state.starts[run.id]!;
    this.state.deployments.push({ ...begun, artifact: execution.artifact, status, isSealed, lane, lost });
    return { ok: true };
  }

  private environmentOf(run: ActionRun): Record<string, string> {
    const listed = JSON.parse(this.model.configured(run, 'EnvironmentVariables')) as { name: string; value: string }[];
    return Object.fromEntries(listed.map(({ name, value }) => [name, value]));
  }

  /** Why a deployment is not admitted. The deploy script asks five times before it gives up. */
  private async refusal(told: Record<string, string>): Promise<string | undefined> {
    const { ADMISSION, APPLICATION: application, PIPELINE: pipeline, EXECUTION: execution, DIGEST: digest } = told;
    const question = { application, pipeline, execution, digest, stage: told.STAGE };
    let last = '';
    for (let turn = 0; turn < 5; turn++) {
      try {
        const answer = (await this.call(this.shortName(ADMISSION!), question)) as { verdict: string; reason: string };
        return answer.verdict === 'pass' ? undefined : answer.reason;
      } catch (error) {
        last = (error as Error).message;
      }
    }
    return last;
  }

  private verify(execution: Execution): WorkResult {
    const released = this.state.items.get('APPLICATION#orders\u0000RELEASED')?.revision as string | undefined;
    const { author, message, others = [] } = this.state.revisions[execution.revision]!;
    const commits = [author, ...others].map((one, index) => ({
      id: createHash('sha1')
        .update(`${execution.revision}${index || ''}`)
        .digest('hex'),
      author: one,
      committer: 'GitHub <noreply@github.com>',
      coAuthors: [],
      date: '2026-11-20T10:00:00Z',
      message,
    }));
    const draft = {
      version: 1,
      revision: execution.revision,
      ...(released ? { base: released } : {}),
      digest: execution.artifact,
      commits,
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: null,
      differenceText: ['Role orders-fn may newly read the table orders.'],
    };
    this.state.objects.set(`drafts/orders/${execution.id}.json`, JSON.stringify(draft));
    return { ok: true, variables: { DIGEST: execution.artifact } };
  }

  private deployment(execution: Execution, stage: string): Deployment {
    const freeze = this.state.items.get('APPLICATION#orders\u0000FREEZE');
    const approvals = this.state.model.actions.filter(
      (run) => run.execution === execution.id && run.category === 'Approval' && run.status === 'Succeeded',
    );
    return {
      stage,
      execution: execution.id,
      type: execution.type,
      artifact: execution.artifact,
      at: this.state.now,
      frozen: Boolean(freeze?.frozen),
      calendarOpen: this.state.calendarShutUntil <= this.state.now,
      budget: this.state.budget,
      approvedBy: approvals.map((run) => run.updatedBy),
      status: execution.status,
      isSealed: this.isSealed(execution.id),
      lane: this.state.items.get('APPLICATION#orders\u0000LANE')?.execution as string | undefined,
      lost: this.lostBefore(execution.id, stage),
    };
  }

  /** By the pages in the write-once store. */
  private isSealed(execution: string): boolean {
    const pages = [...this.state.objects].filter(([key]) => /^records\/.*\/\d+\.json$/.test(key));
    const read = pages.map(([, text]) => JSON.parse(text) as { execution: string; events: { kind: string }[] });
    return read.some((page) => page.execution === execution && page.events.some((event) => event.kind === 'sealed'));
  }

  private lostBefore(execution: string, stage: string): string[] {
    const waves = this.model.definition.Stages.map(({ Name }) => Name).filter((name) => name.startsWith('Prod-'));
    return waves
      .slice(0, waves.indexOf(stage))
      .filter((wave) => this.state.model.latest[wave]?.execution !== execution);
  }

  /** The table's stream tells of each notice as it came. */
  public async streamNotices(): Promise<void> {
    this.refresh();
    this.world.actor = 'notify';
    for (const { pk, sk, type } of [...this.state.items.values()]) {
      if (type !== 'notice') continue;
      const dynamodb = { SequenceNumber: String(sk), NewImage: { pk: { S: pk }, sk: { S: sk } } };
      const told = { eventSource: 'aws:dynamodb', eventName: 'INSERT', dynamodb };
      await HANDLERS.notify!(this.runtime, { Records: [told] });
    }
  }

  /** Sends every notice that waits. The topic delivers at once; a sender that died is followed by another later. */
  public async drainNotices(): Promise<void> {
    this.world.actor = 'notify';
    for (let turn = 0; turn < 3; turn++) {
      this.refresh();
      this.writes = 0;
      this.dead = false;
      const done = await HANDLERS.notify!(this.runtime, { do: 'sweep' }).then(
        () => true,
        () => false,
      );
      if (done) return;
      this.dead = false;
      await this.deliver();
      this.state.now += 360_000;
    }
  }

  /** The topic tells the handler, one of its subscribers, what it delivered. */
  private async deliver(): Promise<void> {
    const messages = this.world.sent.filter((call) => call.name === 'PublishCommand').map((call) => call.input.Message);
    for (const message of messages)
      await HANDLERS.notify!(this.runtime, {
        Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.parse(message).lambda } }],
      });
  }
}

/** A scene in which a first release succeeded, so that there is something to return to. */
export function freshState(): SceneState {
  const world = fakeWorld();
  return {
    model: newModel(),
    items: world.items,
    objects: world.objects,
    alarms: { 'orders-errors-eu-west-2': { state: 'OK' }, 'orders-errors-eu-west-1': { state: 'OK' } },
    budget: 'OK',
    now: world.now,
    calendarShutUntil: 0,
    revisions: {},
    deployments: [],
    starts: {},
    crashAfter: 0,
  };
}

/** Runs until everything waits for a person; approvals are answered by Carol where `approve` says so. */
export async function runOut(scene: Scene, approve = true, limit = 400): Promise<string[]> {
  const steps: string[] = [];
  while (steps.length < limit) {
    const step = (await scene.step()) ?? (approve && scene.answer(CAROL, true) ? 'approve' : undefined);
    if (!step) return steps;
    steps.push(step);
  }
  throw new Error(`The scene does not come to rest:\n${steps.slice(-20).join('\n')}`);
}
