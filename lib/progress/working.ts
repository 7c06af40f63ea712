import { channel } from 'node:diagnostics_channel';

/** What a long piece of work does now, for whoever waits for it. */
export interface Stage {
  /** `rule pack AwsSolutions`; nothing where the answer is about to be told. */
  readonly what?: string;
  /** How far that is: `theorem 3 of 8`; then `what` stays what it was. */
  readonly far?: string;
}

const STAGES = 'cdk-guarded-environments:stages';

/** Says what begins now; nobody need listen. */
export function working(what: string): void {
  channel(STAGES).publish({ what } satisfies Stage);
}

/** Says how far the work is that was said to begin. */
export function reached(far: string): void {
  channel(STAGES).publish({ far } satisfies Stage);
}

/** Says that the answer comes now: the line makes way for it. */
export function answering(): void {
  channel(STAGES).publish({} satisfies Stage);
}

/** Listens to what is said in this process, until the answer is called. */
export function onWorking(listener: (stage: Stage) => void): () => void {
  const listening = (message: unknown): void => listener(message as Stage);
  channel(STAGES).subscribe(listening);
  return () => void channel(STAGES).unsubscribe(listening);
}
