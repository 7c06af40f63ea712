import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageRoot } from '../package-root';
import { filesIn } from './files';
import { isShipped } from './shipped';
import { tarOf } from './tar';
import { PACKAGE_NAME } from '../contract/package-name';

/** Another project's copy of this package. */
export interface OwnArchive {
  /** `cdk-guarded-environments-1.2.3.tgz` */
  readonly name: string;
  readonly content: Buffer;
}

/** What of the manifest is about developing the package, or would be looked for inside of the archive. */
const LEFT_OUT = ['scripts', 'devDependencies', 'overrides', 'files'];

/**
 * This very package as npm installs it from a file: nobody who holds its name in some registry can put something else in its
 * place. What it depends on comes by exact versions, which npm writes into the lock file with their digests.
 */
export function ownArchive(root: string = packageRoot()): OwnArchive {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !LEFT_OUT.includes(key)));
  const files = [
    { path: 'package/package.json', content: Buffer.from(`${JSON.stringify(kept, undefined, 2)}\n`) },
    ...['.jsii', '.warnings.jsii.js', 'LICENSE', 'README.md', 'CHANGELOG.md']
      .filter((name) => existsSync(join(root, name)))
      .map((name) => ({
        path: `package/${name}`,
        content: readFileSync(join(root, name)),
      })),
    ...filesIn(join(root, 'dist'), 'package/dist', { whole: true, which: isShipped }),
  ];
  return { name: `${PACKAGE_NAME}-${String(manifest.version)}.tgz`, content: gzipSync(tarOf(files)) };
}
