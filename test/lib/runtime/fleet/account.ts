/* eslint-disable @typescript-eslint/no-explicit-any -- events come as any JSON */
import { bake } from '../../../../lib/runtime/bake';
import { gate } from '../../../../lib/runtime/gate';
import { refuseJob } from '../../../../lib/runtime/job';
import { notify } from '../../../../lib/runtime/notify';
import { covers, record } from '../../../../lib/runtime/record';
import type { Work } from '../../../../lib/runtime/runtime';
import { type Otherwise } from '../../../../lib/runtime/serve';
import { unwind } from '../../../../lib/runtime/unwind';
import { waitForWindow } from '../../../../lib/runtime/wait-for-window';
import type { Company } from './company';
import type { Brake } from './deployed-brake';
import { type Message, QueueModel } from './queue';

const elsewhere = { verdict: 'done', reason: 'Not of this change control.', looks: 0, givenUp: [] } as const;

/** The functions, each bound as it is deployed. */
const FUNCTIONS: Record<string, readonly [Work<any, any>, Otherwise<any>?]> = {
  record: [record, { refused: refuseJob, covers }],
  notify: [notify],
  gate: [gate, { refused: refuseJob }],
  waitForWindow: [waitForWindow],
  bake: [bake],
  unwind: [unwind, { elsewhere }],
};

/** Tries of a state machine's step, and how many seconds it waits between them: the longest that its jitter leaves. */
const RETRIES = [2, 4, 8, 16, 32];
/** Lambda tries an asynchronous call twice more. */
const ASYNCHRONOUS = [60, 120];
/** Seconds that a call takes which waits for something that does not answer. */
const HANGS = 40;

/** Something that wants to call a function. */
interface Attempt {
  readonly handler: string;
  readonly event: unknown;
  /** Whose it is, to count; a batch may be of several. */
  readonly owners: readonly string[];
  notBefore: number;
  tries: number;
  /** The account has no call left. */
  readonly throttled: (attempt: Attempt) => void;
  readonly ended: (attempt: Attempt, outcome: Outcome) => void;
  /** Begins it; false where there is nothing to do after all. */
  readonly begin?: () => boolean;
  /** It only puts things into lanes, and so waits for nobody. */
  readonly relays?: boolean;
}

type Outcome = { readonly answer: any } | { readonly error: Error };

/**
 * An account that makes so many calls at a time, with everything that calls change control in it. A round is a second; what
 * wants to call in it is served in no order, as the calls of an account are.
 */
export class Account {
  public round = 0;
  /** Calls of functions, by the application whose they were. */
  public readonly calls = new Map<string, number>();
  /** The most calls at a time that were an application's. */
  public readonly most = new Map<string, number>();
  /** What Lambda laid aside. */
  public readonly unhandled: unknown[] = [];
  public readonly inbox: QueueModel;
  public readonly events: QueueModel;
  public readonly notices: QueueModel;
  private waiting: Attempt[] = [];
  private busy: { readonly until: number; readonly owners: readonly string[]; readonly end: () => void }[] = [];
  private readonly stream: object[] = [];
  private readonly machines = new Set<string>();
  private seen = 0;
  private seed = 7;
  private count = 0;

  public constructor(
    public readonly company: Company,
    private readonly brake: Brake,
    private readonly capacity: number,
    /** Whether what an event is about does not answer. */
    private readonly hangs: (event: string) => boolean,
  ) {
    [this.inbox, this.events, this.notices] = [brake.inbox, brake.events, brake.notices].map(
      (source) => new QueueModel(source),
    ) as [QueueModel, QueueModel, QueueModel];
  }

  /** What CodePipeline tells of an execution. */
  public hear(pipeline: string, execution: string, more: object, what = 'Action'): void {
    const id = `event-${++this.count}`;
    const detail = { pipeline, 'execution-id': execution, ...more };
    const event = {
      id,
      source: 'aws.codepipeline',
      'detail-type': `CodePipeline ${what} Execution State Change`,
      detail,
    };
    if (this.brake.queued) this.inbox.put(JSON.stringify(event), id);
    else this.callLater('record', event, pipeline);
    if (!this.brake.queued && what === 'Pipeline' && (more as { state: string }).state === 'FAILED')
      this.startMachine({ detail });
  }

  /** An asynchronous call; resolves when it went through, and never where it is laid aside. */
  public callLater(handler: string, event: unknown, owner: string): Promise<unknown> {
    return new Promise((resolve) => {
      this.waiting.push({
        ...this.attempt(handler, event, owner),
        throttled: (attempt) => this.again(attempt, Math.min(300, 2 ** attempt.tries++)),
        ended: (attempt, outcome) => {
          if ('answer' in outcome) return resolve(outcome.answer);
          const [pause] = ASYNCHRONOUS.slice((attempt as any).failures ?? 0);
          (attempt as any).failures = ((attempt as any).failures ?? 0) + 1;
          if (pause === undefined) this.unhandled.push(event);
          else this.again(attempt, pause);
        },
      });
    });
  }

  /** A step of a state machine: it is tried again for a minute, then the machine fails. */
  public step(handler: string, event: unknown, owner: string): Promise<any> {
    return new Promise((resolve, reject) => {
      const retry = (attempt: Attempt, error: Error): void => {
        const pause = RETRIES[attempt.tries++];
        if (pause === undefined) reject(error);
        else this.again(attempt, pause);
      };
      this.waiting.push({
        ...this.attempt(handler, event, owner),
        throttled: (attempt) => retry(attempt, new Error('TooManyRequestsException: Rate Exceeded')),
        ended: (attempt, outcome) => ('answer' in outcome ? resolve(outcome.answer) : retry(attempt, outcome.error)),
      });
    });
  }

  private attempt(handler: string, event: unknown, owner: string) {
    return { handler, event, owners: [owner], notBefore: this.round + 1, tries: 0 };
  }

  private again(attempt: Attempt, pause: number): void {
    attempt.notBefore = this.round + pause;
    this.waiting.push(attempt);
  }

  /** One second. */
  public async pass(): Promise<void> {
    this.round++;
    this.company.world.now += 1000;
    const ended = this.busy.filter(({ until }) => until <= this.round);
    this.busy = this.busy.filter(({ until }) => until > this.round);
    for (const { end } of ended) end();
    await new Promise((resolve) => setImmediate(resolve));
    const due = this.waiting.filter(({ notBefore }) => notBefore <= this.round);
    this.waiting = this.waiting.filter(({ notBefore }) => notBefore > this.round);
    for (const attempt of this.shuffled([...due, ...this.polls()])) {
      if (this.busy.length >= this.capacity) attempt.throttled(attempt);
      else await this.run(attempt);
    }
  }

  private async run(attempt: Attempt): Promise<void> {
    if (attempt.begin && !attempt.begin()) return;
    const { handler, event, owners } = attempt;
    for (const owner of owners) this.calls.set(owner, (this.calls.get(owner) ?? 0) + 1);
    const outcome = await this.call(handler, event);
    this.collect(handler);
    const takes = !attempt.relays && this.hangs(JSON.stringify(event)) ? HANGS : 1;
    this.busy.push({ until: this.round + takes, owners, end: () => attempt.ended(attempt, outcome) });
    for (const owner of owners) {
      const now = this.busy.filter((one) => one.owners.includes(owner)).length;
      this.most.set(owner, Math.max(now, this.most.get(owner) ?? 0));
    }
  }

  private async call(handler: string, event: unknown): Promise<Outcome> {
    const [work, otherwise] = FUNCTIONS[handler]!;
    try {
      return { answer: await this.company.call(work, event, otherwise) };
    } catch (error) {
      return { error: error as Error };
    }
  }

  /** What the function began: messages in lanes, machines, notices in the table. */
  private collect(handler: string): void {
    const queue = handler === 'notify' ? this.notices : this.events;
    for (const { MessageBody, MessageDeduplicationId, MessageGroupId } of this.company.letters.splice(0))
      queue.put(MessageBody, MessageDeduplicationId, MessageGroupId);
    const { sent, items } = this.company.world;
    for (const { name, input } of sent.slice(this.seen))
      if (name === 'StartExecutionCommand' && !this.machines.has(input.name)) {
        this.machines.add(input.name);
        this.startMachine(JSON.parse(input.input));
      }
    this.seen = sent.length;
    for (const item of items.values()) if (item.type === 'notice' && item.status === 'pending') this.announce(item);
  }

  private readonly announced = new Set<string>();

  private announce({ pk, sk }: Record<string, unknown>): void {
    const key = `${String(pk)} ${String(sk)}`;
    if (this.announced.has(key)) return;
    this.announced.add(key);
    const NewImage = { pk: { S: pk }, sk: { S: sk } };
    this.stream.push({ eventSource: 'aws:dynamodb', eventName: 'INSERT', dynamodb: { SequenceNumber: key, NewImage } });
  }

  /** Takes an execution back and seals its record. */
  private startMachine(input: { detail: any }): void {
    const { pipeline, 'execution-id': execution } = input.detail;
    const seal = (more: object) => this.step('record', { do: 'seal', pipeline, execution, ...more }, pipeline);
    void this.step('unwind', input, pipeline)
      .then(
        () => seal({}),
        (error: Error) => seal({ failure: error.message }),
      )
      .catch(() => undefined);
  }

  private polls(): Attempt[] {
    return [
      ...this.pollsOf(this.inbox, 'record'),
      ...this.pollsOf(this.events, 'record'),
      ...this.pollsOf(this.notices, 'notify'),
      ...(this.stream.length > 0 ? [this.readStream()] : []),
    ];
  }

  private pollsOf(queue: QueueModel, handler: string): Attempt[] {
    const free = Math.min(queue.source.calls - queue.calls, queue.waiting.length);
    return Array.from({ length: free }, () => this.poll(queue, handler));
  }

  private poll(queue: QueueModel, handler: string): Attempt {
    let batch: Message[] = [];
    const owners: string[] = [];
    const event = { Records: [] as object[] };
    return {
      handler,
      event,
      owners,
      notBefore: 0,
      tries: 0,
      begin: () => {
        batch = queue.take(this.round);
        event.Records.push(...batch.map(recordOf));
        owners.push(...new Set(batch.flatMap(({ group }) => (group ? [group.split('/')[0]!] : []))));
        queue.calls += batch.length > 0 ? 1 : 0;
        return batch.length > 0;
      },
      relays: queue === this.inbox,
      throttled: () => undefined,
      ended: (_, outcome) => {
        queue.calls--;
        const all = batch.map(({ id }) => id);
        const failures = 'answer' in outcome ? outcome.answer.batchItemFailures : undefined;
        queue.settle(batch, failures?.map((one: any) => one.itemIdentifier) ?? all);
      },
    };
  }

  private reading = false;

  /** The stream has one reader. */
  private readStream(): Attempt {
    const event = { Records: [] as object[] };
    return {
      handler: 'notify',
      event,
      owners: [],
      notBefore: 0,
      tries: 0,
      begin: () => {
        if (this.reading) return false;
        this.reading = true;
        event.Records.push(...this.stream.splice(0, this.brake.streamed));
        return true;
      },
      relays: this.company.fleet.lanes !== '',
      throttled: () => undefined,
      ended: () => (this.reading = false),
    };
  }

  private shuffled<T>(all: T[]): T[] {
    for (let index = all.length - 1; index > 0; index--) {
      this.seed = (this.seed * 48_271) % 2_147_483_647;
      const other = this.seed % (index + 1);
      [all[index], all[other]] = [all[other]!, all[index]!];
    }
    return all;
  }
}

function recordOf({ id, body, group, tries }: Message): object {
  const attributes = { ApproximateReceiveCount: String(tries), ...(group ? { MessageGroupId: group } : {}) };
  return { messageId: id, body, eventSource: 'aws:sqs', attributes };
}
