/**
 * `npm run test:deploy`: walks the README's way from nothing to a first guarded prod, by the commands that stand there,
 * against the pinned emulator behind a front that authorizes every call; then single steps with what used to stop them
 * put back, each of which must stop again, first on the way and then in releases; then releases of the smallest
 * example, from a first creation in prod that fails to one that an alarm takes back; then releases of the platform
 * itself, with an application that comes and its first release to prod (`npm run test:deploy:platform` does that
 * alone); then a region that comes to prod behind the fence (`npm run test:deploy:region`); then a site from its source
 * to prod and away from dev (`npm run test:deploy:web`); then twelve applications of three teams in an organization
 * that exists (`npm run test:deploy:company`). Arguments go to jest. Nothing leaves this machine.
 *
 * What is not played: CloudFormation is a small one of its own, each resource made by the calls that its maker must be
 * allowed (the main ones of its type, not all that AWS makes); machines call their functions inside the emulator, and
 * their rights are asked for when they start; signatures are not verified, tokens are; who reads the accounts for a
 * snapshot is told what the walk keeps in mind of them, and the continuous proof's first night what the assembly says;
 * resources that the emulator cannot make (networks, ECS, CodeDeploy, composite and metric-math alarms) are kept in
 * mind alone (of databases, certificates, distributions and load balancers too); ECR, docker and the functions of
 * custom resources are stand-ins, which ask for each call and refuse what AWS would; alarms are set by hand, and do not
 * hold a deployment up.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { failed, withEmulator } from './emulator';

const root = dirname(__dirname);

/** Beside this process, which hears signals meanwhile. */
async function walk(url: string): Promise<number> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--config',
    join(root, 'test', 'deploy', 'jest.config.js'),
    '--forceExit',
    '--runInBand',
    ...process.argv.slice(2),
  ];
  const run = spawn(process.execPath, [jest, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, EMULATOR_URL: url },
  });
  return new Promise((resolve) => run.once('exit', (code) => resolve(code ?? 1)));
}

withEmulator(async (url) => {
  process.exitCode = await walk(url);
}).catch(failed);
