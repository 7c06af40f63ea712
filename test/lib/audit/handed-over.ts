import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePack } from '../../../bin/commands/audit-make';
import { shippedExample } from '../../_helpers/shipped-example';
import { recordsFolder, trailOfThoseDays } from './auditors-case';

/** What an auditor gets: the pack, moved to where nothing else is. */
export async function handedOver(): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'made-'));
  const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await makePack({
    ...{ app: shippedExample(), records: [recordsFolder()], trail: trailOfThoseDays(), out: made },
    ...{ sample: { size: 25, seed: 1 }, time: '2026-11-27T12:00:00Z' },
  });
  told.mockRestore();
  process.exitCode = 0;
  const folder = mkdtempSync(join(tmpdir(), 'auditor-'));
  cpSync(made, folder, { recursive: true });
  rmSync(made, { recursive: true });
  return folder;
}
