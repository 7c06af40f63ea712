import type { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What `WriteOnceStore` needs to know. */
export interface WriteOnceStoreProps {
  /**
   * How long nobody, root included, can delete or overwrite an object: whole days, at least one. It can be lengthened
   * later for new objects, never shortened for old ones.
   */
  readonly retention: Duration;
  /**
   * Name of the bucket; give one where stacks of other accounts name it.
   * @default - made by CloudFormation
   */
  readonly bucketName?: string;
  /**
   * Key that encrypts the objects.
   * @default - a new key with yearly rotation, retained
   */
  readonly encryptionKey?: IKey;
  /**
   * Bucket for the server access logs. S3 delivers them only to a bucket without default retention.
   * @default - a new one
   */
  readonly accessLogs?: IBucket;
}

/** The organization trail that a store accepts. */
export interface TrailSource {
  /** Name of the trail. */
  readonly trailName: string;
  /** Home region of the trail. */
  readonly region: string;
  /** Management account, which owns the trail, 12 digits. */
  readonly managementAccountId: string;
  /** Organization, `o-…`. */
  readonly organizationId: string;
}

/** What `OrganizationTrail` needs to know. It is deployed in the management account. */
export interface OrganizationTrailProps {
  /** Name of the trail, 3 to 128 characters. */
  readonly trailName: string;
  /** Name of the bucket that receives the log files, usually a WriteOnceStore of the audit account. */
  readonly bucketName: string;
  /** ARN of the key that encrypts them. */
  readonly keyArn: string;
  /**
   * Record writes to S3 objects of all accounts, the trail's own bucket apart.
   * @default true
   */
  readonly objectWrites?: boolean;
  /**
   * Retention of the copy in CloudWatch Logs, where it can be queried at once.
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;
}

/** An API call that people are meant to make in a guarded account, and that the monitor leaves out. */
export interface SanctionedEvent {
  /** CloudTrail's event source, for example `codepipeline.amazonaws.com`. */
  readonly eventSource: string;
  /** CloudTrail's event name, for example `PutApprovalResult`. */
  readonly eventName: string;
}

/** What `ProdActivityMonitor` needs to know. */
export interface ProdActivityMonitorProps {
  /** Name of the account as a reader knows it, for example `orders-prod`. */
  readonly accountName: string;
  /**
   * Topic that hears of every finding. Its policy and key must let EventBridge and CloudWatch publish.
   * @default - a new encrypted topic
   */
  readonly topic?: ITopic;
  /**
   * Calls that people are meant to make.
   * @default - PutApprovalResult of CodePipeline and StartAutomationExecution of Systems Manager
   */
  readonly sanctionedEvents?: SanctionedEvent[];
  /**
   * Roles outside the machine paths that services of AWS act as, by path and name: `AWSControlTowerExecution`. What they do
   * is taken for no person's; the control policies say what they may, and who assumes them.
   * @default - none
   */
  readonly trustedServiceRoles?: string[];
}
