/** Bundles the scripts that the platform's CodeBuild projects run; they stand inline in the projects' buildspecs. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { noteUsed } from './bundle/used';

const root = join(__dirname, '..');

const { metafile } = buildSync({
  entryPoints: ['verify', 'deploy'].map((name) => join(root, 'constructs', 'pipeline', 'script', `${name}.ts`)),
  outdir: join(root, 'dist', 'data', 'pipeline'),
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
noteUsed('pipeline', [metafile]);
