import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { ScanPolicy } from '../../../lib/change/image-scan';
import { IMAGE_SCAN } from '../../../lib/names';
import type { Right } from '../../change/acknowledge';
import { localArn } from '../../change/machine-role';
import { scanRepositoryName } from '../blueprint/names';

/** What Verify needs to have images scanned. */
export interface Scanning {
  readonly rights: readonly Right[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What Verify is told where the pipeline deploys none of the images that it sees. */
export const NOTHING_SCANNED = { [IMAGE_SCAN.repository]: IMAGE_SCAN.none };

/**
 * A repository in which ECR scans what is put there. Nothing runs out of it: environments get the images out of the assembly.
 * An image stays a day, so that the next release has it scanned again, with what is known then.
 */
export function scanning(scope: Construct, application: string, policy: ScanPolicy): Scanning {
  const repositoryName = scanRepositoryName(application);
  new Repository(scope, 'ImageScan', {
    repositoryName,
    imageScanOnPush: true,
    imageTagMutability: TagMutability.IMMUTABLE,
    lifecycleRules: [{ tagStatus: TagStatus.ANY, maxImageAge: Duration.days(1) }],
    removalPolicy: RemovalPolicy.DESTROY,
    emptyOnDelete: true,
  });
  return {
    rights: [
      { sid: 'ScanImages', actions: ACTIONS, resources: [localArn(scope, 'ecr', `repository/${repositoryName}`)] },
    ],
    environment: { [IMAGE_SCAN.repository]: repositoryName, [IMAGE_SCAN.policy]: JSON.stringify(policy) },
  };
}

const ACTIONS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:DescribeImageScanFindings',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:StartImageScan',
  'ecr:UploadLayerPart',
];
