/** The pinned emulator of AWS: a Python environment of its own, started on the loopback interface, stopped with all it began. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const root = dirname(__dirname);
const venv = join(root, '.venv');
const pins = join(root, 'test', 'emulated', 'requirements.txt');
const HOST = '127.0.0.1';

/** Interpreter of the emulator's environment. */
export const EMULATOR_PYTHON = join(venv, 'bin', 'python');

/** A Python of 3.10 or newer, or a message that says what is missing. */
function python(): string {
  const found = ['python3', 'python'].find((name) => {
    const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
    return spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0;
  });
  if (found) return found;
  throw new Error(
    'No Python 3.10 or newer with the modules venv and ensurepip was found, and the emulator needs it. Nothing was tested. Install python3 and python3-venv, then run this again.',
  );
}

function prepare(): void {
  const stamp = join(venv, 'pins.txt');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const interpreter = python();
  process.stderr.write('Making the Python environment of the emulator …\n');
  rmSync(venv, { recursive: true, force: true });
  execFileSync(interpreter, ['-m', 'venv', venv], { stdio: 'inherit' });
  const exactly = ['--no-deps', '--require-hashes', '-r', pins];
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...exactly];
  execFileSync(EMULATOR_PYTHON, pip, { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, HOST, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** In a process group of its own, so that the functions which it runs end with it. */
function start(port: number, folder: string): ChildProcess {
  return spawn(EMULATOR_PYTHON, ['-m', 'ministack'], {
    cwd: folder,
    detached: true,
    stdio: process.env.EMULATOR_LOG ? 'inherit' : 'ignore',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: HOST,
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: HOST,
      MINISTACK_ACCOUNT_ID: '222222222222',
      MINISTACK_REGION: 'eu-west-2',
      STATE_DIR: join(folder, 'state'),
      SFN_WAIT_SCALE: '0.02',
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.1',
      LOG_LEVEL: process.env.EMULATOR_LOG ?? 'ERROR',
      NODE_PATH: join(root, 'node_modules'), // Lambda's runtime brings the SDK along
    },
  });
}

/** Ends the emulator with all that it started. */
async function stop(emulator: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => emulator.once('exit', resolve));
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(-emulator.pid!, signal);
    } catch {
      return;
    }
    await Promise.race([ended, setTimeout(3000)]);
  }
}

async function untilReady(url: string, emulator: ChildProcess): Promise<void> {
  for (let turn = 0; turn < 150; turn++) {
    if (emulator.exitCode !== null)
      throw new Error(`The emulator ended with ${emulator.exitCode} before it was ready.`);
    const ready = await fetch(`${url}/_ministack/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await setTimeout(200);
  }
  throw new Error('The emulator was not ready within 30 seconds.');
}

/** The functions run from their bundles: those of the sources as they are now. */
function bundleHandlers(): void {
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'build-runtime.ts')], { stdio: 'inherit' });
}

/** Does something with a running emulator, whose address it is given; stops it at the end, and where somebody interrupts. */
export async function withEmulator(work: (url: string) => Promise<void>): Promise<void> {
  prepare();
  bundleHandlers();
  const folder = mkdtempSync(join(tmpdir(), 'guarded-emulator-'));
  const url = `http://${HOST}:${await freePort()}`;
  const emulator = start(Number(new URL(url).port), folder);
  const end = async (): Promise<void> => {
    await stop(emulator);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(1)));
  try {
    await untilReady(url, emulator);
    await work(url);
  } finally {
    await end();
  }
}

/** Ends a script: the message of what went wrong, no stack trace. */
export function failed(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
