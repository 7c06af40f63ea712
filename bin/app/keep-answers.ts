import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { codeDigest, Kept, keepOn } from '../../lib/kept';

/** What the checks of a synthesis are built on. */
const BUILT_ON = ['aws-cdk-lib', 'cdk-nag', 'constructs'];

/**
 * Lets an app keep what its checks answered beside what npm installed: `node_modules/.cache/guarded`, which may be deleted
 * at any time; `GUARDED_CACHE=off` keeps nothing. Verify and `guarded prove` never ask it: a product could write to it.
 */
export function keepAnswers(app: object): void {
  const modules = resolve('node_modules');
  if (process.env.GUARDED_CACHE === 'off' || !existsSync(modules)) return;
  keepOn(app, new Kept(join(modules, '.cache', 'guarded'), codeDigest(versions())));
}

function versions(): Record<string, string> {
  const require = createRequire(__filename);
  const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return Object.fromEntries(BUILT_ON.map((name) => [name, version(name)]));
}
