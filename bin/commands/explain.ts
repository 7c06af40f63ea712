import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { EXIT } from '../failure';
import type { WorldOptions } from './prove';
import { readWorld } from './prove';

interface ExplainOptions extends WorldOptions {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
  readonly json?: boolean;
}

/** `aws:SourceIp=203.0.113.7`; a key that stands twice has several values. */
function contextOf(pairs: readonly string[]): Record<string, string[]> {
  const context: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1)
      throw InputError.at('arguments', '--context', `${pair} is not KEY=VALUE, for example aws:SourceIp=203.0.113.7`);
    (context[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return context;
}

async function explain(options: ExplainOptions): Promise<void> {
  const context = contextOf(options.context ?? []);
  const world = await readWorld(options);
  const prover = await import('../../lib/prover/index.js');
  const { principal, action, resource } = options;
  const explanation = prover.explain(world, { principal, action, resource, context });
  process.stdout.write(
    `${options.json ? JSON.stringify(explanation, undefined, 2) : prover.tellExplanation(explanation)}\n`,
  );
  process.exitCode = explanation.decision === 'unknown' ? EXIT.stop : EXIT.good;
}

/** `guarded explain`: allowed or denied, by which statements at which layer. */
export function register(program: Command): void {
  program
    .command('explain')
    .description('Tell whether a request is allowed, by which statements at which layer.')
    .requiredOption('--principal <arn>', 'who asks: a role or a user')
    .requiredOption('--action <action>', 'for example s3:PutObject')
    .requiredOption('--resource <arn>', 'what it acts on; * for actions without a resource')
    .option('--context <key=value...>', 'condition keys of the request; a key that is not given is absent')
    .option('--app <directory>', 'a cloud assembly')
    .option('--platform <snapshot>', "the organization around a workload's assembly")
    .option('--snapshot <file>', 'a snapshot of the organization')
    .option('--json', 'one JSON document')
    .action(explain);
}
