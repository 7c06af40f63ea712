import type { Source } from './deployed-brake';

/** A message in a queue. */
export interface Message {
  readonly id: string;
  readonly group?: string;
  readonly body: string;
  /** How often it was handed out. */
  tries: number;
  /** Nobody sees it before that round. */
  hiddenUntil: number;
}

/** Rounds for which a message that was handed out is seen by nobody: what the queue's timeout says, in seconds. */
const HIDDEN = 360;

/** A queue with what empties it. */
export class QueueModel {
  public readonly waiting: Message[] = [];
  /** Laid aside. */
  public readonly left: Message[] = [];
  /** Calls that go on now. */
  public calls = 0;
  private readonly taken = new Set<string>();

  public constructor(public readonly source: Source) {}

  /** A FIFO queue takes the same id once. */
  public put(body: string, id: string, group?: string): void {
    if (this.source.byGroup && this.taken.has(id)) return;
    this.taken.add(id);
    this.waiting.push({ id, body, tries: 0, hiddenUntil: 0, ...(group ? { group } : {}) });
  }

  /** What the next call is handed, if one may be made; it is hidden from then on. */
  public take(round: number): Message[] {
    if (this.calls >= this.source.calls) return [];
    const hidden = new Set(this.waiting.filter((one) => one.hiddenUntil > round).map(({ group }) => group));
    const [first] = this.waiting.filter((one) => one.hiddenUntil <= round && !this.blocks(hidden, one));
    const batch = this.waiting
      .filter((one) => one.hiddenUntil <= round && !this.blocks(hidden, one))
      .filter(({ group }) => !this.source.byGroup || group === first?.group)
      .slice(0, this.source.batch);
    for (const one of batch) Object.assign(one, { tries: one.tries + 1, hiddenUntil: round + HIDDEN });
    return batch;
  }

  private blocks(hidden: ReadonlySet<string | undefined>, { group }: Message): boolean {
    return this.source.byGroup && hidden.has(group);
  }

  /** What was done goes; what was not comes again, until it is laid aside. */
  public settle(batch: readonly Message[], failed: readonly string[]): void {
    const back = failed.length > 0 && !this.source.partial ? batch.map(({ id }) => id) : failed;
    for (const one of batch) {
      const last = one.tries >= this.source.tries;
      if (back.includes(one.id) && !last) continue;
      if (back.includes(one.id)) this.left.push(one);
      this.waiting.splice(this.waiting.indexOf(one), 1);
    }
  }
}
