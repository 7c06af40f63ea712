import { explore } from '../prover/closure/explore';
import type { World } from '../world/model';

/** A principal that people come to act as or drive on one side only. */
export interface Reached {
  readonly arn: string;
  readonly account: string;
}

/** Who, besides the people themselves, people can come to act as or drive in one world and not in the other. */
export interface ReachDifference {
  readonly gained: readonly Reached[];
  readonly lost: readonly Reached[];
}

/** Compares the closures of two worlds. */
export function reachDifference(older: World, newer: World): ReachDifference {
  const [before, after] = [reachedIn(older), reachedIn(newer)];
  const only = (some: Map<string, Reached>, others: Map<string, Reached>): Reached[] =>
    [...some].filter(([arn]) => !others.has(arn)).map(([, one]) => one);
  return { gained: only(after, before), lost: only(before, after) };
}

function reachedIn(world: World): Map<string, Reached> {
  const found = [...explore(world).nodes.values()].map((node) => node.actor.principal).filter((one) => !one.person);
  return new Map(found.map(({ arn, account }) => [arn, { arn, account }]));
}
