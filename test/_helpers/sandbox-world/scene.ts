/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { api } from '../../../lib/runtime/sandbox/api';
import { life } from '../../../lib/runtime/sandbox/life';
import { preview } from '../../../lib/runtime/sandbox/preview';
import { remove } from '../../../lib/runtime/sandbox/remove';
import type { SandboxRuntime } from '../../../lib/runtime/sandbox/runtime';
import { sweep } from '../../../lib/runtime/sandbox/sweep';
import { listEnded, listLeases } from '../../../lib/runtime/sandbox/store';
import type { SandboxPolicy } from '../../../lib/sandbox/policy';
import { leaseLife } from '../../../lib/sandbox/state-machine';
import { stackPrefix } from '../../../lib/sandbox/wiring';
import { type MachineRun, stepMachine } from '../pipeline-model/states-language';
import { sandboxPolicy, signedBy } from './policy';
import {
  type FakeBuild,
  type FakeStack,
  type Faults,
  named,
  sandboxRuntime,
  type SandboxWorld,
  sandboxWorld,
} from './world';

const DEFINITION = leaseLife({ life: 'life', remove: 'remove' });

/** How stubborn the things of a lease are. */
export interface Stubborn {
  /** Passes for which a stack's deletion fails. */
  readonly blocks?: number;
  /** What the stack leaves behind, carrying the tag. */
  readonly leaves?: readonly string[];
  readonly failBuild?: boolean;
  readonly failDeploy?: boolean;
}

/** Self-service with everything around it: state machine, builds, CloudFormation, schedules and the clock. */
export class Scene {
  public readonly faults: Faults = { sent: [] };
  public readonly runtime: SandboxRuntime;
  public readonly runs: MachineRun[] = [];
  public stubborn: Record<string, Stubborn> = {};

  public constructor(
    public readonly policy: SandboxPolicy = sandboxPolicy(),
    public readonly world: SandboxWorld = sandboxWorld(),
  ) {
    this.runtime = sandboxRuntime(world, policy, this.faults);
    world.stacks.push(foreign('orders-dev-eu-west-2-orders'), foreign('orders-lease-thing', undefined));
  }

  /** Somebody asks. */
  public async ask(user: string, request: object, context: unknown = signedBy(user)): Promise<any> {
    const body = JSON.stringify({ application: 'orders', ...request });
    const answer = await api(this.runtime, { requestContext: context, body });
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  }

  /** The branches of the repository are looked at. */
  public async look(branches = this.world.branches): Promise<any> {
    const list = Object.entries(branches).map(([name, revision]) => ({ name, revision }));
    return preview(this.runtime, { branches: list });
  }

  public async sweep(event: unknown = {}): Promise<any> {
    this.world.running = this.runs.filter(({ status }) => status === 'RUNNING').map(({ id }) => id);
    return sweep(this.runtime, event);
  }

  public leases(): ReturnType<typeof listLeases> {
    return listLeases(sandboxRuntime(this.world, this.policy));
  }

  public ended(): ReturnType<typeof listEnded> {
    return listEnded(sandboxRuntime(this.world, this.policy), 1000);
  }

  /** Everything that can happen at this moment happens once: executions, builds, stacks, schedules. */
  public async turn(): Promise<boolean> {
    const before = this.footprint();
    this.takeExecutions();
    for (const run of this.runs.filter(({ status }) => status === 'RUNNING'))
      await stepMachine(DEFINITION, run, this.world.now, (resource, input) => this.call(resource, input));
    for (const build of this.world.builds) await this.work(build);
    this.moveStacks();
    this.fireSchedules();
    return this.footprint() !== before;
  }

  /** Runs until nothing happens any more, at most until a moment; the clock jumps to what is next. */
  public async run(until = Infinity): Promise<void> {
    for (let turns = 0; turns < 2000; turns++) {
      if (await this.turn()) continue;
      const next = this.nextMoment();
      if (next === undefined || next > until) {
        if (until !== Infinity) this.world.now = until;
        return;
      }
      this.world.now = next;
    }
    throw new Error('The scene did not come to rest.');
  }

  private footprint(): string {
    const { executions, builds, stacks, schedules, items } = this.world;
    const parts = [executions, builds, stacks, schedules, [...items.values()]];
    return JSON.stringify([parts, this.runs.map(({ at, status, dueAt, attempts }) => [at, status, dueAt, attempts])]);
  }

  private nextMoment(): number | undefined {
    const waits = this.runs.filter(({ status }) => status === 'RUNNING').map(({ dueAt }) => dueAt);
    const schedules = Object.values(this.world.schedules).map(({ at }) => at);
    const later = [...waits, ...schedules].filter((at) => at > this.world.now);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  private takeExecutions(): void {
    for (const { name, input } of this.world.executions.splice(0))
      this.runs.push({
        id: name,
        machine: 'life',
        startedAt: this.world.now,
        at: 'Step',
        data: JSON.parse(input),
        dueAt: this.world.now,
        attempts: 0,
        status: 'RUNNING',
        cause: '',
      });
  }

  private call(resource: string, input: unknown): Promise<unknown> {
    return resource === 'life' ? life(this.runtime, input) : remove(this.runtime, input);
  }

  private async work(build: FakeBuild): Promise<void> {
    if (build.status !== 'IN_PROGRESS') return;
    const stubborn = this.stubborn[build.lease] ?? {};
    if (build.project === 'build') {
      const found = this.world.branches[build.environment.BRANCH ?? ''] !== undefined;
      if (!found) build.phase = 'DOWNLOAD_SOURCE';
      build.status = found && !stubborn.failBuild ? 'SUCCEEDED' : 'FAILED';
      return;
    }
    await this.deploy(build, stubborn);
  }

  /** What the deploy script does: it asks first, then makes the stack, then ends. */
  private async deploy(build: FakeBuild, stubborn: Stubborn): Promise<void> {
    const {
      APPLICATION: application,
      PIPELINE: pipeline,
      EXECUTION: execution,
      DIGEST: digest,
      DEPLOYMENT,
    } = build.environment;
    if (build.stage === 'queued') {
      const question = { application, pipeline, execution, digest, stage: `${DEPLOYMENT} ${build.id}` };
      const answer = (await life(this.runtime, question).catch(() => ({}))) as { verdict?: string };
      build.stage = answer.verdict === 'pass' ? 'admitted' : 'done';
      if (build.stage === 'done') build.status = 'FAILED';
    } else if (build.stage === 'admitted') {
      if (!stubborn.failDeploy) this.make(build.lease, stubborn);
      build.stage = 'done';
    } else build.status = stubborn.failDeploy ? 'FAILED' : 'SUCCEEDED';
  }

  private make(lease: string, { blocks = 0, leaves = [] }: Stubborn): void {
    const name = `${stackPrefix('orders', lease, 'eu-west-2')}orders`;
    if (this.world.stacks.some((stack) => stack.name === name)) return;
    this.world.stacks.push({ name, lease, status: 'CREATE_COMPLETE', created: this.world.now, blocks, leaves });
    this.world.logGroups.push(`/aws/lambda/${name}-fn`);
    for (const arn of leaves) this.world.tagged[arn] = lease;
  }

  private moveStacks(): void {
    for (const stack of this.world.stacks.filter(({ status }) => status === 'DELETE_IN_PROGRESS'))
      stack.status = stack.blocks-- > 0 ? 'DELETE_FAILED' : 'GONE';
    this.world.stacks = this.world.stacks.filter(({ status }) => status !== 'GONE');
  }

  private fireSchedules(): void {
    for (const [name, { at, input }] of Object.entries(this.world.schedules)) {
      if (at > this.world.now) continue;
      delete this.world.schedules[name];
      this.world.executions.push({ name: `${name}-scheduled-${++this.world.serial}`, input });
    }
  }
}

/** A stack that belongs to no lease, whatever it is called. */
function foreign(name: string, lease?: string): FakeStack {
  return { name, lease, status: 'CREATE_COMPLETE', created: 0, blocks: 0, leaves: [] };
}

/** A service that answers every so-many-th call with an error, before or after it did what it was asked. */
export function breakAt(scene: Scene, at: number, when: 'before' | 'after', name = 'ThrottlingException'): void {
  let count = 0;
  scene.faults[when] = () => {
    if (count++ === at) throw named(name);
  };
}

/** All services answer again. */
export function mend(scene: Scene): void {
  delete scene.faults.before;
  delete scene.faults.after;
}
