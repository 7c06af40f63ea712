import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Tree } from '../lib/world/meaning/tree';

/** Versions of the pinned source. */
export const SPEC_PACKAGE = '@aws-cdk/aws-service-spec';

/** Every CloudFormation type of the pinned source with the tree of its properties. */
export function specTrees(): ReadonlyMap<string, Tree> {
  const database = loadAwsServiceSpecSync();
  return new Map(
    database
      .all('resource')
      .map((resource): [string, Tree] => [resource.cloudFormationType, treeOf(database, resource.properties, [])])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A definition that holds itself is a leaf the second time: the level above shows what is new in it. */
function treeOf(
  database: SpecDatabase,
  properties: Readonly<Record<string, Property>>,
  above: readonly string[],
): Tree {
  const tree = new Map<string, Tree>();
  for (const [name, property] of Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const types = [property.type, ...(property.previousTypes ?? [])];
    tree.set(name, merged(types.map((type) => within(database, type, above))));
  }
  return tree;
}

function within(database: SpecDatabase, type: PropertyType, above: readonly string[]): Tree {
  switch (type.type) {
    case 'array':
      return within(database, type.element, above);
    case 'map': {
      const entry = within(database, type.element, above);
      return entry.size === 0 ? entry : new Map([['*', entry]]);
    }
    case 'union':
      return merged(type.types.map((one) => within(database, one, above)));
    case 'ref': {
      const id = type.reference.$ref;
      if (above.includes(id)) return new Map();
      return treeOf(database, database.get('typeDefinition', id).properties, [...above, id]);
    }
    default:
      return new Map();
  }
}

function merged(trees: readonly Tree[]): Tree {
  const result = new Map<string, Tree>();
  for (const [name, tree] of trees.flatMap((one) => [...one])) {
    const known = result.get(name);
    result.set(name, known ? merged([known, tree]) : tree);
  }
  return result;
}
