import type { Evidence } from '../evidence/schema';
import type { Astray } from './judge';

type Write = Evidence['changesWithoutExecution'][number];

/**
 * Writes to explain that nobody was told of yet. Packs overlap, and CloudTrail delivers late: what was known is what the
 * pack before holds, never what is older than its end. In doubt people hear of a write twice.
 */
export function astrayIn({ changesWithoutExecution }: Evidence, before: Evidence | undefined): Astray[] {
  const known = new Map(before?.changesWithoutExecution.map((one) => [one.id, one]));
  return changesWithoutExecution
    .filter((one) => one.kind === 'not sanctioned' && !wasTold(one, known.get(one.id)))
    .map(({ action, by, account, region, last }) => ({ what: action, by, where: `${account}, ${region}`, at: last }));
}

/** Writes are grouped from the first on, whose id they bear: as many until the same time are the same ones. */
function wasTold({ last, count }: Write, before: Write | undefined): boolean {
  return before?.kind === 'not sanctioned' && last <= before.last && count <= before.count;
}
