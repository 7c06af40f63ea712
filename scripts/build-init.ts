/** What `guarded init` writes: `dist/data/init`, made from the shipped platform.yaml and examples/skeleton. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataFile } from '../lib/package-root';

const root = dirname(__dirname);
const target = dataFile('init');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}

function write(file: string, value: unknown): void {
  const text = typeof value === 'string' ? value : `${JSON.stringify(value, undefined, 2)}\n`;
  writeFileSync(join(target, file), text);
}

/** The shipped file, for an application of its own beside it. */
function platformYaml(): string {
  return readFileSync(join(root, 'platform.yaml'), 'utf8')
    .replace('./dist/data/', './node_modules/cdk-guarded-environments/dist/data/')
    .replace('./examples/orders', './workload')
    .replace(/^ {4}runbooks:.*\n(?: {6,}.*\n)*/m, '')
    .replaceAll('orders', 'hello');
}

/** The versions that this package is built and tested with. */
function packageJson({ name, version, devDependencies }: Manifest): unknown {
  const tools = ['@types/node', 'aws-cdk', 'aws-cdk-lib', 'cdk-nag', 'constructs', 'tsx', 'typescript'];
  return {
    private: true,
    scripts: { synth: 'cdk synth --quiet', show: 'guarded show', check: 'tsc' },
    devDependencies: { ...Object.fromEntries(tools.map((tool) => [tool, devDependencies[tool]])), [name]: version },
  };
}

/** The app is found by the package's name: in a workspace it lies above, in the root's node_modules. */
function cdkJson(): unknown {
  const own = read<Record<string, unknown>>('cdk.json');
  return { ...own, app: `node --import tsx --eval "require('cdk-guarded-environments/app')"` };
}

rmSync(target, { recursive: true, force: true });
cpSync(join(root, 'examples/skeleton'), target, { recursive: true });
write('platform.yaml', platformYaml());
write('package.json', packageJson(read('package.json')));
write('cdk.json', cdkJson());
