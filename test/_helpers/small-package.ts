import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PACKAGE_NAME } from '../../lib/travel';
import { type ArchiveFile, tarOf } from '../../lib/travel/tar';

/** An archive as `guarded upgrade` writes it, of a package that does nothing. */
export interface SmallPackage {
  readonly archiveFile: string;
  readonly sha256: string;
  readonly tar: Buffer;
}

/** Files of a package of that version, which says what it is. */
export function smallFiles(version: string, name = PACKAGE_NAME): ArchiveFile[] {
  const command = `#!/bin/sh\necho ${version}\n`;
  return [
    { path: 'node_modules/.bin/guarded', content: Buffer.from(command), executable: true },
    { path: `node_modules/${PACKAGE_NAME}/package.json`, content: Buffer.from(JSON.stringify({ name, version })) },
    { path: 'node_modules/aws-cdk-lib/package.json', content: Buffer.from('{"version":"2.276.0"}') },
  ];
}

/** Packs files, by default those of a package of that version. */
export function smallPackage(version: string, files: readonly ArchiveFile[] = smallFiles(version)): SmallPackage {
  return packed(tarOf(files));
}

/** An archive with these bytes in it. */
export function packed(tar: Buffer): SmallPackage {
  const archiveFile = join(mkdtempSync(join(tmpdir(), 'guarded-package-')), 'upgrade.tgz');
  writeFileSync(archiveFile, gzipSync(tar));
  return { archiveFile, sha256: createHash('sha256').update(tar).digest('hex'), tar };
}
