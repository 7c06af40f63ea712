import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { parsePolicy, readJson } from '../../lib/iam';
import type { PolicySource } from '../../lib/world/model';
import { EXIT } from '../failure';
import { readText } from './policy-file';
import type { WorldOptions } from './prove';
import { readWorld } from './prove';

interface ExplainOptions extends WorldOptions {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: readonly string[];
  readonly assumePolicy?: readonly string[];
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

/** A policy that the principal would have, beside those it has. */
function assumedPolicy(file: string): PolicySource {
  const reading = readJson(readText(file), file);
  if ('problem' in reading) throw new InputError([reading.problem]);
  const { problems, policy } = parsePolicy(reading.value, 'identity', file);
  if (problems.length > 0) throw new InputError(problems);
  return { name: file, policy, where: file };
}

async function explain(options: ExplainOptions): Promise<void> {
  const context = contextOf(options.context ?? []);
  const world = await readWorld(options);
  const prover = await import('../../lib/prover/index.js');
  const { principal, action, resource } = options;
  const assumed = (options.assumePolicy ?? []).map(assumedPolicy);
  const explanation = prover.explain(world, { principal, action, resource, context }, assumed);
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
    .requiredOption('--principal <arn>', 'who asks: a role, a user or a session, as IAM or Identity Center name it')
    .requiredOption('--action <action>', 'for example s3:PutObject')
    .requiredOption('--resource <arn>', 'what it acts on; * for actions without a resource')
    .option('--context <key=value...>', 'condition keys of the request; the answer says on which others it rests')
    .option('--assume-policy <file...>', 'a policy to assume besides its own, or for a principal that is not there yet')
    .option('--app <directory>', 'a cloud assembly')
    .option('--platform <snapshot>', "the organization around a workload's assembly")
    .option('--snapshot <file>', 'a snapshot of the organization')
    .option('--json', 'one JSON document')
    .action(explain);
}
