import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { toolArchive } from '../../../lib/travel';
import type { Right } from '../../change/acknowledge';

/** The package that Verify runs: where it lies, what it must be, and the right to fetch it. */
export interface VerifyTool {
  readonly uri: string;
  readonly sha256: string;
  readonly right: Right;
}

/** This very package as an asset: what synthesizes a pipeline is what proves its releases, from whatever it was installed. */
export function verifyTool(scope: Construct): VerifyTool {
  const { file, sha256 } = toolArchive();
  const asset = new Asset(scope, 'Tool', { path: file, assetHash: sha256, assetHashType: AssetHashType.CUSTOM });
  const arn = `${asset.bucket.bucketArn}/${asset.s3ObjectKey}`;
  return {
    uri: asset.s3ObjectUrl,
    sha256,
    right: { sid: 'Tool', actions: ['s3:GetObject'], resources: [arn] },
  };
}
