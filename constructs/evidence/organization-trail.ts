import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PIPELINE_PATH } from '../../lib/names';
import type { OrganizationTrailProps } from './evidence-props';
import { required } from '../../lib/required';

/**
 * The organization's trail: every account, every region, log files validated and encrypted, into a bucket that nobody can
 * empty; a copy in CloudWatch Logs to query at once. Deploy it in the management account, after the store has accepted it
 * (`WriteOnceStore.acceptTrail`).
 *
 * @throws when the trail's name is not one that CloudTrail takes.
 */
export class OrganizationTrail extends Construct {
  /** The trail. */
  public readonly trail: CfnTrail;
  /** ARN of the trail, known before it is deployed. */
  public readonly trailArn: string;
  /** The copy in CloudWatch Logs. */
  public readonly logGroup: LogGroup;

  public constructor(scope: Construct, id: string, props: OrganizationTrailProps) {
    super(scope, id);
    required(`OrganizationTrail '${id}'`, props, ['trailName', 'bucketName', 'keyArn']);
    this.checkName(props.trailName);
    this.trailArn = Stack.of(this).formatArn({
      service: 'cloudtrail',
      resource: 'trail',
      resourceName: props.trailName,
    });
    this.logGroup = this.makeLogGroup(props);
    const delivery = this.deliveryRole();
    this.trail = new CfnTrail(this, 'Trail', {
      trailName: props.trailName,
      isLogging: true,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: delivery.roleArn,
      advancedEventSelectors: this.selectors(props),
    });
    this.trail.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.trail.node.addDependency(delivery);
  }

  /** All management events; of the data events the writes to objects, where evidence and data are lost. */
  private selectors({
    bucketName,
    objectWrites = true,
  }: OrganizationTrailProps): CfnTrail.AdvancedEventSelectorProperty[] {
    const management = {
      name: 'Management events',
      fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }],
    };
    if (!objectWrites) return [management];
    const { partition } = Stack.of(this);
    const writes = {
      name: 'Writes to objects, the trail’s own apart',
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        { field: 'readOnly', equalTo: ['false'] },
        { field: 'resources.ARN', notStartsWith: [`arn:${partition}:s3:::${bucketName}/`] },
      ],
    };
    return [management, writes];
  }

  private makeLogGroup({ logRetention }: OrganizationTrailProps): LogGroup {
    const { region } = Stack.of(this);
    const encryptionKey = new Key(this, 'LogKey', {
      description: `Encrypts the trail’s copy in CloudWatch Logs (${this.node.path})`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    encryptionKey.grantEncryptDecrypt(new ServicePrincipal(`logs.${region}.amazonaws.com`));
    return new LogGroup(this, 'Logs', {
      encryptionKey,
      retention: logRetention ?? RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private deliveryRole(): Role {
    return new Role(this, 'LogDelivery', {
      path: PIPELINE_PATH,
      assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceArn': this.trailArn } },
      }),
      description: 'CloudTrail writes its copy into CloudWatch Logs',
      managedPolicies: [
        new ManagedPolicy(this, 'LogDeliveryPolicy', {
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [this.logGroup.logGroupArn],
            }),
          ],
        }),
      ],
    });
  }

  private checkName(name: string): void {
    if (/^[A-Za-z0-9][\w.-]{1,126}[A-Za-z0-9]$/.test(name)) return;
    throw new Error(
      `${this.node.path}: trailName is '${name}'; right is 3 to 128 letters, digits, '.', '_' and '-', a letter or digit at both ends.`,
    );
  }
}
