import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { packageVersion } from '../../lib/package-root';
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

/** What a construct was made from and by what, as it stands in a template's metadata. */
export interface Statement<T> {
  /** Version of this package. */
  readonly packageVersion: string;
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
