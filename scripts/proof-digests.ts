/**
 * `npx tsx --conditions=source scripts/proof-digests.ts [snapshots or folders of them]`: a line an input with the digests of
 * its verdict and its certificate. What only makes the proof quicker leaves all of these lines as they were: run it before
 * and after, and compare. The generated organizations and the synthesized example are always among the inputs.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { proveChecked } from '../lib/prover/prove';
import { readAssembly } from '../lib/world/assembly';
import type { World } from '../lib/world/model';
import { parseSnapshot } from '../lib/world/snapshot/read';
import { organization } from './bench-prove-organization';

const SIZES = [4, 10, 40];

const short = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** A snapshot that cannot be read is told by its error. */
function tell(label: string, world: () => World): void {
  try {
    const { result, certificate } = proveChecked(world());
    const verdicts = result.theorems.map((theorem) => theorem.verdict[0]).join('');
    console.log([label, verdicts, short(result), short(certificate)].join('  '));
  } catch (error) {
    console.log([label, 'error', short((error as Error).message)].join('  '));
  }
}

/** The snapshots that a path means, in order. */
function snapshotsAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

const example = join(dirname(__dirname), 'cdk.out');
if (existsSync(join(example, 'manifest.json'))) tell('shipped example', () => readAssembly(example));
for (const size of SIZES)
  tell(`${size} accounts`, () => parseSnapshot(JSON.stringify(organization(size)), 'generated'));
for (const file of process.argv.slice(2).flatMap(snapshotsAt))
  tell(file, () => parseSnapshot(readFileSync(file, 'utf8'), 'snapshot.json'));
