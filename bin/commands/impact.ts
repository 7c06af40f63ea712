import type { Command } from 'commander';
import { answering, working } from '../../lib/progress';
import { EXIT } from '../failure';

interface ImpactOptions {
  readonly snapshot: string;
  readonly app: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

async function impact({ snapshot, app, only, json }: ImpactOptions): Promise<void> {
  const { describeAssembly, readSnapshot } = await import('../../lib/prover/index.js');
  working(`reading ${snapshot} and ${app}`);
  const [live, planned] = [readSnapshot(snapshot), describeAssembly(app)];
  const { impactOf, tellImpact } = await import('../../lib/diff/index.js');
  working('looking whom the fence would stop');
  const found = impactOf(live, planned, only);
  answering();
  process.stdout.write(`${json ? JSON.stringify(found, undefined, 2) : tellImpact(found)}\n`);
  process.exitCode = found.verdict === 'free' ? EXIT.good : EXIT.stop;
}

/** `guarded impact`: whom the fence would stop, before anybody attaches it. */
export function register(program: Command): void {
  program
    .command('impact')
    .description('Tell who and what the fence would stop in the deployed organization, before anybody attaches it.')
    .requiredOption('--snapshot <file>', 'what is deployed, as `guarded snapshot` collected it')
    .option('--app <directory>', 'the cloud assembly that `npx cdk synth` made', 'cdk.out')
    .option('--only <ids...>', 'units and accounts that the fence is attached to, a step at a time')
    .option('--json', 'one JSON document')
    .action(impact);
}
