/* eslint-disable @typescript-eslint/no-explicit-any -- policies come as any JSON */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  if (!policy.waves) return {};
  const waves = policy.waves.map((wave: any) => ({ ...wave, bakeMinutes: BAKE_MINUTES }));
  return { CHANGE_POLICY: JSON.stringify({ ...policy, waves }) };
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
