/** Examples that travel: `dist/data/examples`, as a product team would keep them, beside this package in its node_modules. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataFile } from '../lib/package-root';

/** The smallest one, and a site as any team writes one. */
const EXAMPLES = ['notes', 'web'];

/** In a checkout the apps of examples run from the sources. */
const FROM_SOURCES = '--conditions=source ';

const target = dataFile('examples');

function rewrite(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  writeFileSync(file, text.replaceAll(from, to));
}

rmSync(target, { recursive: true, force: true });
for (const example of EXAMPLES) {
  const folder = join(target, example);
  cpSync(join(dirname(__dirname), 'examples', example), folder, { recursive: true });
  rewrite(join(folder, 'cdk.json'), FROM_SOURCES, '');
  rewrite(join(folder, 'platform.yaml'), '../../dist/data/', './node_modules/cdk-guarded-environments/dist/data/');
  rewrite(join(folder, 'platform.yaml'), `examples/${example}/platform.yaml`, 'platform.yaml');
}
