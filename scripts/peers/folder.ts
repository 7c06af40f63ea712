import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PACKAGE_NAME, ownArchive } from '../../lib/travel';

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const root = dirname(dirname(__dirname));
const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** The lower end stands in the range; the upper end is what the registry gives for it. */
const ENDS = { lower: (range: string) => range.replace(/^\^/, ''), upper: (range: string) => range };

/** One end of the peer ranges. */
export type End = keyof typeof ENDS;

/** How the app of the platform is run by the package alone. */
export const PLATFORM_APP = `node --import tsx --eval "require('${PACKAGE_NAME}/app')"`;

/**
 * A folder outside of this checkout in which the packed archive is installed, with its peers at an end of their ranges and the
 * tools of a product team; it goes again when `use` is done.
 *
 * @param more Further tools, each with its version.
 */
export function withArchive(end: End, more: readonly string[], use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), `guarded-peers-${end}-`));
  try {
    const { name, content } = ownArchive();
    writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const peers = Object.entries(peerDependencies).map(([peer, range]) => `${peer}@${ENDS[end](range)}`);
    const tools = ['aws-cdk', 'tsx'].map((tool) => `${tool}@${devDependencies[tool]}`);
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    const wanted = [...peers, ...tools, ...more, `./${name}`];
    mkdirSync(join(folder, 'node_modules'));
    execFileSync('npm', ['install', ...quiet, ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What came, told; the lower end must be there as it stands in the range, or the range was not tried. */
export function installedPeers(folder: string, end: End): string {
  return Object.entries(peerDependencies)
    .map(([peer, range]) => {
      const file = join(folder, 'node_modules', peer, 'package.json');
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
      if (end === 'lower' && version !== ENDS.lower(range))
        throw new Error(`${peer} ${version} is installed, the lower end of ${range} was to be tried`);
      return `${peer} ${version}`;
    })
    .join(', ');
}

/** The example that travels, in a folder of its own beside what is installed. */
export function product(folder: string, name = 'product'): string {
  const example = join(folder, name);
  cpSync(join(folder, 'node_modules', PACKAGE_NAME, 'dist/data/examples/notes'), example, { recursive: true });
  return example;
}

/** How a command ended, and all that it printed. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly text: string;
}

/** Runs a command of what is installed. */
export function run(cwd: string, program: string, ...args: readonly string[]): Ended {
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' };
  const options = { cwd, env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', program, ...args], options);
  return { status: status ?? 1, stdout, text: `${stdout}${stderr}` };
}

/** Synthesizes an app of the folder. */
export function synth(cwd: string, app: string, output = 'cdk.out'): Ended {
  return run(cwd, 'cdk', 'synth', '--quiet', '--no-notices', '--app', app, '--output', output);
}
