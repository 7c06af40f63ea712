import type { World } from '../../lib/world/model';
import type { Judgement } from './judge';
import { together } from './mutants';
import type { Grouped } from './mutants';
import { REDUNDANT } from './redundant';

/** One thing to try and what must come of it. */
export interface Case {
  /**
   * `alone`: a guard that matters; `redundant`: guards that can go, all of an entry together; `held`: with what holds in
   * their place; `unguarded`: all guards of dev and test together; `stale`: an entry that matches nothing.
   */
  readonly kind: 'alone' | 'redundant' | 'held' | 'unguarded' | 'stale';
  readonly name: string;
  readonly expected: 'proved' | 'refuted';
  /** How many places it stands for. */
  readonly guards: number;
  readonly apply: (world: World) => World;
}

/** What came of a case. */
export interface Outcome extends Judgement {
  readonly at: number;
}

const places = (mutants: readonly Grouped[]): number => mutants.reduce((sum, one) => sum + one.places.length, 0);

/**
 * Taking more out only allows more, so where guards that go together leave everything proved, each of them can go alone.
 */
export function casesOf(all: readonly Grouped[]): Case[] {
  const guarded = all.filter((one) => !one.unguarded);
  const unguarded = all.filter((one) => one.unguarded);
  const listed = REDUNDANT.flatMap((entry): Case[] => {
    const mutants = guarded.filter((one) => entry.match.test(one.name));
    const name = `${entry.match.source}: ${entry.why}`;
    if (mutants.length === 0)
      return [
        { kind: 'stale', name: `nothing matches ${name}`, expected: 'refuted', guards: 0, apply: (world) => world },
      ];
    const both: Case = {
      kind: 'redundant',
      name,
      expected: 'proved',
      guards: places(mutants),
      apply: together(mutants),
    };
    if (!entry.heldBy) return [both];
    const holding = guarded.filter((one) => entry.heldBy!.test(one.name));
    const apply = together([...mutants, ...holding]);
    return [
      both,
      { ...both, kind: 'held', name: `${entry.match.source} with ${entry.heldBy.source}`, expected: 'refuted', apply },
    ];
  });
  const alone = guarded
    .filter((one) => !REDUNDANT.some(({ match }) => match.test(one.name)))
    .map((one): Case => ({
      kind: 'alone',
      name: one.name,
      expected: 'refuted',
      guards: one.places.length,
      apply: one.apply,
    }));
  const rest: Case = {
    kind: 'unguarded',
    name: 'all guards of dev and test: these accounts count as in people’s hands',
    expected: 'proved',
    guards: places(unguarded),
    apply: together(unguarded),
  };
  return [...alone, ...listed, rest];
}
