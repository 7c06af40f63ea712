import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder that holds this package's package.json, whether the code runs from the sources or from `dist`.
 *
 * @throws when no package.json stands above this file, which means that the installation is damaged.
 */
export function packageRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('No package.json stands above the code of cdk-guarded-environments: reinstall it.');
  return packageRoot(parent);
}

/** Version of this package. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}

/** Path of a file that the build made: `dist/data/<name>`. */
export function dataFile(name: string): string {
  return join(packageRoot(), 'dist', 'data', name);
}
