import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Style } from '../../lib/summary';
import { colours } from './colours';

/** Options of `guarded show`. */
interface ShowOptions {
  readonly platform: string;
  readonly app: string;
  readonly json?: boolean;
}

const COLOURS: Style = { heading: colours.bold, bad: colours.red, width: process.stdout.columns };

async function show({ platform, app, json }: ShowOptions): Promise<void> {
  const [{ readPlatform }, { renderSummary, summarize }] = await Promise.all([
    import('../../lib/config/index.js'),
    import('../../lib/summary/index.js'),
  ]);
  const { config, files } = readPlatform(platform);
  const summary = summarize(config, app);
  for (const file of files.filter((each) => isNewer(each, join(app, 'manifest.json'))))
    process.stderr.write(`${file} was changed after ${app} was made of it; \`npx cdk synth\` makes it anew.\n`);
  process.stdout.write(`${json ? JSON.stringify(summary, undefined, 2) : renderSummary(summary, COLOURS)}\n`);
}

function isNewer(file: string, than: string): boolean {
  return statSync(file).mtimeMs > statSync(than).mtimeMs;
}

/** `guarded show`: what the synthesis told, again. */
export function register(program: Command): void {
  program
    .command('show')
    .description('Tell what platform.yaml comes to: environments, people, runbooks, pipelines, alarms, findings.')
    .option('--platform <file>', 'the description of the platform', 'platform.yaml')
    .option('--app <directory>', 'the cloud assembly that `npx cdk synth` made of it', 'cdk.out')
    .option('--json', 'one JSON document')
    .action(show);
}
