import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An entry of an assembly's manifest, as far as the pipeline looks at it. */
export interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly metadata?: Readonly<Record<string, readonly { readonly type?: string }[]>>;
  readonly properties?: {
    readonly stackName?: string;
    readonly templateFile?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

/** The artifacts of the manifest at a path, by their ids. */
export function artifactsOf(manifest: string): Readonly<Record<string, Artifact>> {
  return (readJson(manifest) as { artifacts?: Record<string, Artifact> }).artifacts ?? {};
}

/** What the CDK command line knows an artifact by: its path in the app. */
export function selectorOf(id: string, artifact: Artifact): string {
  return artifact.displayName ?? id;
}

/** @throws naming the file, when it is missing or no JSON. */
export function readJson(file: string): unknown {
  if (!existsSync(file)) throw new Error(`${file} is missing from the assembly.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} is no JSON.`);
  }
}

/** Path of a file of an assembly. */
export function inFolder(folder: string, { properties }: Artifact): string {
  return join(folder, properties?.templateFile ?? properties?.file ?? '');
}
