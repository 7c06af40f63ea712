/**
 * Writes down which properties of the reviewed types there are in the pinned source, in lib/world/meaning/properties:
 * whoever runs it after an upgrade says with the difference that they reviewed what is new in it. Without --write it
 * prints what would change, and ends with 1 where anything would.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROPERTIES } from '../lib/world/meaning/properties';
import { FAMILIES } from '../lib/world/meaning/rows';
import { writeTree } from '../lib/world/meaning/tree';
import { specTrees } from './type-spec';

const folder = join(dirname(__dirname), 'lib', 'world', 'meaning', 'properties');
const trees = specTrees();

/** Types that the source does not hold: CDK's own, which CloudFormation takes like any other. */
const BESIDES: Readonly<Record<string, string>> = { 'AWS::CDK::Metadata': 'Analytics' };

function lineOf(type: string): string {
  const tree = trees.get(type);
  if (!tree && BESIDES[type] === undefined) throw new Error(`${type} is in a row, but not in the source.`);
  return `${type} ${tree ? writeTree(tree) : BESIDES[type]}`.trim();
}

function fileOf(family: string, lines: readonly string[]): string {
  return [
    '/** Properties of the reviewed types, one type a line; `npx tsx scripts/review-types.ts --write` writes them. */',
    `export const ${family.toUpperCase()} = \`\n${lines.join('\n')}\n\`;\n`,
  ].join('\n');
}

/** Types that nobody reviewed yet: wherever one stands in a guarded account, the proof is unknown. */
function writeOthers(): void {
  const reviewed = new Set(Object.values(FAMILIES).flatMap((rows) => rows.map(([type]) => type)));
  const others = [...trees.keys()].filter((type) => !reviewed.has(type));
  const file = join(dirname(__dirname), 'test', 'lib', 'world', 'meaning', 'not-reviewed.json');
  writeFileSync(file, `${JSON.stringify(others, null, 2)}\n`);
}

if (process.argv.includes('--write')) writeOthers();
let differs = false;
if (process.argv.includes('--write')) mkdirSync(folder, { recursive: true });
for (const [family, rows] of Object.entries(FAMILIES)) {
  const lines = rows.map(([type]) => lineOf(type)).sort();
  if (process.argv.includes('--write')) writeFileSync(join(folder, `${family}.ts`), fileOf(family, lines));
  const before = new Set(PROPERTIES[family]?.trim().split('\n') ?? []);
  for (const line of lines.filter((one) => !before.has(one))) {
    differs = true;
    console.log(line);
  }
}
process.exitCode = differs && !process.argv.includes('--write') ? 1 : 0;
