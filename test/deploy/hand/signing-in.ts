import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Walk } from '../walk/walk';

/** Who may be signed in for which account, by the name of the file that does it. */
export function signingIn({ config, team, played }: Walk): string[] {
  const { management, tooling } = config.organization.accounts;
  const administered = played.cloud.organization
    .accounts()
    .map((account) => [account, team.signedIn(account)] as const);
  const sets = [...new Set(config.applications.flatMap(({ approvers }) => approvers))];
  const approving = sets.map((set) => [`${set}-carol`, team.signedInAs(set, tooling, 'carol@example.com')] as const);
  const files = [['management', team.signedIn(management)] as const, ...administered, ...approving];
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
