import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { oneLine } from '../../lib/change/escape';
import { EXIT } from '../failure';

interface SetupOptions {
  readonly file: string;
  readonly roleName: string;
  readonly offline?: boolean;
  readonly json?: boolean;
}

/** What can be seen with the credentials at hand; nothing without any. */
async function seen({ roleName, offline }: SetupOptions, platform: { readonly region: string }) {
  if (offline) return undefined;
  const { connect } = await import('../../lib/snapshot/connection.js');
  try {
    return await connect(roleName, platform.region);
  } catch (error) {
    const why = oneLine((error as Error).message);
    process.stderr.write(`No credentials answer (${why}), so this is the whole plan and not where you are.\n`);
    return undefined;
  }
}

async function setup(options: SetupOptions): Promise<void> {
  const { readPlatform } = await import('../../lib/config/index.js');
  const { lookAround, lookAtSnapshot, setupOf, setupPlatform, tellSetup } = await import('../../lib/setup/index.js');
  const platform = setupPlatform(readPlatform(options.file).config);
  const connection = await seen(options, platform);
  const around = connection ? await lookAround(platform, connection) : {};
  const named = platform.snapshot && resolve(dirname(options.file), platform.snapshot);
  const found = setupOf(platform, { ...around, ...(named ? { snapshotFile: lookAtSnapshot(named) } : {}) });
  process.stdout.write(`${options.json ? JSON.stringify(found, undefined, 2) : tellSetup(found)}\n`);
  process.exitCode = EXIT.good;
}

/** `guarded setup`: where a team is on the way to a first guarded prod, and the next command. Changes nothing. */
export function register(program: Command): void {
  program
    .command('setup')
    .description('Say where you are on the way to a first guarded prod, and what to type next. Changes nothing.')
    .option('--file <file>', 'the platform.yaml', 'platform.yaml')
    .option('--role-name <name>', 'role to look through in every account', 'OrganizationAccountAccessRole')
    .option('--offline', 'look at nothing: the whole plan')
    .option('--json', 'one JSON document')
    .action(setup);
}
