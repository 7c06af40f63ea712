import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { DriftResult } from '../../lib/audit';
import { oneLine } from '../../lib/change/escape';
import { InputError } from '../../lib/errors';
import { EXIT } from '../failure';

interface DriftOptions {
  readonly app?: string;
  readonly snapshot?: string;
  readonly sarif?: string;
  readonly json?: boolean;
}

async function drift({ app, snapshot, sarif, json }: DriftOptions): Promise<void> {
  if (app === undefined || snapshot === undefined)
    throw InputError.at('arguments', undefined, 'write guarded audit drift --app cdk.out --snapshot FILE');
  const [{ driftBetween, driftSarif }, { generator }, { readAssembly, readSnapshot }] = await Promise.all([
    import('../../lib/audit/index.js'),
    import('./audit-make.js'),
    import('../../lib/prover/index.js'),
  ]);
  const found = driftBetween(readAssembly(app), readSnapshot(snapshot));
  if (sarif !== undefined) writeFileSync(sarif, driftSarif(found.drift, generator()));
  process.stdout.write(`${json ? JSON.stringify(found, undefined, 2) : tell(found)}\n`);
  process.exitCode = found.drift.length === 0 ? EXIT.good : EXIT.stop;
}

function tell({ drift: found, notCompared }: DriftResult): string {
  const head = found.length === 0 ? 'What is deployed is what was synthesized.' : `${found.length} differences:`;
  return [
    head,
    ...found.flatMap((one) => [
      oneLine(`  ${one.kind}: ${one.where}`),
      oneLine(`    synthesized: ${one.expected}`),
      oneLine(`    deployed:    ${one.found}`),
    ]),
    ...notCompared.map((one) => `Not compared: ${one}.`),
  ].join('\n');
}

/** `guarded audit drift`: what is deployed against what was synthesized. */
export function register(audit: Command): void {
  audit
    .command('drift')
    .description('Compare what is deployed with what was synthesized.')
    .option('--app <directory>', 'the cloud assembly that `npx cdk synth` made')
    .option('--snapshot <file>', 'what is deployed, from `guarded snapshot`')
    .option('--sarif <file>', 'write the findings as SARIF too')
    .option('--json', 'one JSON document')
    .action(drift);
}
