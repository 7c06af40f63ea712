import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Right } from '../../change/acknowledge';
import { localArn } from '../../change/machine-role';
import { accessLogs, acknowledgeReplication, privateBucket } from '../../change/private-bucket';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** What an artifact store is made from. */
export interface ArtifactStoreProps {
  readonly application: string;
  readonly pipeline: string;
  readonly retention: Duration;
}

const WHY = 'CodePipeline names artifacts by itself, under the beginning of the names of pipeline and artifact.';

/**
 * Where artifacts lie between stages. Whoever can write here could change what is deployed, so nothing after Build trusts
 * it: every deploy action recomputes the digest.
 */
export class ArtifactStore extends Construct {
  public readonly key: Key;
  public readonly bucket: Bucket;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ArtifactStoreProps,
  ) {
    super(scope, id);
    const logs = accessLogs(this, 'AccessLogs');
    this.key = this.makeKey();
    this.bucket = this.makeBucket(logs);
  }

  /** Reading one artifact. */
  public read(artifact: string): Right {
    return {
      sid: `Read${artifact}`,
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [this.arnOf(artifact)],
      why: WHY,
    };
  }

  /** Writing one artifact. */
  public write(artifact: string): Right {
    return { sid: `Write${artifact}`, actions: ['s3:PutObject'], resources: [this.arnOf(artifact)], why: WHY };
  }

  /** Setting the access list of one artifact; the bucket enforces its owner, so the list can open nothing. */
  public writeAccessList(artifact: string): Right {
    return { sid: `List${artifact}`, actions: ['s3:PutObjectAcl'], resources: [this.arnOf(artifact)], why: WHY };
  }

  /** Reading and writing all of them: the pipeline hands them from action to action. */
  public everything(): Right {
    return {
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      resources: [this.bucket.arnForObjects('*')],
      why: WHY,
    };
  }

  /** Looking at the bucket itself, which CodeBuild and CodePipeline do before they read. */
  public look(): Right {
    return {
      sid: 'LookAtStore',
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      resources: [this.bucket.bucketArn],
    };
  }

  /** CodePipeline keeps 20 characters of the pipeline's name and 10 of the artifact's. */
  private arnOf(artifact: string): string {
    return this.bucket.arnForObjects(`${this.props.pipeline.slice(0, 20)}*/${artifact.slice(0, 10)}*`);
  }

  private makeKey(): Key {
    const key = new Key(this, 'Key', {
      description: `Artifacts and build logs of the pipeline ${this.props.pipeline}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    key.grantEncryptDecrypt(
      new ServicePrincipal('logs.amazonaws.com', {
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': localArn(this, 'logs', 'log-group:*') } },
      }),
    );
    return key;
  }

  private makeBucket(logs: Bucket): Bucket {
    const { retention } = this.props;
    const bucket = new Bucket(this, 'Artifacts', {
      ...privateBucket(),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'artifacts/',
      lifecycleRules: [
        { expiration: retention, noncurrentVersionExpiration: Duration.days(30) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    acknowledgeReplication(bucket);
    return bucket;
  }
}
