/**
 * `npm run test:emulated`: makes a Python environment with the pinned emulator, starts it on the loopback interface,
 * runs test/emulated against it and stops it. Arguments go to jest: `npm run test:emulated -- test/emulated/sandbox`.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { EMULATOR_PYTHON, failed, withEmulator } from './emulator';

const root = dirname(__dirname);

/** Beside this process, which hears signals meanwhile. */
async function runJest(url: string): Promise<number> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(root, 'test', 'emulated', 'jest.config.js');
  const env = {
    ...process.env,
    EMULATOR_URL: url,
    EMULATOR_PYTHON,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: '222222222222',
    AWS_SECRET_ACCESS_KEY: 'emulated',
  };
  const run = spawn(process.execPath, [jest, '--config', config, '--forceExit', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  return new Promise((resolve) => run.once('exit', (code) => resolve(code ?? 1)));
}

withEmulator(async (url) => {
  process.exitCode = await runJest(url);
}).catch(failed);
