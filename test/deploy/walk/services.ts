import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformConfig } from '../../../lib/config';
import { Repository } from './repository';
import { ROOT } from './team';

type Application = PlatformConfig['applications'][number];

/** What an app of a product team is made of; where it runs is its own to say. */
const PARTS = ['app.ts', 'cdk.json', 'handlers', 'index.ts', 'notes-stack.ts', 'workload.ts'];

/** A repository of a product team: one application, or several in a folder each. */
export class Services extends Repository {
  public constructor(applications: readonly Application[]) {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-services-'));
    for (const application of applications) addService(join(folder, folderOf(application)), application);
    super(folder, ['node_modules', 'cdk.out']);
    this.push('alice@example.com', 'Begin');
  }
}

/** Folder of an application in its repository. */
export function folderOf({ build }: Application): string {
  return build?.folder ?? '.';
}

/** Notes under another name, in the accounts that the platform's file says. */
function addService(folder: string, application: Application): void {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(ROOT, 'examples/notes', part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `{ "name": "${application.name}", "private": true }`);
  writeFileSync(join(folder, 'environments.ts'), environmentsOf(application));
  const stack = join(folder, 'notes-stack.ts');
  const objective = "name: this.stackName.replace(/-notes$/, '')";
  writeFileSync(stack, readFileSync(stack, 'utf8').replace('name: this.stackName', objective));
}

function environmentsOf({ name: application, environments }: Application): string {
  const made = environments.map(({ name, kind, account, regions, shared }) => {
    const props = { application, name, account, regions, ...(shared ? { shared } : {}) };
    return `  new Environment({ ...${JSON.stringify(props)}, kind: EnvironmentKind.${kind.toUpperCase()} }),`;
  });
  return [
    "import { Environment, EnvironmentKind } from 'cdk-guarded-environments';",
    `export const ENVIRONMENTS: Environment[] = [\n${made.join('\n')}\n];\n`,
  ].join('\n');
}
