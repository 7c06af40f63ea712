import { join } from 'node:path';
import { readPlatform } from '../../../lib/config';
import { platformProps } from '../../../bin/app/platform-props';
import type { SandboxProps } from '../../../constructs/sandbox';

/** This checkout. */
export const ROOT = join(__dirname, '..', '..', '..');

/** The workload whose environments are played. */
export const NOTES = join(ROOT, 'examples', 'notes');

/** Self-service as a platform.yaml has it, and where it runs. */
export interface SandboxPlace {
  readonly account: string;
  readonly region: string;
  readonly sandbox: SandboxProps;
  /** A prod account of the same application, where nobody makes environments. */
  readonly prod: string;
}

/** What examples/notes/platform.yaml says of self-service. */
export function notesPlace(): SandboxPlace {
  const [application] = platformProps(readPlatform(join(NOTES, 'platform.yaml'))).applications;
  const { environment, ...sandbox } = application!.sandbox!;
  const dev = application!.environments.find(({ name }) => name === environment)!;
  const prod = application!.environments.find(({ isProd }) => isProd)!;
  return { account: dev.account, region: dev.homeRegion, sandbox, prod: prod.account };
}

/** Settings of a client that talks to the emulator as an account: there a key of twelve digits is one. */
export function clientAt(endpoint: string, account: string, region: string) {
  return { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'emulated' } };
}
