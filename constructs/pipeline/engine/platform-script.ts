import { existsSync, readFileSync } from 'node:fs';
import { dataFile } from '../../../lib/package-root';

/** Scripts that the platform's projects run; the build bundles each from constructs/pipeline/script. */
export type ScriptName = 'verify' | 'deploy';

/** The text of a script, to stand inline in a buildspec. */
export function platformScript(name: ScriptName): string {
  const file = dataFile(`pipeline/${name}.cjs`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build", or reinstall the package.`);
  return readFileSync(file, 'utf8').trimEnd();
}
