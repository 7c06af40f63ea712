import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Judgement } from '../../lib/audit';
import { InputError } from '../../lib/errors';
import { PIPELINE_PATH, READER_ROLE_NAME } from '../../lib/names';
import { EXIT } from '../failure';
import { storeIn, teller } from './audit-deployed-keep';

interface DeployedOptions {
  readonly management: string;
  readonly region: string;
  readonly regions?: readonly string[];
  readonly reader: string;
  readonly store: string;
  readonly topic?: string;
  readonly platformSnapshot?: string;
  readonly upgradeArchive?: string;
  readonly records?: readonly string[];
  readonly trail?: string;
  readonly kmsKey?: string;
}

/** `guarded/pipeline/guarded-reader` */
const READER = `${PIPELINE_PATH.slice(1)}${READER_ROLE_NAME}`;

async function deployed(options: DeployedOptions): Promise<void> {
  const bucket = /^s3:\/\/([a-z0-9.-]{3,63})\/?$/.exec(options.store)?.[1];
  if (!bucket) throw InputError.at('arguments', '--store', `${options.store} is no bucket; right is s3://NAME`);
  if (!/^\d{12}$/.test(options.management))
    throw InputError.at('arguments', '--management', `${options.management} is no account id of twelve digits`);
  const folder = mkdtempSync(join(tmpdir(), 'guarded-proof-'));
  try {
    const judgement = await run(options, bucket, folder);
    process.stderr.write(`${tell(judgement)}\n`);
    process.exitCode = judgement.verdict === 'proved' ? EXIT.good : EXIT.stop;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(options: DeployedOptions, bucket: string, folder: string): Promise<Judgement> {
  const [
    { changesIn, kmsSigner, runContinuousProof },
    { collect, connectThrough, DEFAULT_REGIONS },
    { renderApart },
    { generator },
  ] = await Promise.all([
    import('../../lib/audit/index.js'),
    import('../../lib/snapshot/index.js'),
    import('../../lib/world/machinery/renderer.js'),
    import('./audit-make.js'),
  ]);
  const { management, region, reader, regions = DEFAULT_REGIONS } = options;
  const connection = connectThrough(reader, management, region);
  const progress = (message: string): void => void process.stderr.write(`${message}\n`);
  return runContinuousProof({
    collect: () => collect({ roleName: reader, regions, homeRegion: region, connection, progress }),
    store: await storeIn(bucket, region),
    tell: await teller(options.topic, region),
    render: renderApart,
    files: await filesOf([options.platformSnapshot, options.upgradeArchive]),
    folder,
    generator: generator(),
    ...(options.kmsKey === undefined ? {} : { signer: kmsSigner(options.kmsKey) }),
    changes: (world, since) => changesIn(world, { records: options.records ?? [], trail: options.trail }, since),
    now: () => new Date(),
  });
}

async function filesOf(paths: readonly (string | undefined)[]): Promise<Record<string, string>> {
  const [{ createHash }, { readFileSync }] = await Promise.all([import('node:crypto'), import('node:fs')]);
  const named = paths.filter((path) => path !== undefined);
  return Object.fromEntries(named.map((path) => [createHash('sha256').update(readFileSync(path)).digest('hex'), path]));
}

function tell({ verdict, theorems, unread }: Judgement): string {
  const lines = theorems.map((one) => `${one.verdict.padEnd(9)} ${one.id}${one.again ? ' (platform made again)' : ''}`);
  return [...lines, `${verdict}; ${unread.length} things could not be read.`].join('\n');
}

/** `guarded audit deployed`: what the continuous proof runs, once a day and on changes. */
export function register(audit: Command): void {
  audit
    .command('deployed')
    .description('Collect what is deployed, prove it, keep snapshot and pack write-once, and tell what does not hold.')
    .requiredOption('--management <account>', 'account that manages the organization')
    .requiredOption('--region <region>', 'home region of the platform')
    .requiredOption('--store <uri>', 'bucket of the evidence: s3://NAME')
    .option('--reader <name>', 'role to read every account with, its path in front', READER)
    .option('--regions <region...>', 'regions to look into (default: those that are on everywhere)')
    .option('--topic <arn>', 'topic that hears what does not hold')
    .option('--records <place...>', 'change records that the pack tells of: s3://bucket/records/…')
    .option('--trail <address>', 'the organization trail: s3://bucket/AWSLogs/o-…/')
    .option('--kms-key <id>', 'asymmetric key of KMS that signs the pack')
    .option('--platform-snapshot <file>', 'the file that platform.yaml names under snapshot, where it does')
    .option('--upgrade-archive <file>', 'the file that platform.yaml names under upgrade, where it does')
    .action(deployed);
}
