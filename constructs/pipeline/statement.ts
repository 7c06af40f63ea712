import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { packageVersion } from '../../lib/package-root';
import { readUpgrade, toolArchive } from '../../lib/travel';
import type { PackageUpgrade } from './change-pipeline-props';
import { PipelineSource } from './pipeline-source';

/** A `PipelineSource` as plain JSON. */
export interface StatedSource {
  readonly connection?: PipelineSource['connection'];
  readonly codeCommitRepository?: PipelineSource['codeCommitRepository'];
  readonly bucket?: PipelineSource['bucket'];
}

/** Where a pipeline's source comes from, as plain JSON. */
export function stateSource({ connection, codeCommitRepository, bucket }: PipelineSource): StatedSource {
  return { connection, codeCommitRepository, bucket };
}

/** @throws where nothing that is known is stated. */
export function sourceFrom({ connection, codeCommitRepository, bucket }: StatedSource): PipelineSource {
  if (connection) return PipelineSource.codeConnections(connection);
  if (codeCommitRepository) return PipelineSource.codeCommit(codeCommitRepository);
  if (bucket) return PipelineSource.s3(bucket);
  throw new Error('The statement names no source of the pipeline.');
}

/** The next package as plain JSON: its archive by the digest of the file. */
export interface StatedUpgrade {
  /** SHA-256 of the archive as it is. */
  readonly archive: string;
  /** SHA-256 of what is packed in it. */
  readonly sha256: string;
  readonly version: string;
}

/** What is stated of the next package: also its version, for whoever proves with that one what this one deployed. */
export function stateUpgrade(upgrade: PackageUpgrade | undefined): StatedUpgrade | undefined {
  if (!upgrade) return undefined;
  const archive = createHash('sha256').update(readFileSync(upgrade.archiveFile)).digest('hex');
  return { archive, sha256: upgrade.sha256, version: readUpgrade(upgrade).version };
}

/** The next package that was stated; its archive is found by its digest. */
export function upgradeFrom(
  stated: StatedUpgrade | undefined,
  fileOf: (digest: string) => string,
): PackageUpgrade | undefined {
  return stated && { archiveFile: fileOf(stated.archive), sha256: stated.sha256 };
}

/** What a construct was made from and by what, as it stands in a template's metadata. */
export interface Statement<T> {
  /** Version of this package. */
  readonly packageVersion: string;
  /** SHA-256 of this package with the libraries beside it, as it travels into Verify. */
  readonly tool: string;
  /** Version of aws-cdk-lib. */
  readonly cdkVersion: string;
  /** Construct path. */
  readonly path: string;
  /** The properties. */
  readonly properties: T;
}

/** States what a construct is made from, so that anyone can make it again and compare. */
export function statementOf<T>(construct: Construct, properties: T): Statement<T> {
  return {
    packageVersion: ownVersion(),
    tool: toolArchive().sha256,
    cdkVersion: versionIn(require.resolve('aws-cdk-lib/package.json')),
    path: construct.node.path,
    properties,
  };
}

/** Version of this package. */
export const ownVersion = packageVersion;

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
