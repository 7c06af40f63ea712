import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type SandboxPolicy, sandboxPolicySchema } from '../../sandbox/policy';
import { SANDBOX_ENV } from '../../sandbox/wiring';
import { bindTo } from '../bind';
import type { Environment } from '../settings';
import type { SandboxClients, Service } from './clients/services';

/** What a handler of self-service was deployed with; a variable that is not set is empty. */
export interface SandboxSettings {
  readonly policy: SandboxPolicy;
  readonly table: string;
  /** Bucket of the records. */
  readonly bucket: string;
  readonly topic: string;
  readonly machine: string;
  readonly buildProject: string;
  readonly deployProject: string;
  readonly scheduleGroup: string;
  readonly scheduleRole: string;
  readonly executionRole: string;
}

/** What a handler of self-service works with: its settings, the clock, and the services that it talks to. */
export interface SandboxRuntime<S extends Service = Service> {
  readonly settings: SandboxSettings;
  readonly clients: Pick<SandboxClients, S>;
  readonly now: () => Date;
}

/** How the clients of some services are made; each lies in a file of its own, so that a bundle holds no other. */
export type MakeClients<S extends Service> = { readonly [K in S]: () => SandboxClients[K] };

/** A handler of self-service as Lambda calls it. */
export function bindSandbox<S extends Service, E, A>(
  make: MakeClients<S>,
  work: (runtime: SandboxRuntime<S>, event: E) => Promise<A>,
): (event: E) => Promise<A> {
  const load = async (): Promise<SandboxRuntime<S>> => {
    const settings = sandboxSettings(process.env, localPolicy(__dirname));
    const clients = Object.fromEntries(Object.entries<() => unknown>(make).map(([name, client]) => [name, client()]));
    return { settings, clients: clients as Pick<SandboxClients, S>, now: () => new Date() };
  };
  return bindTo(load, work);
}

/** Reads what the function was deployed with. */
export function sandboxSettings(env: Environment, policy: SandboxPolicy): SandboxSettings {
  const value = (name: keyof typeof SANDBOX_ENV) => env[SANDBOX_ENV[name]] ?? '';
  return {
    policy,
    table: required(env, SANDBOX_ENV.table),
    bucket: value('records'),
    topic: value('topic'),
    machine: value('machine'),
    buildProject: value('buildProject'),
    deployProject: value('deployProject'),
    scheduleGroup: value('scheduleGroup'),
    scheduleRole: value('scheduleRole'),
    executionRole: value('executionRole'),
  };
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set: deploy the sandbox stack again.`);
  return value;
}

function localPolicy(folder: string): SandboxPolicy {
  const file = join(folder, 'policy.json');
  if (!existsSync(file)) throw new Error(`No policy: ${file} is missing; build the package and deploy again.`);
  const read = sandboxPolicySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`The policy in ${file} is no policy:\n${z.prettifyError(read.error)}`);
}
