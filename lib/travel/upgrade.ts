import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { packageVersion } from '../package-root';
import { PACKAGE_NAME } from '../contract/package-name';
import { toolArchive } from './tool';
import { plainFilesIn } from './untar';
import { compareVersions } from './version';

/** A package that may prove the release which moves to it, as somebody names it. */
export interface NamedUpgrade {
  /** Archive that `guarded upgrade` of that package wrote. */
  readonly archiveFile: string;
  /** SHA-256 of what is packed in it, in hex, as `guarded upgrade` prints it. */
  readonly sha256: string;
}

/** The package that is installed here: what an upgrade comes after. */
export interface OwnPackage {
  readonly version: string;
  /** SHA-256 of its archive. */
  readonly sha256: string;
}

/** What an archive holds. */
export interface Upgrade {
  readonly version: string;
}

/** More than any archive of this package comes to, unpacked. */
const MOST_BYTES = 2 ** 30;

/** The package that runs, by version and digest. */
export function ownPackage(): OwnPackage {
  return { version: packageVersion(), sha256: toolArchive().sha256 };
}

/**
 * Reads the package that somebody names as the next one.
 *
 * @throws where the archive is not the one that is named, is no such package, or is none that comes after the own one.
 */
export function readUpgrade({ archiveFile, sha256 }: NamedUpgrade, own: OwnPackage = ownPackage()): Upgrade {
  if (!existsSync(archiveFile)) throw new Error(`there is no file ${archiveFile}; ${WRITE_IT}`);
  const archive = unpacked(archiveFile);
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== sha256)
    throw new Error(
      `${archiveFile} holds the package with the SHA-256 ${found}, and ${sha256} is named: name what whoever packed it tells you, or pack it anew`,
    );
  const version = versionIn(archive, archiveFile);
  if (found === own.sha256)
    throw new Error(
      `${archiveFile} holds the very package that is installed: the upgrade is done, take these lines out`,
    );
  const order = compareVersions(version, own.version);
  if (order === undefined || order < 0)
    throw new Error(
      `${archiveFile} holds version ${version}, and version ${own.version} is installed: an older package never proves a newer one's releases`,
    );
  return { version };
}

const WRITE_IT = 'where the newer package is installed, `npx guarded upgrade --out FILE` writes it';

function unpacked(file: string): Buffer {
  try {
    return gunzipSync(readFileSync(file), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new Error(`${file} is no archive of a package (${(error as Error).message}); ${WRITE_IT}`);
  }
}

function versionIn(archive: Buffer, file: string): string {
  const files = new Map(plainFilesIn(archive, 'node_modules').map((each) => [each.path, each]));
  const command = files.get('node_modules/.bin/guarded');
  const manifest = files.get(`node_modules/${PACKAGE_NAME}/package.json`);
  if (!command?.executable || !manifest)
    throw new Error(`${file} is an archive without the command of ${PACKAGE_NAME}; ${WRITE_IT}`);
  const { name, version } = JSON.parse(manifest.content.toString('utf8')) as { name?: unknown; version?: unknown };
  if (name !== PACKAGE_NAME || typeof version !== 'string')
    throw new Error(`${file} holds ${JSON.stringify(name)} in the place of ${PACKAGE_NAME}; ${WRITE_IT}`);
  return version;
}
