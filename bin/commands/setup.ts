import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { oneLine } from '../../lib/change/escape';
import type { SetupFacts, SetupPlatform } from '../../lib/setup';
import { EXIT } from '../failure';
import { unpushed } from './working-copy';

interface SetupOptions {
  readonly file: string;
  readonly app: string;
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

/** What lies on this machine: no credentials are needed to look at it. */
async function here(
  { file, app }: SetupOptions,
  files: readonly string[],
  platform: SetupPlatform,
): Promise<SetupFacts> {
  const { lookAtAssembly, lookAtSnapshot } = await import('../../lib/setup/index.js');
  const folder = dirname(resolve(file));
  const named = platform.snapshot && resolve(folder, platform.snapshot);
  return {
    assembly: lookAtAssembly(app, files, platform),
    unpushed: unpushed([...files.map((one) => resolve(one)), ...(named ? [named] : [])], folder) ?? '',
    ...(named ? { snapshotFile: lookAtSnapshot(named) } : {}),
  };
}

async function setup(options: SetupOptions): Promise<void> {
  const { readPlatform } = await import('../../lib/config/index.js');
  const { lookAround, setupOf, setupPlatform, tellSetup } = await import('../../lib/setup/index.js');
  const { config, files } = readPlatform(options.file);
  const platform = setupPlatform(config);
  const connection = await seen(options, platform);
  if (connection) tellStranger(connection.account, platform);
  const around = connection ? await lookAround(platform, connection) : {};
  const found = setupOf(platform, { ...around, ...(await here(options, files, platform)) });
  process.stdout.write(`${options.json ? JSON.stringify(found, undefined, 2) : tellSetup(found)}\n`);
  process.exitCode = EXIT.good;
}

/** Somebody who is signed in elsewhere, or whose file still holds the ids that were made up, sees nothing and wonders why. */
function tellStranger(account: string, { management, accounts }: SetupPlatform): void {
  if ([management, ...accounts.map(({ id }) => id)].includes(account)) return;
  process.stderr.write(
    `You are signed in to ${account}, which platform.yaml does not name: sign in to ${management}.\n`,
  );
}

/** `guarded setup`: where a team is on the way to a first guarded prod, and the next command. Changes nothing. */
export function register(program: Command): void {
  program
    .command('setup')
    .description('Say where you are on the way to a first guarded prod, and what to type next. Changes nothing.')
    .option('--file <file>', 'the platform.yaml', 'platform.yaml')
    .option('--app <directory>', 'the assembly that the steps deploy', 'cdk.out')
    .option('--role-name <name>', 'role to look through in every account', 'OrganizationAccountAccessRole')
    .option('--offline', 'look at nothing: the whole plan')
    .option('--json', 'one JSON document')
    .action(setup);
}
