/**
 * `npm run bench:command`: how soon the built command answers: `guarded --help` and `guarded env --help` to their end, and
 * `guarded env list` to its first request. Prints the best and the median of the rounds; ends with 1 where the best misses its
 * aim, since whatever else a machine does can only make it slower.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';

const ROUNDS = 15;
const command = join(dirname(__dirname), 'dist', 'bundle', 'guarded.mjs');

/** What is measured, and the milliseconds that it may take. */
const AIMS = { help: 200, 'env help': 200, 'env list to its first request': 400 } as const;

async function untilEnd(...args: string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [command, ...args], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - started;
}

/** Somebody who is signed in asks for the list; the service hears of it. */
async function untilAsked(): Promise<number> {
  let heard: (at: number) => void = () => undefined;
  const asked = new Promise<number>((resolve) => (heard = resolve));
  const server: Server = createServer((_, response) => {
    heard(performance.now());
    response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}`,
    AWS_MAX_ATTEMPTS: '1',
  };
  const started = performance.now();
  const args = [command, 'env', 'list', '--application', 'notes'];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', () => setTimeout(() => reject(new Error('guarded env list asked nobody.')), 100)),
  );
  try {
    return (await Promise.race([asked, ended])) - started;
  } finally {
    child.kill();
    server.close();
  }
}

async function main(): Promise<void> {
  if (!existsSync(command)) throw new Error(`${command} is missing: npm run build`);
  const measures = {
    help: () => untilEnd('--help'),
    'env help': () => untilEnd('env', '--help'),
    'env list to its first request': untilAsked,
  };
  for (const [name, measure] of Object.entries(measures)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await measure());
    times.sort((a, b) => a - b);
    const [best, median] = [times[0]!, times[Math.floor(ROUNDS / 2)]!].map(Math.round);
    const aim = AIMS[name as keyof typeof AIMS];
    console.log(`${name.padEnd(32)} best ${best} ms, median ${median} ms, aim ${aim} ms`);
    if (best! > aim) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
