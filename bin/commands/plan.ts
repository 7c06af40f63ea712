import type { Command } from 'commander';
import { answering, working } from '../../lib/progress';
import { EXIT } from '../failure';

interface PlanOptions {
  readonly json?: boolean;
}

async function plan(older: string, newer: string, { json }: PlanOptions): Promise<void> {
  const { planOf, plannedStacks, tellPlan } = await import('../../lib/plan/index.js');
  working(`reading ${older} and ${newer}`);
  const found = planOf(plannedStacks(older), plannedStacks(newer));
  answering();
  process.stdout.write(`${json ? JSON.stringify(found, undefined, 2) : tellPlan(found)}\n`);
  process.exitCode = found.verdict === 'stop' ? EXIT.stop : EXIT.good;
}

/** `guarded plan OLD NEW`: what would be created, replaced, deleted and left behind, by which step. */
export function register(program: Command): void {
  program
    .command('plan')
    .description(
      'Tell what a change would create, replace, delete and leave behind, where, by which step and whose credentials.',
    )
    .argument('<old>', 'the cloud assembly that is deployed (folder)')
    .argument('<new>', 'the cloud assembly that would be (folder)')
    .option('--json', 'one JSON document')
    .action(plan);
}
