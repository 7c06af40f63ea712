import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCollected } from '../walk/nightly';
import type { Walk } from '../walk/walk';

/**
 * The continuous proof's night: the accounts are read by the command that reads them, management's administrator in the
 * job's place.
 */
export async function fall({ team, played, config }: Walk): Promise<string> {
  const { management, audit } = config.organization.accounts;
  const folder = mkdtempSync(join(tmpdir(), 'guarded-night-'));
  const file = join(folder, 'snapshot.json');
  try {
    const { code, out } = await team.type(`npx guarded snapshot --out ${file}`, management);
    if (code !== 0) return `Nothing could be collected:\n${out}`;
    await keepCollected(played, readFileSync(file, 'utf8'), audit);
    return 'The continuous proof has collected what is deployed.';
  } finally {
    rmSync(folder, { recursive: true });
  }
}
