import { onWorking } from './working';

/** Where progress is written to: standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How progress is told. */
export interface ProgressProps {
  readonly stream: ProgressStream;
  /** How many stages there will be, for the share. */
  readonly stages: number;
  /** Somebody asked for none. */
  readonly quiet?: boolean;
}

const CLEAR = '\r\u001b[K';

/**
 * One line that says what is being done, its number and the share of stages behind it, on a terminal alone: it makes way for
 * whatever is written afterwards. Answers with what takes it away.
 */
export function showProgress({ stream, stages, quiet = false }: ProgressProps): () => void {
  if (!stream.isTTY || quiet) return () => undefined;
  let begun = 0;
  let now: string | undefined;
  const stop = onWorking(({ what, far }) => {
    // Nobody is told how far something is that nobody said to begin.
    if (far !== undefined && now === undefined) return;
    if (far === undefined) now = what;
    if (now === undefined) return void stream.write(CLEAR);
    if (far === undefined) begun += 1;
    const of = Math.max(stages, begun);
    const share = Math.round(((begun - 1) / of) * 100);
    const line = `${begun}/${of}  ${share} %  ${now} …${far === undefined ? '' : ` ${far}`}`;
    stream.write(`${CLEAR}${line.slice(0, (stream.columns ?? 80) - 1)}`);
  });
  return () => {
    stop();
    if (begun > 0) stream.write(CLEAR);
  };
}
