/**
 * Bundles the scripts that the platform's CodeBuild projects run. They stand inline in the projects' buildspecs, packed by
 * this build once: another version of Node.js may pack the same text into other bytes, and then nothing would be the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { noteUsed } from './bundle/used';

const root = join(__dirname, '..');

const scripts = ['verify', 'deploy'];
const folder = join(root, 'dist', 'data', 'pipeline');

const { metafile } = buildSync({
  entryPoints: scripts.map((name) => join(root, 'constructs', 'pipeline', 'script', `${name}.ts`)),
  outdir: folder,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  metafile: true,
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: '// Part of cdk-guarded-environments; the sources are in constructs/pipeline/script.' },
});
for (const name of scripts) {
  const file = join(folder, `${name}.cjs`);
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
}
noteUsed('pipeline', [metafile]);
