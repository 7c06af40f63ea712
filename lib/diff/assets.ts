import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a file asset holds, in few characters, by its object key; nothing where the assemblies do not hold it. */
export type AssetDigests = (key: string) => string | undefined;

/** No assembly at hand: assets are the same where their keys are. */
export const NO_ASSETS: AssetDigests = () => undefined;

/** It travels beside the code of a handler and is told part by part. */
const POLICY = 'policy.json';

/**
 * Digests of the assets of some assemblies. An asset's key is a hash of its content, so one digest serves both sides
 * of a difference; the policy beside a handler's code is left out of it.
 *
 * @param folders Cloud assemblies; anything else holds no assets.
 */
export function assetDigests(folders: readonly string[]): AssetDigests {
  const known = new Map<string, string | undefined>();
  return (key) => {
    if (!known.has(key)) known.set(key, digestIn(folders, key));
    return known.get(key);
  };
}

function digestIn(folders: readonly string[], key: string): string | undefined {
  const hash = /^(?:.*\/)?([0-9a-f]{64})\.(zip|json)$/.exec(key);
  if (!hash) return undefined;
  const name = hash[2] === 'zip' ? `asset.${hash[1]}` : `asset.${hash[1]}.json`;
  const path = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
  if (!path) return undefined;
  return statSync(path).isDirectory() ? digestOfFolder(path) : digestOfSnapshot(readFileSync(path, 'utf8'));
}

function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of names.filter((one) => one !== POLICY && statSync(join(folder, one)).isFile()))
    hash
      .update(`${name}\n`)
      .update(readFileSync(join(folder, name)))
      .update('\n');
  return hash.digest('hex');
}

/** A platform's snapshot: one that describes no account says nothing that the assembly does not say itself. */
function digestOfSnapshot(text: string): string {
  try {
    const { accounts = {} } = JSON.parse(text) as { accounts?: object };
    if (Object.keys(accounts).length === 0) return 'no account is described';
  } catch {
    // What is no JSON is compared as it is.
  }
  return createHash('sha256').update(text).digest('hex');
}
