import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { packageRoot } from '../../package-root';
import type { PlainStack } from './stacks';

/** Machinery that states what it was made from. */
export type MachineryKind = 'platform' | 'pipelines';

/** What is to be made again, and where. */
export interface RenderRequest {
  /** What it is: a whole platform, or pipelines made by hand. */
  readonly kind: MachineryKind;
  /** What it was made from, as its template states it. */
  readonly statement: unknown;
  /** Files that the statement names, by their SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder to write the assembly to. */
  readonly outdir: string;
}

/**
 * Makes machinery again from what is stated about it and writes it as a cloud assembly.
 *
 * @throws an Error that says why it cannot.
 */
export interface Renderer {
  (request: RenderRequest): void;
  /** What it made before, where somebody keeps that; see `KeptRenderings`. @default - nothing */
  readonly kept?: KeptRenderings;
}

/** What a renderer made of the same request before, as it was read. */
export interface KeptRenderings {
  get(request: unknown): readonly PlainStack[] | undefined;
  put(request: unknown, made: readonly PlainStack[]): void;
}

/** Longer than a platform of hundreds of applications takes on a slow machine. */
const PATIENCE_MS = 1_800_000;

/** As much room as the proof itself was given: what it proves is made again in full. */
function ownRoom(): string {
  return `--max-old-space-size=${Math.ceil(getHeapStatistics().heap_size_limit / 2 ** 20)}`;
}

/** The program of this package that makes machinery, in a process of its own: the constructs need aws-cdk-lib. */
export const renderApart: Renderer = (request) => {
  const program = join(packageRoot(), 'dist', 'bundle', 'render.js');
  if (!existsSync(program)) throw new Error(`${program} is missing: build the package`);
  const { status, stderr, error } = spawnSync(process.execPath, [ownRoom(), program], {
    input: JSON.stringify(request),
    cwd: packageRoot(),
    // Nothing of what surrounds the proof may change what is made.
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR },
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(0, 5).join(' ') || `it ended with ${status}`);
};

/** Key of a construct that can make its own kind of machinery again: where there is one, nobody needs another process. */
export const RENDERS = Symbol.for('cdk-guarded-environments.renders');
