/**
 * Bundles each handler of change control to dist/runtime/<name>/index.js, complete in one file. The same sources give
 * the same bytes on every machine: no absolute path, no time, no order of the file system goes into a bundle.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { HANDLERS } from '../lib/change/wiring';

const root = dirname(__dirname);

/** Bundles one handler. */
export function bundle(name: string, out: string): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: [`lib/runtime/${name}.ts`],
    outfile: join(out, name, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  });
}

if (require.main === module) {
  const out = join(root, 'dist', 'runtime');
  for (const name of HANDLERS) {
    if (!existsSync(join(root, 'lib', 'runtime', `${name}.ts`))) throw new Error(`lib/runtime/${name}.ts is missing.`);
    rmSync(join(out, name), { recursive: true, force: true });
    bundle(name, out);
  }
}
