/**
 * Bundles each handler of change control to dist/runtime/<name>/index.js and each of self-service to
 * dist/runtime/sandbox-<name>/index.js, complete in one file. The same sources give
 * the same bytes on every machine: no absolute path, no time, no order of the file system goes into a bundle.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { HANDLERS } from '../lib/change/wiring';
import { SANDBOX_HANDLERS } from '../lib/sandbox/wiring';

const root = dirname(__dirname);

/** Bundles one handler. */
export function bundle(name: string, out: string, source = name): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: [`lib/runtime/${source}.ts`],
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
  const all = [
    ...HANDLERS.map((name) => ({ name: name as string, source: name as string })),
    ...SANDBOX_HANDLERS.map((name) => ({ name: `sandbox-${name}`, source: `sandbox/${name}` })),
  ];
  for (const { name, source } of all) {
    if (!existsSync(join(root, 'lib', 'runtime', `${source}.ts`)))
      throw new Error(`lib/runtime/${source}.ts is missing.`);
    rmSync(join(out, name), { recursive: true, force: true });
    bundle(name, out, source);
  }
}
