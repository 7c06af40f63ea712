import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Walk } from '../walk/walk';

/** Writes a file for everybody who may be signed in, as shell variables; gives the files' names. */
export function signingIn({ config, team, played }: Walk): string[] {
  const { accounts } = config.organization;
  const named = new Map(Object.entries(accounts).map(([name, account]) => [account, name]));
  const administered = played.cloud.organization
    .accounts()
    .map((account) => [named.get(account) ?? account, team.signedIn(account)] as const);
  const sets = [...new Set(config.applications.flatMap(({ approvers }) => approvers))];
  const carol = (set: string) => team.signedInAs(set, accounts.tooling, 'carol@example.com');
  const files = [...administered, ...sets.map((set) => [`${set}-carol`, carol(set)] as const)];
  const folder = join(team.folder, '.signed-in');
  mkdirSync(folder, { recursive: true });
  for (const [name, variables] of files) writeFileSync(join(folder, name), shell(variables));
  return files.map(([name]) => name);
}

function shell(variables: NodeJS.ProcessEnv): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
}
