import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { POLICIES_FILE, POLICY_FILE } from '../contract/change-policies';
import { assetManifestsOf, foldersOf, sourcePath } from '../assembly';

/** What a file asset holds, in few characters, by its object key; nothing where the assemblies do not hold it. */
export type AssetDigests = (key: string) => string | undefined;

/** No assembly at hand: assets are the same where their keys are. */
export const NO_ASSETS: AssetDigests = () => undefined;

/** They travel beside the code of a handler and are told part by part. */
const POLICIES: readonly string[] = [POLICY_FILE, POLICIES_FILE];

/**
 * Digests of the assets of some assemblies. An asset's key is the digest of its content, so one answer serves both sides
 * of a difference; the policy beside a handler's code is left out of it.
 *
 * @param folders Cloud assemblies; anything else holds no assets.
 */
export function assetDigests(folders: readonly string[]): AssetDigests {
  const known = new Map<string, string | undefined>();
  let paths: ReadonlyMap<string, string> | undefined;
  return (key) => {
    paths ??= new Map(folders.flatMap(publishedIn));
    if (!known.has(key)) known.set(key, digestAt(paths.get(key)));
    return known.get(key);
  };
}

/** Where the content of each object key lies in an assembly. */
function publishedIn(folder: string): [string, string][] {
  if (!existsSync(join(folder, 'manifest.json'))) return [];
  const assets = foldersOf(folder).manifests.flatMap((manifest) => assetManifestsOf(folder, manifest));
  return assets.flatMap((placed) =>
    placed.files.flatMap((asset) =>
      asset.destinations.map(({ objectKey }): [string, string] => [
        String(objectKey),
        join(folder, sourcePath(placed, asset)),
      ]),
    ),
  );
}

function digestAt(path: string | undefined): string | undefined {
  if (!path || !existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? digestOfFolder(path) : digestOfSnapshot(readFileSync(path, 'utf8'));
}

function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of names.filter((one) => !POLICIES.includes(one) && statSync(join(folder, one)).isFile()))
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
