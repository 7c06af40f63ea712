/**
 * `npm run test:peers`: installs the packed archive in a folder of its own with aws-cdk-lib, constructs and cdk-nag at the lower and
 * at the upper end of their peer ranges, and there synthesizes the example that travels, as the product and on the platform, and
 * proves it. Asks the registry for the packages.
 */
import { type End, type Ended, PLATFORM_APP, installedPeers, product, run, synth, withArchive } from './peers/folder';

function must(end: End, what: string, { status, text, stdout }: Ended): string {
  if (status === 0) return stdout;
  throw new Error(`At the ${end} end ${what} ended with ${status}:\n${text.slice(-4000)}`);
}

/** The product's own app, then the platform with the workload beside it, then its proof. */
function tryExample(folder: string, end: End): void {
  const example = product(folder);
  must(end, "the product's synthesis", synth(example, 'node --import tsx app.ts'));
  must(end, "the platform's synthesis", synth(example, PLATFORM_APP, 'platform.out'));
  const told = must(end, 'the proof', run(example, 'guarded', 'prove', '--app', 'platform.out', '--json'));
  const { verdict } = JSON.parse(told) as { verdict: string };
  if (verdict !== 'proved') throw new Error(`At the ${end} end the example is ${verdict}, expected proved`);
}

for (const end of ['lower', 'upper'] as const)
  withArchive(end, [], (folder) => {
    const versions = installedPeers(folder, end);
    tryExample(folder, end);
    console.log(`${end} end: ${versions}: synthesized as product and on the platform, and proved`);
  });
