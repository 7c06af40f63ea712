/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { Fleet } from '../../../../lib/runtime/fleet';
import { bake } from '../../../../lib/runtime/bake';
import { gate } from '../../../../lib/runtime/gate';
import { refuseJob } from '../../../../lib/runtime/job';
import { record } from '../../../../lib/runtime/record';
import type { Work } from '../../../../lib/runtime/runtime';
import { type Otherwise, serve } from '../../../../lib/runtime/serve';
import { waitForWindow } from '../../../../lib/runtime/wait-for-window';
import { fakeClients, type FakeWorld, fakeWorld, session, testPolicy } from '../../../_helpers/fake-aws/world';
import { commitOf } from '../attacks/line';

const CAROL = session('ReleaseManager', 'carol@example.com');
const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** What one step of a release was answered: `''` where it went on, else why not. */
export type Answered = string;

interface Played {
  readonly pipeline: string;
  status: string;
  readonly actions: any[];
}

/** Many applications with one change control: one table, one bucket, and a CodePipeline that says what the test wants. */
export class Company {
  public readonly world: FakeWorld;
  public readonly fleet: Fleet;
  /** Calls that a schedule handed on. */
  public readonly calls: any[] = [];
  /** Messages put into lanes. */
  public readonly letters: any[] = [];
  /** Whether the queue of the lanes does not take a message. */
  public refuses: (letter: any) => boolean = () => false;
  private readonly executions = new Map<string, Played>();
  private readonly jobs = new Map<string, { ok: boolean; message: string }>();
  private count = 0;

  public constructor(policies: Record<string, unknown>, env: Record<string, string> = {}) {
    this.world = fakeWorld((name, input) => this.pipeline(name, input));
    for (const region of ['eu-west-1', 'eu-west-2']) this.world.alarms[`orders-errors-${region}`] = { state: 'OK' };
    this.fleet = new Fleet({
      policies: new Map(Object.entries(policies)),
      env: {
        CHANGE_TABLE: 'control-changes',
        CHANGE_BUCKET: 'control-changes',
        CHANGE_TOPIC_ARN: 'arn:aws:sns:eu-west-2:222222222222:{application}-changes',
        AWS_LAMBDA_FUNCTION_NAME: 'control-record',
        ...env,
      },
      clients: fakeClients(this.world),
      functions: { send: async ({ input }: any) => this.called(input) } as never,
      queues: { send: async ({ input }: any) => this.queued(input) } as never,
      now: () => new Date(this.world.now),
    });
  }

  /** Calls a handler as Lambda would. */
  public call<A>(work: Work<any, A>, event: unknown, otherwise?: Otherwise<A>): Promise<A | undefined> {
    return serve(this.fleet, work, event, otherwise);
  }

  /** A handler as an action of the pipeline. */
  public async job(work: Work<any, void> | Work<any, unknown>, parameters: object): Promise<Answered> {
    const { event, answer } = this.jobEvent(parameters);
    await this.call(work as Work<any, void>, event, { refused: refuseJob });
    return answer();
  }

  /** The four keys of an execution. */
  public keys(application: string, execution = `${application}-run`): Record<string, string> {
    return { application, pipeline: application, execution, digest: DIGEST };
  }

  /** A whole release: what stopped it, or `''`. */
  public async release(application: string): Promise<Answered> {
    const keys = this.keys(application);
    this.begin(application, keys.execution!);
    const steps: (() => Promise<Answered>)[] = [
      () => this.job(record, { do: 'draft', ...keys }),
      async () => (this.act(keys.execution!, 'Approve', 'ReleaseManager', 'Approval', { updatedBy: CAROL }), ''),
      async () => {
        const { verdict, reason } = (await this.call(waitForWindow, keys))!;
        return verdict === 'pass' ? '' : reason;
      },
      () => this.job(gate, keys),
      ...['Prod-one-box', 'Prod-rest'].map((stage) => () => this.wave(application, stage)),
      () => this.job(record, { do: 'close', ...keys }),
    ];
    for (const step of steps) {
      const answer = await step();
      if (answer) return answer;
    }
    return '';
  }

  /** The execution ended so. */
  public end(id: string, status: string): void {
    this.executions.get(id)!.status = status;
  }

  /** A job of a pipeline, and how to read what it was answered. */
  public jobEvent(parameters: object): { readonly event: object; readonly answer: () => Answered } {
    const id = `job-${++this.count}`;
    const data = { actionConfiguration: { configuration: { UserParameters: JSON.stringify(parameters) } } };
    const answer = (): Answered => {
      const told = this.jobs.get(id)!;
      return told.ok ? '' : told.message;
    };
    return { event: { 'CodePipeline.job': { id, accountId: '222222222222', data } }, answer };
  }

  private async wave(application: string, stage: string): Promise<Answered> {
    const keys = this.keys(application);
    this.act(keys.execution!, stage, 'Deploy', 'Build');
    const startedAt = new Date(this.world.now - 600_000).toISOString();
    const { verdict, reason } = (await this.call(bake, { input: { ...keys, stage, alarms: [] }, startedAt }))!;
    if (verdict !== 'healthy') return reason;
    this.act(keys.execution!, stage, 'Bake', 'Invoke');
    return '';
  }

  /** A push that was built and verified. */
  public begin(application: string, id: string): void {
    this.executions.set(id, { pipeline: application, status: 'InProgress', actions: [] });
    this.act(id, 'Verify', 'Verify', 'Build');
    const draft = {
      version: 1,
      revision: 'a'.repeat(40),
      digest: DIGEST,
      commits: [commitOf('r1', {})],
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: null,
      differenceText: [],
    };
    this.world.objects.set(`drafts/${application}/${id}.json`, JSON.stringify(draft));
  }

  /** An action of an execution went through. */
  public act(id: string, stageName: string, actionName: string, category: string, more: object = {}): void {
    const at = new Date(this.world.now);
    this.executions.get(id)!.actions.unshift({
      pipelineExecutionId: id,
      actionExecutionId: `run-${++this.count}`,
      stageName,
      actionName,
      status: 'Succeeded',
      startTime: at,
      lastUpdateTime: at,
      input: { actionTypeId: { category } },
      output: { executionResult: { externalExecutionSummary: '' } },
      ...more,
    });
  }

  private queued(input: any): object {
    const taken = input.Entries.filter((letter: any) => !this.refuses(letter));
    this.letters.push(...taken);
    return { Successful: taken };
  }

  private called(input: any): object {
    this.calls.push({ ...input, Payload: JSON.parse(Buffer.from(input.Payload).toString('utf8')) });
    return { StatusCode: 202 };
  }

  private pipeline(name: string, input: Record<string, any>): unknown {
    if (name === 'GetPipelineStateCommand') return { stageStates: [] };
    if (name.startsWith('PutJob')) {
      const message = input.failureDetails?.message ?? '';
      this.jobs.set(input.jobId, { ok: name === 'PutJobSuccessResultCommand', message });
      return {};
    }
    const id = input.pipelineExecutionId ?? input.filter?.pipelineExecutionId;
    const found = this.executions.get(id);
    // An execution belongs to its pipeline, and to no other.
    if (found?.pipeline !== input.pipelineName)
      throw Object.assign(new Error('no such'), { name: 'PipelineExecutionNotFoundException' });
    if (name === 'ListActionExecutionsCommand') return { actionExecutionDetails: found!.actions };
    const trigger = { triggerType: 'WebhookV2', triggerDetail: 'push' };
    return {
      pipelineExecution: { pipelineExecutionId: id, status: found!.status, trigger, executionType: 'STANDARD' },
    };
  }
}

/** Policies of some applications, as they travel beside the code. */
export function policies(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, testPolicy()]));
}
