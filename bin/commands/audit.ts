import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { register as registerDeployed } from './audit-deployed';
import { register as registerDrift } from './audit-drift';
import { register as registerVerify } from './audit-verify';

/** Options of `guarded audit`. */
interface AuditOptions {
  readonly app?: string;
  readonly snapshot?: string;
  readonly records?: readonly string[];
  readonly trail?: string;
  readonly out?: string;
  readonly sample: string;
  readonly seed: string;
  readonly previous?: string;
  readonly key?: string;
  readonly kmsKey?: string;
  readonly time?: string;
}

async function audit(options: AuditOptions): Promise<void> {
  const missing = (['app', 'out'] as const).find((name) => options[name] === undefined);
  if (missing) throw InputError.at('arguments', `--${missing}`, 'is missing: guarded audit --app cdk.out --out pack');
  if (options.key !== undefined && options.kmsKey !== undefined)
    throw InputError.at('arguments', '--key', 'give a key in a file or one of KMS, not both');
  const { makePack } = await import('./audit-make.js');
  await makePack({
    ...options,
    app: options.app!,
    out: options.out!,
    sample: { size: whole('--sample', options.sample), seed: whole('--seed', options.seed) },
  });
}

function whole(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw InputError.at('arguments', option, `"${text}" is no whole number from 0 to 999999999`);
}

/** `guarded audit`: writes evidence that an auditor can check alone, verifies it, and tells drift. */
export function register(program: Command): void {
  const command = program
    .command('audit')
    .description('Write an audit pack: evidence per control with a witness, one page, and a proof to check offline.')
    .option('--app <directory>', 'the cloud assembly that `npx cdk synth` made')
    .option('--snapshot <file>', 'what is deployed, from `guarded snapshot`')
    .option(
      '--records <place...>',
      'change records: a copy of the write-once store, s3://bucket/records/…, or what `change list --json` prints',
    )
    .option('--trail <directory>', 'CloudTrail files in the organization layout: a folder or s3://bucket/prefix')
    .option('--out <directory>', 'folder to write')
    .option('--sample <number>', 'changes to draw for sampling', '25')
    .option('--seed <number>', 'the same seed draws the same sample', '1')
    .option('--previous <directory>', 'an earlier pack, to tell what changed since')
    .option('--key <file>', 'Ed25519 private key that signs the manifest')
    .option('--kms-key <arn>', 'asymmetric key of KMS that signs the manifest')
    .option('--time <iso>', 'the time that the pack states (default: SOURCE_DATE_EPOCH, else now)')
    .action(audit);
  registerVerify(command);
  registerDrift(command);
  registerDeployed(command);
}
