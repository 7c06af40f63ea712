import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSigner, type Signer, writePack } from '../../lib/audit';
import { packageVersion } from '../../lib/package-root';
import { command } from '../_helpers/command';
import { signingKey } from '../lib/audit/deployed/buckets';
import { smallPack } from '../lib/audit/small-pack';

const key = signingKey();
const keyFile = join(mkdtempSync(join(tmpdir(), 'known-')), 'key.pem');
writeFileSync(keyFile, key.publicKey);

/** What the command says of a pack, and how it ends. */
async function said(signer: Signer | undefined, version: string, ...more: string[]): Promise<[string, number | null]> {
  const folder = mkdtempSync(join(tmpdir(), 'said-'));
  await writePack(folder, smallPack({ generator: { name: 'cdk-guarded-environments', version } }), signer);
  if (more[0] === 'changed') {
    more.shift();
    writeFileSync(join(folder, 'changes.csv'), `${readFileSync(join(folder, 'changes.csv'), 'utf8')}x`);
  }
  const { stdout, status } = spawnSync(process.execPath, [command(), 'audit', 'verify', folder, ...more], {
    encoding: 'utf8',
  });
  return [stdout, status];
}

test('a pack that holds says whether anybody knows whose key signed it', async () => {
  const signer = fileSigner(key.file);
  expect(await said(signer, '0.1.0')).toEqual([expect.stringMatching(/holds \(signed by sha256:.*; WHOSE KEY/), 0]);
  expect(await said(signer, '0.1.0', '--public-key', keyFile)).toEqual([expect.not.stringContaining('WHOSE KEY'), 0]);
  expect(await said(undefined, '0.1.0')).toEqual([expect.stringContaining('UNSIGNED'), 0]);
  const [told, code] = await said(undefined, '0.1.0', '--public-key', keyFile);
  expect([told, code]).toEqual([expect.stringMatching(/manifest\.json: .*it is signed by nobody/), 1]);
});

test('a pack that does not hold says whether another version made it', async () => {
  expect(await said(undefined, '0.0.1', 'changed')).toEqual([expect.stringContaining('made by version 0.0.1'), 1]);
  expect(await said(undefined, packageVersion(), 'changed')).toEqual([expect.not.stringContaining('made by'), 1]);
});
