import { execFileSync, spawnSync } from 'node:child_process';

/** Credentials as environment variables. */
export type Credentials = Readonly<Record<string, string>>;

/** Runs a program without a shell and gives what it printed; its messages go to the build's log. */
export function run(program: string, args: readonly string[], environment: Credentials = {}): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

/** What a program printed, and what it said where it failed. */
export interface Tried {
  readonly output: string;
  readonly error?: string;
}

/** Runs a program that may fail for a reason that the caller knows. */
export function tryRun(program: string, args: readonly string[]): Tried {
  const { status, stdout, stderr, error } = spawnSync(program, [...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env },
  });
  if (status === 0) return { output: stdout };
  return { output: stdout, error: stderr || (error?.message ?? `${program} ended with ${status}`) };
}

/** Runs a program whose output belongs into the build's log. */
export function show(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Calls an AWS service through the AWS command line. */
export function aws<T>(args: readonly string[], credentials: Credentials = {}): T {
  const output = run('aws', [...args, '--output', 'json'], credentials);
  return (output.trim() === '' ? {} : JSON.parse(output)) as T;
}

/** A variable that the action or the project sets. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set: the action does not fit this project.`);
  return value;
}

/** Ends the build with one message, no stack trace. */
export function main(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** Where a deployment goes. */
export interface Target {
  readonly account: string;
  readonly region: string;
}
