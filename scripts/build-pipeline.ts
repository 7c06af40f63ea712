/** Bundles the scripts that the platform's CodeBuild projects run; they stand inline in the projects' buildspecs. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..');

buildSync({
  entryPoints: ['verify', 'deploy'].map((name) => join(root, 'constructs', 'pipeline', 'script', `${name}.ts`)),
  outdir: join(root, 'dist', 'data', 'pipeline'),
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: '// Part of cdk-guarded-environments; the sources are in constructs/pipeline/script.' },
});
