/* eslint-disable @typescript-eslint/no-explicit-any -- policies come as any JSON */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Minutes that a wave is watched here: a platform file cannot say so little, the handlers do not mind. */
const BAKE_MINUTES = 0.05;

/**
 * The policy that travels with a function's code, with waves that bake for three seconds, as the variable by which functions
 * take one; nothing where no policy travels.
 */
export function quickPolicy(assembly: string, codeKey: string): Record<string, string> {
  const file = join(assembly, folderOf(assembly, codeKey.replace(/\.zip$/, '')) ?? '', 'policy.json');
  if (!existsSync(file)) return {};
  const policy = JSON.parse(readFileSync(file, 'utf8'));
  return policy.waves ? { CHANGE_POLICY: JSON.stringify(quick(policy)) } : {};
}

/**
 * The same for handlers that serve many applications: no variable holds their policies, so that the file beside their code is
 * changed before it is published.
 */
export function quickenPolicies(assembly: string): void {
  const files = readdirSync(assembly).map((name) => join(assembly, name, 'policies.json'));
  for (const file of files.filter((one) => existsSync(one))) {
    const policies = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, any>);
    writeFileSync(file, JSON.stringify(Object.fromEntries(policies.map(([name, policy]) => [name, quick(policy)]))));
  }
}

function quick(policy: any): any {
  return { ...policy, waves: policy.waves.map((wave: any) => ({ ...wave, bakeMinutes: BAKE_MINUTES })) };
}

/** Folder of an asset, by the id that it is published under. */
function folderOf(assembly: string, id: string): string | undefined {
  if (!existsSync(assembly)) return undefined;
  for (const name of readdirSync(assembly).filter((one) => one.endsWith('.assets.json'))) {
    const { files } = JSON.parse(readFileSync(join(assembly, name), 'utf8')) as { files: Record<string, any> };
    if (files[id]) return String(files[id].source.path);
  }
  return undefined;
}
