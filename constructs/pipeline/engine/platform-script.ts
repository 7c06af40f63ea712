import { existsSync, readFileSync } from 'node:fs';
import { dataFile } from '../../../lib/package-root';

/** Scripts that the platform's projects run; the build bundles each from constructs/pipeline/script. */
export type ScriptName = 'verify' | 'deploy';

/** A script as it stands inline in a buildspec: gzip in base64, since CodeBuild takes no longer buildspec than it is unpacked. */
export function platformScript(name: ScriptName): string {
  const file = dataFile(`pipeline/${name}.cjs.gz`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build", or reinstall the package.`);
  return readFileSync(file).toString('base64');
}
