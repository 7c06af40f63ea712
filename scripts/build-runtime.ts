/** Bundles the handlers, complete in one file each: dist/runtime/change/index.js and dist/runtime/sandbox/index.js. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { COMMON, ENGLISH_ALONE, ROOT, SHAKEN } from './bundle/options';
import { noteUsed } from './bundle/used';

/** Bundles by name, and the modules that say what each exports. */
const BUNDLES: Readonly<Record<string, string>> = {
  change: 'lib/runtime/handlers.ts',
  sandbox: 'lib/runtime/sandbox/handlers.ts',
};

const out = join(ROOT, 'dist', 'runtime');

async function bundle(name: string, entry: string): Promise<Metafile> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [entry],
    outfile: join(out, name, 'index.js'),
    format: 'cjs',
    mainFields: [...SHAKEN],
    // The functions of every application carry it.
    minify: true,
    plugins: [ENGLISH_ALONE],
  });
  return metafile;
}

/** What an earlier version of the build made. */
function removeOthers(): void {
  for (const name of readdirSync(out))
    if (!Object.hasOwn(BUNDLES, name)) rmSync(join(out, name), { recursive: true, force: true });
}

async function main(): Promise<void> {
  const made = Object.entries(BUNDLES).map(([name, entry]) => bundle(name, entry));
  noteUsed('runtime', await Promise.all(made));
  removeOthers();
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
