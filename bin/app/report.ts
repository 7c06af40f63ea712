import { renderSummary, summarize } from '../../lib/summary';
import type { Summary } from '../../lib/summary';
import type { PlatformConfig } from '../../lib/config';

/** Plugins whose findings nobody can acknowledge away. */
const FINAL: readonly string[] = ['Acknowledgements'];

function silenced({ checks }: Summary): string[] {
  return checks
    .filter(({ plugin }) => FINAL.includes(plugin))
    .flatMap(({ acknowledged }) => acknowledged.map(({ id }) => id));
}

/** The short summary after a synthesis, and what is wrong although CDK let it pass. */
export interface Report {
  readonly text: string;
  readonly silenced: readonly string[];
}

/** Reads the finished assembly, as `guarded show` does. */
export function report(config: PlatformConfig, assembly: string): Report {
  const summary = summarize(config, assembly);
  return { text: renderSummary(summary), silenced: silenced(summary) };
}
