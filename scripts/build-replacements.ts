/** What CloudFormation replaces a resource for, by type, cut from the pinned specification: `dist/data/replacements.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { dataFile } from '../lib/package-root';

/** Paths of properties, with dots; entries of lists and maps stand for the list itself. */
interface Row {
  readonly yes: string[];
  readonly maybe: string[];
  readonly identifier?: string[];
}

/** Deeper than this a definition holds itself. */
const DEEPEST = 4;

function collect(
  database: SpecDatabase,
  properties: Readonly<Record<string, Property>>,
  path: string[],
  row: Row,
): void {
  for (const [name, property] of Object.entries(properties)) {
    const own = [...path, name];
    if (property.causesReplacement === 'yes') row.yes.push(own.join('.'));
    else if (property.causesReplacement === 'maybe') row.maybe.push(own.join('.'));
    if (property.causesReplacement !== 'yes' && own.length < DEEPEST) within(database, property.type, own, row);
  }
}

function within(database: SpecDatabase, type: PropertyType, path: string[], row: Row): void {
  if (type.type === 'array' || type.type === 'map') return within(database, type.element, path, row);
  if (type.type === 'union') return type.types.forEach((one) => within(database, one, path, row));
  if (type.type === 'ref') collect(database, database.get('typeDefinition', type.reference.$ref).properties, path, row);
}

/** What names a resource: its identifier where a template may choose it, else the property that is called so. */
function identifierOf({ cloudFormationType, primaryIdentifier = [], properties }: Resource, yes: readonly string[]) {
  if (primaryIdentifier.length > 0 && primaryIdentifier.every((name) => name in properties)) return primaryIdentifier;
  return [`${cloudFormationType.split('::').at(-1)}Name`, 'Name'].filter((name) => yes.includes(name)).slice(0, 1);
}

const unique = (list: readonly string[]) => [...new Set(list)].sort();

const database = loadAwsServiceSpecSync();
const rows = database.all('resource').map((resource): [string, Row] => {
  const row: Row = { yes: [], maybe: [] };
  collect(database, resource.properties, [], row);
  const identifier = identifierOf(resource, row.yes);
  const { cloudFormationType: type } = resource;
  return [type, { yes: unique(row.yes), maybe: unique(row.maybe), ...(identifier.length > 0 ? { identifier } : {}) }];
});
const file = dataFile('replacements.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1))))}\n`);
