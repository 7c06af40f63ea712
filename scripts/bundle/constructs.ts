/**
 * Bundles the constructs, the app and the program that makes machinery again, from what jsii compiled: one file that all
 * three entries share, so that a class is the same wherever it is asked for. Each part of it runs when it is asked for.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { COMMON, ENGLISH_ALONE, PEERS, ROOT } from './options';
import { noteUsed } from './used';

const out = join(ROOT, 'dist', 'bundle');

/** What the shared file hands out, and the compiled module that it is. */
const PARTS: Readonly<Record<string, string>> = {
  constructs: './constructs/index.js',
  app: './bin/app.js',
  render: './bin/render.js',
  travel: './lib/travel/index.js',
};

const SHARED = Object.entries(PARTS)
  .map(([name, path]) => `exports.${name} = () => require('${path}');`)
  .join('\n');

async function bundleShared(): Promise<void> {
  const { metafile } = await build({
    ...COMMON,
    stdin: { contents: SHARED, resolveDir: join(ROOT, 'dist'), sourcefile: 'shared.js' },
    outfile: join(out, 'shared.js'),
    format: 'cjs',
    external: [...PEERS],
    plugins: [ENGLISH_ALONE],
  });
  noteUsed('constructs', [metafile]);
}

/** Names one by one: an ES module that imports some of them looks for them in the text. */
function writeIndex(): void {
  const names = Object.keys(createRequire(__filename)(join(ROOT, 'dist', 'constructs', 'index.js')) as object);
  const lines = names.map((name) => `exports.${name} = constructs.${name};`);
  write('index.js', `const constructs = require('./shared.js').constructs();\n${lines.join('\n')}\n`);
}

function write(name: string, text: string): void {
  writeFileSync(join(out, name), `'use strict';\n${text}`);
}

/** Makes the shared file and its entries. */
export async function bundleConstructs(): Promise<void> {
  await bundleShared();
  writeIndex();
  write('app.js', "require('./shared.js').app();\n");
  write('render.js', "require('./shared.js').render();\n");
}
