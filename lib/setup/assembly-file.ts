import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stacksOf } from '../assembly';
import type { AssemblyFile, SetupPlatform } from './facts';

/** Looks at the assembly that the steps deploy: whether it is there, and as new as the files that it is made of. */
export function lookAtAssembly(folder: string, files: readonly string[], platform: SetupPlatform): AssemblyFile {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return { problem: `there is no ${folder} yet`, stacks: {} };
  const made = statSync(manifest).mtimeMs;
  const newer = files.find((file) => statSync(file).mtimeMs > made);
  try {
    const read = readStacks(folder, platform);
    return newer === undefined ? read : { ...read, problem: `${newer} was changed since ${folder} was made of it` };
  } catch (error) {
    return { problem: `${folder} cannot be read: ${(error as Error).message}`, stacks: {} };
  }
}

function readStacks(folder: string, { management, region }: SetupPlatform): AssemblyFile {
  const stacks = stacksOf(folder);
  const places = stacks.map((stack) => [`${stack.account} ${stack.region} ${stack.name}`, stack] as const);
  const own = places.find(([place]) => place === `${management} ${region} guarded-organization`)?.[1];
  const template = own && readFileSync(join(folder, `${own.id}.template.json`), 'utf8');
  return {
    stacks: Object.fromEntries(places.map(([place, { selector }]) => [place, selector])),
    ...(template === undefined ? {} : { organization: templateDigest(template) }),
  };
}

/** Digest of a template by what it says, however it is written. */
export function templateDigest(text: string): string {
  return createHash('sha256')
    .update(JSON.stringify(JSON.parse(text)))
    .digest('hex');
}
