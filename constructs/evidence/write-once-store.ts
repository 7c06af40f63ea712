import { Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accessLogBucket, logAccess } from './access-log-bucket';
import type { TrailSource, WriteOnceStoreProps } from './evidence-props';
import { required } from '../../lib/required';

/** What takes evidence away, or would if the retention ended. */
const REMOVALS = ['s3:BypassGovernanceRetention', 's3:DeleteBucket', 's3:DeleteObject', 's3:DeleteObjectVersion'];

/**
 * A bucket in which nobody, root included, can delete or overwrite an object before its retention ends: Object Lock in
 * compliance mode. Encrypted with a key of its own, reached over TLS alone, its accesses logged, kept when the stack goes.
 * For the trail and for change records.
 *
 * @throws when the retention is not a whole number of days from one.
 */
export class WriteOnceStore extends Construct {
  /** The bucket. */
  public readonly bucket: Bucket;
  /** Name of the bucket. */
  public readonly bucketName: string;
  /** Key that encrypts the objects. */
  public readonly encryptionKey: IKey;

  public constructor(scope: Construct, id: string, props: WriteOnceStoreProps) {
    super(scope, id);
    required(`WriteOnceStore '${id}'`, props, ['retention']);
    this.checkRetention(props.retention);
    this.encryptionKey = props.encryptionKey ?? this.makeKey();
    this.bucket = this.makeBucket(props);
    this.bucketName = this.bucket.bucketName;
    this.keepAccessLogs(props);
    this.denyRemoval();
  }

  /**
   * Lets an organization's trail write its log files here, and nobody else in its name: the trail's ARN is named.
   * Give the OrganizationTrail the same names.
   */
  public acceptTrail(trail: TrailSource): void {
    const { partition } = Stack.of(this);
    const { managementAccountId: owner, organizationId, region, trailName } = trail;
    const sourceArn = `arn:${partition}:cloudtrail:${region}:${owner}:trail/${trailName}`;
    const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const fromTrail = { StringEquals: { 'aws:SourceArn': sourceArn } };
    this.allow('TrailChecksBucket', cloudTrail, ['s3:GetBucketAcl'], [this.bucket.bucketArn], fromTrail);
    const folders = [owner, organizationId].map((folder) => this.bucket.arnForObjects(`AWSLogs/${folder}/*`));
    this.allow('TrailWrites', cloudTrail, ['s3:PutObject'], folders, {
      StringEquals: { ...fromTrail.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
    });
    this.allowKey('TrailEncrypts', cloudTrail, ['kms:GenerateDataKey*', 'kms:DescribeKey'], fromTrail);
  }

  /**
   * Lets one role, of this account or another, add objects under a prefix. It can neither read nor replace them: the store
   * keeps every version.
   *
   * @param roleArn exact ARN of the role
   * @param prefix folder of its objects, ending in `/`, for example `changes/`
   */
  public acceptWriter(roleArn: string, prefix: string): void {
    if (!prefix.endsWith('/') || (!Token.isUnresolved(roleArn) && /[*?]/.test(roleArn)))
      throw new Error(
        `${this.node.path}: '${roleArn}' writes to '${prefix}'; right is an exact role ARN and a prefix that ends in '/'.`,
      );
    const role = new ArnPrincipal(roleArn);
    this.allow(undefined, role, ['s3:PutObject'], [this.bucket.arnForObjects(`${prefix}*`)]);
    this.allowKey(undefined, role, ['kms:GenerateDataKey*']);
  }

  private makeKey(): Key {
    return new Key(this, 'Key', {
      description: `Encrypts the evidence of ${this.node.path}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private makeBucket(props: WriteOnceStoreProps): Bucket {
    return new Bucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(props.retention),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private keepAccessLogs({ accessLogs }: WriteOnceStoreProps): void {
    Validations.of(this.bucket).acknowledge({
      id: 'NIST.800.53.R5::NIST.800.53.R5-S3BucketReplicationEnabled',
      reason: 'Object Lock in compliance mode keeps every version; a second region is the organization’s choice.',
    });
    if (!accessLogs) return logAccess(this.bucket, accessLogBucket(this, 'AccessLogs'), 'evidence/');
    (this.bucket.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: accessLogs.bucketName,
      logFilePrefix: 'evidence/',
    };
  }

  private denyRemoval(): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'KeepEvidence',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: REMOVALS,
        resources: [this.bucket.bucketArn, this.bucket.arnForObjects('*')],
      }),
    );
  }

  private allow(
    sid: string | undefined,
    principal: ServicePrincipal | ArnPrincipal,
    actions: string[],
    resources: string[],
    conditions?: Record<string, Record<string, string>>,
  ): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({ sid, principals: [principal], actions, resources, conditions }),
    );
  }

  private allowKey(
    sid: string | undefined,
    principal: ServicePrincipal | ArnPrincipal,
    actions: string[],
    conditions?: Record<string, Record<string, string>>,
  ): void {
    const statement = new PolicyStatement({ sid, principals: [principal], actions, resources: ['*'], conditions });
    this.encryptionKey.addToResourcePolicy(statement);
  }

  private checkRetention(retention: Duration): void {
    const days = retention.toSeconds() / Duration.days(1).toSeconds();
    if (Number.isInteger(days) && days >= 1) return;
    throw new Error(`${this.node.path}: retention is ${days} days; right is whole days from one.`);
  }
}
