import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  CliCredentialsStackSynthesizer,
  type FileAssetLocation,
  type FileAssetSource,
  Stage,
  type Stack,
} from 'aws-cdk-lib';
import { contentDigest } from '../../lib/assembly';

/**
 * The asset under the digest of what is in it, in place of the hash that CDK gave it. A stack's template is written later,
 * and its hash is of its content already.
 *
 * @throws where the asset holds a link: it could lead to what nobody looked at, so the pipeline refuses it.
 */
export function namedByContent(stack: Stack, asset: FileAssetSource): FileAssetSource {
  const outdir = Stage.of(stack)?.outdir;
  const path = outdir && asset.fileName && resolve(outdir, asset.fileName);
  // Left by a synthesis before, a template would be hashed as it was then.
  if (!path || !existsSync(path) || path.endsWith('.template.json')) return asset;
  try {
    return { ...asset, sourceHash: contentDigest(path) };
  } catch (error) {
    const name = asset.displayName ?? asset.fileName;
    throw new Error(
      `${stack.node.path}: asset ${name}: ${(error as Error).message} Copy what links lead to (followSymlinks: SymlinkFollowMode.ALWAYS), or leave them out.`,
      { cause: error },
    );
  }
}

/** Publishes with the credentials of whoever deploys, no role in between; assets are named by their content here too. */
export class HandPublishedSynthesizer extends CliCredentialsStackSynthesizer {
  /** @throws where the asset holds a link. */
  public override addFileAsset(asset: FileAssetSource): FileAssetLocation {
    return super.addFileAsset(namedByContent(this.boundStack, asset));
  }
}
