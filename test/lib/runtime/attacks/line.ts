/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { ChangePolicyInput } from '../../../../lib/change/policy';
import { type ChangeRecord, recordSchema } from '../../../../lib/change/record';
import { bake } from '../../../../lib/runtime/bake';
import { freeze } from '../../../../lib/runtime/freeze';
import { gate } from '../../../../lib/runtime/gate';
import { record } from '../../../../lib/runtime/record';
import type { Runtime } from '../../../../lib/runtime/runtime';
import { waitForWindow } from '../../../../lib/runtime/wait-for-window';
import { fakeRuntime, type FakeWorld, fakeWorld, session, testPolicy } from '../../../_helpers/fake-aws/world';

/** Digest of a revision's assembly. */
export const digestOf = (revision: string): string => `sha256:${Buffer.from(revision.padEnd(32, '.')).toString('hex')}`;

/** Commit id of a revision: it is the revision. */
export const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(40, '0');

export const ALICE = session('ReleaseManager', 'alice@example.com');
export const CAROL = session('ReleaseManager', 'carol@example.com');
export const OLGA = session('OnCall', 'olga@example.com');

/** What a draft says unless a test forges it. */
export interface DraftFields {
  author?: string;
  message?: string;
  commits?: object[];
  [field: string]: unknown;
}

/** What the tests play of CodePipeline: executions and actions as data, to be forged at will. */
interface Execution {
  status: string;
  trigger: { triggerType: string; triggerDetail: string };
  revision: string;
  actions: any[];
}

/** The line of one application, with the real handlers and a CodePipeline that says what the test wants. */
export class Line {
  public readonly world: FakeWorld;
  public readonly runtime: Runtime;
  public executions: Record<string, Execution> = {};
  public readonly answers: {
    job: string;
    ok: boolean;
    message: string;
    refused: boolean;
    variables: Record<string, string>;
  }[] = [];
  private count = 0;

  public constructor(policy: Partial<ChangePolicyInput> = {}) {
    this.world = fakeWorld((name, input) => this.pipeline(name, input));
    this.world.alarms = { 'orders-errors-eu-west-2': { state: 'OK' }, 'orders-errors-eu-west-1': { state: 'OK' } };
    this.runtime = fakeRuntime(this.world, testPolicy(policy));
  }

  private pipeline(name: string, input: Record<string, any>): unknown {
    if (name === 'GetPipelineExecutionCommand') return { pipelineExecution: this.described(input.pipelineExecutionId) };
    if (name === 'ListActionExecutionsCommand')
      return { actionExecutionDetails: [...this.find(input.filter.pipelineExecutionId).actions].reverse() };
    if (name === 'GetPipelineStateCommand') return { stageStates: [] };
    return this.settle(input.jobId, name === 'PutJobSuccessResultCommand', input);
  }

  private find(id: string): Execution {
    const found = this.executions[id];
    if (!found) throw Object.assign(new Error('no such'), { name: 'PipelineExecutionNotFoundException' });
    return found;
  }

  private described(id: string): unknown {
    const { status, trigger } = this.find(id);
    return { pipelineExecutionId: id, status, trigger, executionType: 'STANDARD' };
  }

  private settle(job: string, ok: boolean, input: Record<string, any>): unknown {
    const refused = this.answers.some((one) => one.job === job);
    const message = input.failureDetails?.message ?? '';
    this.answers.push({ job, ok, refused, message, variables: input.outputVariables ?? {} });
    if (refused) throw Object.assign(new Error('has its result'), { name: 'InvalidJobStateException' });
    return {};
  }

  /** Minutes go by. */
  public later(minutes = 1): void {
    this.world.now += minutes * 60_000;
  }

  /** Adds an action to what CodePipeline lists of an execution. */
  public act(id: string, stage: string, actionName: string, category: string, more: object = {}): any {
    this.later();
    const action = {
      pipelineExecutionId: id,
      actionExecutionId: `run-${++this.count}`,
      stageName: stage,
      actionName,
      status: 'Succeeded',
      startTime: new Date(this.world.now),
      lastUpdateTime: new Date(this.world.now),
      input: { actionTypeId: { category } },
      output: { executionResult: { externalExecutionSummary: '' } },
      ...more,
    };
    this.find(id).actions.push(action);
    return action;
  }

  /** A push, or a start by hand, that was built; then Verify leaves a draft and the record reads it. */
  public async verify(id: string, fields: DraftFields = {}, starter?: string): Promise<void> {
    this.start(id, starter);
    this.act(id, 'Verify', 'Verify', 'Build');
    this.leaveDraft(id, fields);
    await this.draft(id);
  }

  public start(id: string, starter?: string): void {
    this.executions[id] = {
      status: 'InProgress',
      trigger: starter
        ? { triggerType: 'StartPipelineExecution', triggerDetail: starter }
        : { triggerType: 'WebhookV2', triggerDetail: 'push' },
      revision: idOf(id),
      actions: [],
    };
  }

  public leaveDraft(id: string, { author, message, commits, ...fields }: DraftFields = {}): void {
    const base = this.world.items.get('APPLICATION#orders\u0000RELEASED')?.revision;
    const draft = {
      version: 1,
      revision: idOf(id),
      ...(base ? { base } : {}),
      digest: digestOf(id),
      commits: commits ?? [commitOf(id, { ...(author ? { author } : {}), ...(message ? { message } : {}) })],
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: null,
      differenceText: [],
      ...fields,
    };
    this.world.objects.set(`drafts/orders/${id}.json`, JSON.stringify(draft));
  }

  public async draft(id: string): Promise<string> {
    return this.job(record, { do: 'draft', ...this.four(id) });
  }

  /** The page that approvers read: `''` where it was kept, else why not. */
  public async page(id: string): Promise<string> {
    return this.job(record, { do: 'page', ...this.four(id) });
  }

  public four(id: string): Record<string, string> {
    return { application: 'orders', pipeline: 'orders', execution: id, digest: digestOf(id) };
  }

  /** An approval action is answered. */
  public approve(id: string, by: string = CAROL, action = 'ReleaseManager', ok = true): any {
    return this.act(id, 'Approve', action, 'Approval', { status: ok ? 'Succeeded' : 'Failed', updatedBy: by });
  }

  /** Runs a handler as a Lambda action; what the job was answered: `''` for success, else the message. */
  public async job(handler: (runtime: Runtime, event: unknown) => Promise<unknown>, parameters: object, more = {}) {
    const id = `job-${++this.count}`;
    await this.send(handler, id, parameters, more);
    const answer = this.answers.find((one) => one.job === id)!;
    return answer.ok ? '' : answer.message;
  }

  public async send(
    handler: (runtime: Runtime, event: unknown) => Promise<unknown>,
    id: string,
    parameters: object | string,
    more: object = {},
  ): Promise<void> {
    const UserParameters = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
    const data = { actionConfiguration: { configuration: { UserParameters } } };
    await handler(this.runtime, { 'CodePipeline.job': { id, accountId: '222222222222', data, ...more } });
  }

  /** The wait before the gate: `pass`, or why not. */
  public async wait(id: string): Promise<{ verdict: string; reason: string; until?: string }> {
    return waitForWindow(this.runtime, this.four(id));
  }

  /** The gate: `''` where it opened, else the reason. */
  public async gate(id: string, more: object = {}): Promise<string> {
    return this.job(gate, { ...this.four(id), ...more });
  }

  /** The wait, then the gate. */
  public async enter(id: string): Promise<string> {
    const { verdict, reason } = await this.wait(id);
    return verdict === 'pass' ? this.gate(id) : `wait: ${reason}`;
  }

  /** Deploys a wave and looks at its bake for the first time and the last. */
  public async wave(id: string, stage: string, alarms: string[] = []): Promise<string> {
    this.act(id, stage, 'Deploy', 'Build');
    const action = this.act(id, stage, 'Bake', 'Invoke', { status: 'InProgress' });
    const look = (startedAt: string) => this.look(id, stage, startedAt, alarms);
    const first = await look(new Date(this.world.now).toISOString());
    const answer = first.verdict === 'watching' ? await look(new Date(this.world.now - 60_000).toISOString()) : first;
    action.status = answer.verdict === 'healthy' ? 'Succeeded' : 'Failed';
    action.lastUpdateTime = new Date(this.world.now);
    return `${answer.verdict}: ${answer.reason}`;
  }

  public async look(id: string, stage: string, startedAt: string, alarms: string[] = []) {
    return bake(this.runtime, { input: { ...this.four(id), stage, alarms }, startedAt });
  }

  public async close(id: string): Promise<string> {
    return this.job(record, { do: 'close', ...this.four(id) });
  }

  /** All the way, through both waves. */
  public async release(id: string, by: string = CAROL): Promise<void> {
    if (!this.executions[id]) await this.verify(id);
    this.approve(id, by);
    expect(await this.enter(id)).toBe('');
    for (const stage of ['Prod-one-box', 'Prod-rest']) expect(await this.wave(id, stage)).toMatch(/^healthy/);
    expect(await this.close(id)).toBe('');
    this.executions[id]!.status = 'Succeeded';
  }

  /** A first release. */
  public async allTheWay(): Promise<this> {
    await this.release('r1');
    return this;
  }

  /** The same line, to go on with on its own. */
  public copy(): Line {
    const line = new Line();
    const { items, objects, now } = this.world;
    Object.assign(line.world, structuredClone({ items, objects, now }));
    line.executions = structuredClone(this.executions);
    line.count = this.count;
    return line;
  }

  /** An execution that ended badly before prod: the state machine seals it. */
  public async end(id: string, status = 'Failed'): Promise<any> {
    this.executions[id]!.status = status;
    return record(this.runtime, { do: 'seal', execution: id });
  }

  public async person(caller: string, request: object): Promise<{ status: number; message: string }> {
    const body = JSON.stringify({ application: 'orders', ...request });
    const call = { requestContext: { accountId: '222222222222', authorizer: { iam: { userArn: caller } } }, body };
    const { statusCode, body: text } = await freeze(this.runtime, call);
    return { status: statusCode, message: (JSON.parse(text) as { message: string }).message };
  }

  public item(key: string): Record<string, any> | undefined {
    return this.world.items.get(key.replace('|', '\u0000'));
  }

  /** The record of an execution as the index has it. */
  public record(id: string): ChangeRecord {
    const number = this.item(`EXECUTION#${id}|CHANGE`)!.number as number;
    const item = this.item(`APPLICATION#orders|CHANGE#${String(number).padStart(8, '0')}`)!;
    return recordSchema.parse(JSON.parse(String(item.record)));
  }

  /** Notices by the start of their id. */
  public notices(change: string): any[] {
    return [...this.world.items.values()]
      .filter((item) => item.type === 'notice')
      .map((item) => JSON.parse(String(item.notice)))
      .filter((notice) => String(notice.id).startsWith(change));
  }
}

/** A commit whose id is its revision's. */
export function commitOf(name: string, more: object = {}): object {
  return {
    id: idOf(name),
    author: 'Bob <bob@example.com>',
    committer: 'GitHub <noreply@github.com>',
    date: '2026-11-20T10:00:00Z',
    message: `Change ${name}`,
    ...more,
  };
}

let first: Promise<Line> | undefined;

/** A line on which `r1` was released: made once, then copied. */
export async function released(): Promise<Line> {
  first ??= new Line().allTheWay();
  return (await first).copy();
}
