import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../_helpers/command';
import { onceARun } from '../../_helpers/once-a-run';
import { shippedExample } from '../../_helpers/shipped-example';
import { recordsFolder, trailOfThoseDays } from './auditors-case';

/** What an auditor gets: the pack of the command, moved to where nothing else is. Made once a run; whoever has it only reads. */
export function handedOver(): string {
  return join(onceARun('handed-over', make), 'pack');
}

function make(folder: string): void {
  const made = mkdtempSync(join(tmpdir(), 'made-'));
  const of = ['--app', shippedExample(), '--records', recordsFolder(), '--trail', trailOfThoseDays()];
  const args = [command(), 'audit', ...of, '--out', made, '--time', '2026-11-27T12:00:00Z'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the pack could not be made: ${stderr}`);
  cpSync(made, join(folder, 'pack'), { recursive: true });
  rmSync(made, { recursive: true });
}
