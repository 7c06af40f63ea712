import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import type { AccountEnvironment } from '../../lib/prover';
import type { Unread } from '../../lib/snapshot';
import { EXIT } from '../failure';

interface SnapshotOptions {
  readonly out: string;
  readonly roleName: string;
  readonly regions?: readonly string[];
  readonly homeRegion?: string;
  readonly environment?: readonly string[];
}

const ENVIRONMENTS = /^(\d{12})=(dev|test|prod|tooling|audit|management|other)$/;

/** `333333333333=prod`. */
function environmentsOf(pairs: readonly string[]): Record<string, AccountEnvironment> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const match = ENVIRONMENTS.exec(pair);
      if (match) return [match[1], match[2] as AccountEnvironment];
      throw InputError.at(
        'arguments',
        '--environment',
        `${pair} is not ACCOUNT=ENVIRONMENT, for example 333333333333=prod`,
      );
    }),
  );
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

function tellUnread({ account, region, what, why }: Unread): string {
  return `  ${[account, region, what].filter(Boolean).join(' ')}: ${why}`;
}

async function snapshot(options: SnapshotOptions): Promise<void> {
  const environments = environmentsOf(options.environment ?? []);
  const { collect, DEFAULT_REGIONS } = await import('../../lib/snapshot/index.js');
  const regions = options.regions ?? DEFAULT_REGIONS;
  const { snapshot: collected, unread } = await collect({ ...options, regions, environments, progress: tell });
  writeFileSync(options.out, `${JSON.stringify(collected, undefined, 2)}\n`);
  tell(
    `Wrote ${options.out}: ${collected.organization.accounts.length} accounts, ${regions.length} regions (others were not looked into).`,
  );
  if (unread.length > 0) tell(['Not read, and so unknown in a proof:', ...unread.map(tellUnread)].join('\n'));
  process.exitCode = EXIT.good;
}

/** `guarded snapshot`: collects from live accounts what proofs about them rest on. */
export function register(program: Command): void {
  program
    .command('snapshot')
    .description('Collect a snapshot of the organization and its accounts from AWS.')
    .requiredOption('--out <file>', 'file to write')
    .option('--role-name <name>', 'role to assume in every account', 'OrganizationAccountAccessRole')
    .option('--regions <region...>', 'regions to look into (default: those that are on everywhere)')
    .option('--home-region <region>', 'region of Identity Center and of the first calls')
    .option('--environment <account=environment...>', 'what an account is for; wins over its tag guarded:environment')
    .action(snapshot);
}
