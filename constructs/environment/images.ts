import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DockerImageAssetLocation, type DockerImageAssetSource, Fn, Stage, type Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { filesOf, imageRepositoryName } from '../../lib/assembly';
import { IMAGES } from '../../lib/names';
import { buildImage } from './image-build';

/**
 * An image that is built from source, under the digest of what was built: where the build of a pipeline says so it is built
 * now, once for all stages of the app, and lies in the assembly then, which is approved as a whole. Elsewhere it is named
 * by the hash of its source, and nothing deploys it.
 */
export function placedByDigest(stack: Stack, asset: DockerImageAssetSource): DockerImageAssetLocation {
  const digest = process.env[IMAGES.variable] === IMAGES.build ? built(stack, asset) : hexOf(asset.sourceHash);
  const repository = imageRepositoryName(known(stack.account, ACCOUNT), known(stack.region, REGION));
  const registry = `${known(stack.account, ACCOUNT)}.dkr.ecr.${known(stack.region, REGION)}.\${AWS::URLSuffix}`;
  return {
    imageUri: Fn.sub(`${registry}/${repository}@sha256:${digest}`),
    repositoryName: repository.includes('${') ? Fn.sub(repository) : repository,
    imageTag: digest,
  };
}

/** CDK's hash is of the form of a digest already; one that is not gets it. */
function hexOf(hash: string): string {
  return /^[0-9a-f]{64}$/.test(hash) ? hash : createHash('sha256').update(hash).digest('hex');
}

const ACCOUNT = '${AWS::AccountId}';
const REGION = '${AWS::Region}';

function known(value: string, otherwise: string): string {
  return Token.isUnresolved(value) ? otherwise : value;
}

/** What an app has built already, by the hash of the source. */
const BUILT = Symbol.for('cdk-guarded-environments.images');

function built(stack: Stack, asset: DockerImageAssetSource): string {
  const { root } = stack.node;
  const before = builtIn(root);
  const digest = before.get(asset.sourceHash) ?? buildNow(stack, asset);
  before.set(asset.sourceHash, digest);
  return digest;
}

function builtIn(root: IConstruct): Map<string, string> {
  const holder = root as { [BUILT]?: Map<string, string> };
  return (holder[BUILT] ??= new Map());
}

function buildNow(stack: Stack, asset: DockerImageAssetSource): string {
  const outdir = Stage.of(stack)!.outdir;
  const { root } = stack.node;
  try {
    return buildImage(asset, outdir, Stage.isStage(root) ? root.outdir : outdir);
  } catch (error) {
    const name = asset.displayName ?? asset.assetName ?? asset.directoryName;
    throw new Error(`${stack.node.path}/${name}: the image cannot be built: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The source of an image is nothing that is deployed, so links in it are no matter: what lies in the assembly goes again. */
export function dropLinkedSource(stack: Stack, { directoryName }: DockerImageAssetSource): void {
  const outdir = Stage.of(stack)?.outdir;
  const folder = outdir && directoryName && join(outdir, directoryName);
  if (!folder || !existsSync(folder) || !/(^|\/)asset\.[0-9a-f]{64}$/.test(directoryName)) return;
  try {
    filesOf(folder);
  } catch {
    rmSync(folder, { recursive: true, force: true });
  }
}
