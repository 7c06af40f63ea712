import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, type ListedArtifact } from '../assembly';
import { InputError } from '../errors';
import type { Template } from '../fence';

/** A stack as an assembly would deploy it. */
export interface PlannedStack {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** What the CDK command line knows it by: `platform/audit`. */
  readonly path: string;
  /** Stage that holds it, `orders-prod-eu-west-2`; empty for the platform's own. */
  readonly stage: string;
  /** A pipeline deploys it by a role of its own; where none is named, a person does with credentials of the account. */
  readonly byRole: boolean;
  readonly template: Template;
}

function placeIn(file: string, id: string, { environment }: ListedArtifact): { account: string; region: string } {
  const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(String(environment)) ?? [];
  if (account !== undefined && region !== undefined) return { account, region };
  throw InputError.at(file, id, `goes to ${JSON.stringify(environment)}; give it an account and a region (env)`);
}

function templateIn(root: string, folder: string, { properties = {} }: ListedArtifact): Template {
  const path = join(root, folder, String(properties.templateFile));
  if (!existsSync(path)) throw InputError.at(path, undefined, 'is missing from the assembly; synthesize it anew');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Template;
  } catch (error) {
    throw InputError.at(path, undefined, `is no JSON: ${(error as Error).message}; synthesize the assembly anew`);
  }
}

/** Every stack of a cloud assembly and of those in it. @throws InputError where the folder is none. */
export function plannedStacks(root: string): PlannedStack[] {
  if (!existsSync(join(root, 'manifest.json')))
    throw InputError.at(root, undefined, 'holds no manifest.json; name a folder that `npx cdk synth` made');
  return foldersOf(root).manifests.flatMap(({ folder, file, artifacts }) =>
    artifacts
      .filter(([, { type }]) => type === 'aws:cloudformation:stack')
      .map(([id, artifact]) => ({
        ...placeIn(join(root, file), id, artifact),
        name: String(artifact.properties?.stackName ?? id),
        path: String(artifact.displayName ?? id),
        stage: folder.replace(/^assembly-/, ''),
        byRole: artifact.properties?.assumeRoleArn !== undefined,
        template: templateIn(root, folder, artifact),
      })),
  );
}
