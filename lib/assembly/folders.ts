import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AssemblyManifest, manifestIn } from './listed';
import { type AssemblyProblem, refused } from './problem';

/** The manifests of an assembly by the way that leads to them, and what is wrong with the folders. */
export interface Folders {
  readonly manifests: readonly AssemblyManifest[];
  readonly problems: readonly AssemblyProblem[];
}

/** A folder's name as an action of a pipeline gives it, beside the others. */
const FOLDER = /^[\w-][\w.-]*$/;

/** Reads the root's manifest and those that it names, each folder once. */
export function foldersOf(root: string): Folders {
  const manifests: AssemblyManifest[] = [];
  const problems: AssemblyProblem[] = [];
  const visit = (folder: string): void => {
    const manifest = manifestIn(root, folder);
    if (!manifest) return void problems.push(missing(folder));
    manifests.push(manifest);
    const named = nestedIn(manifest);
    problems.push(...namingProblems(manifest, named), ...strangers(root, folder, named));
    for (const name of new Set(named.filter((one) => FOLDER.test(one)))) visit(below(folder, name));
  };
  visit('');
  return { manifests, problems };
}

function missing(folder: string): AssemblyProblem {
  const message =
    folder === '' ? 'there is no manifest.json: no cloud assembly' : 'is no assembly, but a manifest names it';
  return refused(folder, message);
}

function nestedIn({ artifacts }: AssemblyManifest): string[] {
  return artifacts
    .filter(([, { type }]) => type === 'cdk:cloud-assembly')
    .map(([, { properties = {} }]) => String(properties.directoryName));
}

function namingProblems({ file }: AssemblyManifest, named: readonly string[]): AssemblyProblem[] {
  const twice = [...new Set(named.filter((name, at) => named.indexOf(name) !== at))];
  return [
    ...named
      .filter((name) => !FOLDER.test(name))
      .map((name) => refused(file, `names the folder ${JSON.stringify(name)}, which is none beside the manifest`)),
    ...twice.map((name) => refused(file, `names the folder ${name} twice`)),
  ];
}

/** What a folder holds that could be deployed and that no manifest names: it would be deployed unseen. */
function strangers(root: string, folder: string, named: readonly string[]): AssemblyProblem[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !named.includes(entry.name))
    .filter((entry) => manifestIn(root, below(folder, entry.name)) !== undefined)
    .map((entry) =>
      refused(
        below(folder, entry.name),
        'is an assembly that no manifest names, so nothing is known of it; remove it, or synthesize into an empty folder',
      ),
    );
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
