/* eslint-disable @typescript-eslint/no-explicit-any -- manifests and templates come as any JSON */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Typed } from './team';
import { beginWalk, type Walk } from './walk';
import { write } from './way';

const PLATFORM = 'examples/notes/platform.yaml';

/** What is put back: a change of a stack's template, or of what the manifest says of the stack. */
export interface PutBack {
  readonly stack: string;
  readonly template?: (resources: Record<string, any>) => void;
  readonly manifest?: (properties: Record<string, any>) => void;
}

/** Synthesizes the smallest example once, for all walls. */
export async function assembled(): Promise<string> {
  const walk = await beginWalk(PLATFORM);
  try {
    await write(walk);
    const kept = mkdtempSync(join(tmpdir(), 'guarded-walls-'));
    cpSync(join(walk.team.folder, 'cdk.out'), kept, { recursive: true });
    return kept;
  } finally {
    walk.leave();
  }
}

/** Empty accounts, and a copy of the assembly in which something was put back. */
export async function before(assembly: string, ...back: readonly PutBack[]): Promise<Walk> {
  const walk = await beginWalk(PLATFORM);
  const folder = join(walk.team.folder, 'cdk.out');
  cpSync(assembly, folder, { recursive: true });
  for (const one of back) putBack(folder, one);
  return walk;
}

function putBack(folder: string, { stack, template, manifest }: PutBack): void {
  const all = readJson(join(folder, 'manifest.json'));
  const found = Object.values(all.artifacts as Record<string, any>).find(({ displayName }) => displayName === stack);
  if (!found) throw new Error(`The assembly has no stack ${stack}.`);
  const { properties } = found;
  manifest?.(properties as Record<string, any>);
  writeJson(join(folder, 'manifest.json'), all);
  if (!template) return;
  const file = join(folder, String(properties.templateFile));
  const text = readJson(file);
  const were = JSON.stringify(text);
  template(text.Resources as Record<string, any>);
  if (JSON.stringify(text) === were) throw new Error(`Nothing was put back into ${stack}.`);
  writeJson(file, text);
}

function readJson(file: string): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
}

/** Resources of a type, with their logical ids. */
export function ofType(resources: Record<string, any>, type: string): [string, any][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

/** Deploys stacks and what they depend on, as the README's steps do. */
export function deploy({ team, config }: Walk, ...stacks: readonly string[]): Promise<Typed> {
  const named = stacks.map((stack) => `'${stack}'`).join(' ');
  const command = `npx cdk deploy --app cdk.out --plugin cdk-guarded-environments/credentials ${named}`;
  return team.type(command, config.organization.accounts.management);
}
