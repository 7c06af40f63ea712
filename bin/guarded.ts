#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../lib/package-root';
import { registerCommands } from './commands';
import { showProgress } from '../lib/progress';
import { exitCodeOf, explainFailure } from './failure';

/** The command with all its subcommands; usage errors throw instead of leaving the process. */
function program(): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const command = new Command('guarded')
    .description('Guarded AWS environments: proofs, change control and self-service from the command line.')
    .version(version)
    .option('--quiet', 'no progress on standard error; there is none where that is no terminal')
    .exitOverride()
    .showHelpAfterError();
  registerCommands(command);
  for (const sub of allOf(command)) sub.exitOverride();
  return command;
}

/** A command with its subcommands at every depth. */
function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap((sub) => allOf(sub as Command))];
}

/** A reader that has seen enough (`| head -1`) closes the pipe: nobody is told anything more, and the exit code stands. */
function endQuietly(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** What most commands say that they do. */
const STAGES = 3;

/** Which versions of Node.js hold is told by `engines` of package.json; the clients of AWS would say it at each call. */
const QUIET_CLIENTS = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

async function main(): Promise<void> {
  process.env[QUIET_CLIENTS] ??= 'true';
  [process.stdout, process.stderr].forEach(endQuietly);
  const done = showProgress({ stream: process.stderr, stages: STAGES, quiet: process.argv.includes('--quiet') });
  try {
    await program().parseAsync(process.argv);
    done();
  } catch (error) {
    done();
    if (!(error instanceof CommanderError)) process.stderr.write(`${explainFailure(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

void main();
