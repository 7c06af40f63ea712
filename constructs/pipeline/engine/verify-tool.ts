import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { toolArchive } from '../../../lib/travel';
import type { Right } from '../../change/acknowledge';
import type { PackageUpgrade } from '../change-pipeline-props';

/** The package that Verify runs: where it lies, what it must be, and the right to fetch it. */
export interface VerifyTool {
  readonly uri: string;
  readonly sha256: string;
  readonly right: Right;
}

/** This very package as an asset: what synthesizes a pipeline is what proves its releases, from whatever it was installed. */
export function verifyTool(scope: Construct): VerifyTool {
  return packageAsset(scope, 'Tool', toolArchive());
}

/** The next package as an asset, where one is named. */
export function upgradeTool(scope: Construct, upgrade: PackageUpgrade | undefined): VerifyTool | undefined {
  return upgrade && packageAsset(scope, 'Upgrade', { file: upgrade.archiveFile, sha256: upgrade.sha256 });
}

function packageAsset(scope: Construct, id: string, { file, sha256 }: { file: string; sha256: string }): VerifyTool {
  const asset = new Asset(scope, id, { path: file, assetHash: sha256, assetHashType: AssetHashType.CUSTOM });
  const arn = `${asset.bucket.bucketArn}/${asset.s3ObjectKey}`;
  return {
    uri: asset.s3ObjectUrl,
    sha256,
    right: { sid: id, actions: ['s3:GetObject'], resources: [arn] },
  };
}
