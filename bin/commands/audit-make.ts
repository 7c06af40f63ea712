import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Evidence,
  fileSigner,
  gather,
  kmsSigner,
  readPack,
  leaseEvidence,
  type Records,
  recordsFrom,
  readTrail,
  type Signer,
  trailFiles,
  writePack,
} from '../../lib/audit';
import { InputError } from '../../lib/errors';
import { packageRoot } from '../../lib/package-root';
import { answering, working } from '../../lib/progress';
import { readAssembly, readSnapshot } from '../../lib/prover';
import { readReports } from '../../lib/summary';
import { EXIT } from '../failure';

/** What a pack is made from. */
export interface PackOptions {
  readonly app: string;
  readonly snapshot?: string;
  readonly records?: readonly string[];
  readonly trail?: string;
  readonly out: string;
  readonly sample: { readonly size: number; readonly seed: number };
  readonly previous?: string;
  readonly key?: string;
  readonly kmsKey?: string;
  readonly time?: string;
}

/** Makes a pack; ends as `guarded prove` does. */
export async function makePack(options: PackOptions): Promise<void> {
  const time = timeOf(options.time);
  const signer = signerOf(options);
  const previous = options.previous === undefined ? undefined : readPack(options.previous);
  working(`reading ${options.app}`);
  const world = readAssembly(options.app);
  const deployed = options.snapshot === undefined ? undefined : readSnapshot(options.snapshot);
  const { records, leases, problems } =
    options.records === undefined ? noRecords() : await recordsFrom(options.records);
  const trail = options.trail === undefined ? undefined : await readTrail(world, trailFiles(options.trail));
  working('proving, and gathering the evidence');
  const gathered = gather({
    world,
    reports: reportsOf(options.app),
    records,
    recordProblems: problems,
    leases: leases.map(leaseEvidence),
    trail,
    deployed,
    sample: options.sample,
    time,
    generator: generator(),
    previous,
  });
  working('writing the pack');
  await writePack(options.out, gathered, signer);
  answering();
  process.stderr.write(`${tellPack(gathered.evidence, options.out, signer)}\n`);
  const { verdict, deployed: told } = gathered.evidence;
  process.exitCode = verdict === 'proved' && (told?.verdict ?? 'proved') === 'proved' ? EXIT.good : EXIT.stop;
}

function noRecords(): Pick<Records, 'records' | 'leases'> & Partial<Records> {
  return { records: [], leases: [] };
}

/** A synthesis without a plugin writes no report: then nothing was acknowledged either. */
function reportsOf(app: string): ReturnType<typeof readReports> {
  return existsSync(join(app, 'validation-report.json')) ? readReports(app) : [];
}

function signerOf({ key, kmsKey }: PackOptions): Signer | undefined {
  if (key !== undefined) return fileSigner(key);
  return kmsKey === undefined ? undefined : kmsSigner(kmsKey);
}

/** The name and version of this package. */
export function generator(): Evidence['generator'] {
  const { name, version } = JSON.parse(
    readFileSync(join(packageRoot(), 'package.json'), 'utf8'),
  ) as Evidence['generator'];
  return { name, version };
}

/** `--time`, else SOURCE_DATE_EPOCH, else now. */
function timeOf(given: string | undefined): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  const [text, from] = given !== undefined ? [given, '--time'] : [epoch, 'SOURCE_DATE_EPOCH'];
  if (text === undefined || text === '') return new Date().toISOString();
  const time = new Date(given !== undefined ? text : Number(text) * 1000);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw InputError.at('arguments', from, `"${text}" is no time; right is 2026-11-27T12:00:00Z, or seconds since 1970`);
}

function tellPack(
  { verdict, controls, changes, changesWithoutExecution, population, deployed }: Evidence,
  out: string,
  signer?: Signer,
) {
  const count = (one: string): number => controls.filter((control) => control.verdict === one).length;
  const astray = changesWithoutExecution.filter((one) => one.kind === 'not sanctioned').length;
  return [
    `Wrote ${out}: ${verdict}; ${controls.length} controls, ${count('pass')} pass, ${count('fail')} fail, ${count('not evaluable here')} not evaluable here.`,
    `${changes.length} changes of prod, ${astray} writes without an execution${population.trail ? '' : ' (no trail was given)'}.`,
    ...(deployed
      ? [`On what is deployed: ${deployed.verdict}, ${deployed.drift.length} differences from the assembly.`]
      : []),
    ...population.problems.map(
      (one) => `${one.lost ? 'Not read' : 'Noticed'}: ${one.what} (${one.where}), ${one.count} times.`,
    ),
    signer ? 'The manifest is signed.' : 'The manifest is UNSIGNED: --key or --kms-key signs it.',
  ].join('\n');
}
