import { PLAIN, renderSummary, summarize } from '../../lib/summary';
import type { PlatformConfig } from '../../lib/config';

/** The short summary after a synthesis, from the finished assembly, as `guarded show` makes it. */
export function report(config: PlatformConfig, assembly: string): string {
  return renderSummary(summarize(config, assembly), { ...PLAIN, width: process.stderr.columns });
}
