/**
 * Bundles the command to dist/bundle/guarded.mjs: what every call needs, and beside it the parts that only some commands
 * load. The CDK command line's plugin is a file of its own. Another folder may be named: tests bundle the sources apart.
 */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { COMMON, ENGLISH_ALONE, PEERS, ROOT, SHAKEN } from './bundle/options';
import { noteUsed } from './bundle/used';

const [, , elsewhere] = process.argv;
const out = elsewhere ?? join(ROOT, 'dist', 'bundle');

/** What CommonJS modules find around them, and ES modules do not. */
const SURROUNDINGS = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
  "const __dirname = __createRequire(import.meta.url)('node:path').dirname(__createRequire(import.meta.url)('node:url').fileURLToPath(import.meta.url));",
].join('\n');

async function command(): Promise<Metafile> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: { guarded: 'bin/guarded.ts' },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'parts/[name]-[hash]',
    format: 'esm',
    splitting: true,
    mainFields: [...SHAKEN],
    banner: { js: SURROUNDINGS },
    external: [...PEERS],
    plugins: [ENGLISH_ALONE],
  });
  return metafile;
}

/** The command line loads plugins as CommonJS. */
async function plugin(): Promise<Metafile> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: ['bin/credentials.ts'],
    outfile: join(out, 'credentials.js'),
    format: 'cjs',
    mainFields: [...SHAKEN],
  });
  return metafile;
}

async function main(): Promise<void> {
  rmSync(join(out, 'parts'), { recursive: true, force: true });
  const made = await Promise.all(elsewhere ? [command()] : [command(), plugin()]);
  if (!elsewhere) noteUsed('command', made);
  chmodSync(join(out, 'guarded.mjs'), 0o755);
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
