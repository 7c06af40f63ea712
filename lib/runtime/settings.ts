import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ChangePolicy, policySchema } from '../change/policy';
import { ENV, METRIC_NAMESPACE } from '../change/wiring';
import { POLICIES_FILE, POLICY_FILE } from '../contract/change-policies';

/** What a handler was deployed with. */
export interface Settings {
  readonly application: string;
  readonly pipeline: string;
  readonly table: string;
  readonly bucket: string;
  readonly policy: ChangePolicy;
  readonly topic: string;
  readonly bus: string;
  readonly unwindMachine: string;
  readonly metricNamespace: string;
}

/** Environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything but the policy; a variable that is not set is empty, and whoever needs it asks with `required`. */
export function readSettings(env: Environment, policy: ChangePolicy): Settings {
  const value = (name: string) => env[name] ?? '';
  return {
    application: required(env, ENV.application),
    pipeline: required(env, ENV.pipeline),
    table: required(env, ENV.table),
    bucket: required(env, ENV.bucket),
    policy,
    topic: value(ENV.topic),
    bus: value(ENV.bus),
    unwindMachine: value(ENV.unwindMachine),
    metricNamespace: value(ENV.metricNamespace) || METRIC_NAMESPACE,
  };
}

/** The policy where it stands in the environment or beside the code; undefined where an SSM parameter holds it. */
export function localPolicy(env: Environment, folder: string): ChangePolicy | undefined {
  const file = join(folder, POLICY_FILE);
  if (env[ENV.policy]) return parsePolicy(env[ENV.policy]!, ENV.policy);
  if (env[ENV.policyParameter]) return undefined;
  if (existsSync(file)) return parsePolicy(readFileSync(file, 'utf8'), file);
  throw new Error(`No policy: set ${ENV.policy} or ${ENV.policyParameter}, or put ${POLICY_FILE} beside the handler.`);
}

/**
 * Policies by application, where the handlers serve many. None is looked into here: what is wrong with one is told where
 * that application is asked for, and holds up nobody else.
 */
export function localPolicies(env: Environment, folder: string): ReadonlyMap<string, unknown> | undefined {
  const file = join(folder, POLICIES_FILE);
  if (env[ENV.application] || !existsSync(file)) return undefined;
  const read = z.record(z.string(), z.unknown()).safeParse(parseJson(readFileSync(file, 'utf8'), file));
  if (read.success) return new Map(Object.entries(read.data));
  throw new Error(`${file} holds no policies: ${z.prettifyError(read.error)}`);
}

/** Reads a policy. */
export function parsePolicy(text: string, where: string): ChangePolicy {
  return checkPolicy(parseJson(text, where), where);
}

/** Takes what was read for a policy. @throws where it is none. */
export function checkPolicy(given: unknown, where: string): ChangePolicy {
  const read = policySchema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(`The policy in ${where} is no policy:\n${z.prettifyError(read.error)}`);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The policy in ${where} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (!value)
    throw new Error(
      `The environment variable ${name} is not set: release the platform again, which deploys change control.`,
    );
  return value;
}
