import type { Kind } from '../../meaning/meaning';
import type { Reviewed } from '../../meaning/table';
import type { Tree } from '../../meaning/tree';
import { Choice, isMap, NO_VALUE, type Value } from '../value';

/** A single value within a resource's properties. */
export interface Leaf {
  /** Names of the properties that lead to it, lists left out: `ContainerDefinitions.Image`. */
  readonly path: string;
  /** What it carries; undefined: nothing. */
  readonly kind: Kind | undefined;
  readonly value: Value;
}

/** The properties of a resource, taken apart. */
export interface Leaves {
  readonly leaves: readonly Leaf[];
  /** Properties that the review did not see. */
  readonly unreviewed: readonly string[];
}

/** Takes the properties of a resource of a reviewed type apart: each branch of a choice counts. */
export function leavesOf(properties: Value, reviewed: Reviewed): Leaves {
  const leaves: Leaf[] = [];
  const unreviewed = new Set<string>();

  const walk = (value: Value, tree: Tree | undefined, path: string): void => {
    if (Array.isArray(value)) return value.forEach((entry) => walk(entry, tree, path));
    if (value instanceof Choice) return value.options.forEach((option) => walk(option, tree, path));
    if (value === NO_VALUE) return;
    if (!isMap(value)) return void leaves.push({ path, kind: reviewed.kindOf(path), value });
    for (const [name, entry] of Object.entries(value)) {
      if (entry === NO_VALUE) continue;
      const below = path === '' ? name : `${path}.${name}`;
      const known = tree?.get(name) ?? tree?.get('*');
      if (tree && tree.size > 0 && !known) unreviewed.add(below);
      else walk(entry, known ?? new Map<string, Tree>(), tree?.has('*') && !tree.has(name) ? path : below);
    }
  };
  walk(properties, reviewed.properties, '');
  return { leaves, unreviewed: [...unreviewed] };
}

/** The values of a resource without a reviewed type, each with its path. */
export function plainLeaves(properties: Value): readonly Leaf[] {
  const free: Reviewed = { row: {}, properties: new Map(), kindOf: () => undefined };
  return leavesOf(properties, free).leaves;
}
