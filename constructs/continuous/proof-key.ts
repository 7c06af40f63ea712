import { RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { localArn } from '../change/machine-role';
import { letAlarmsEncrypt } from '../rollback/alarm-topic';

/** The key of what the continuous proof says: its log and its topic. */
export class ProofKey extends Construct {
  /** The key. */
  public readonly key: Key;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Log and notices of the continuous proof',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.key.grantEncryptDecrypt(
      new ServicePrincipal('logs.amazonaws.com', {
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': localArn(this, 'logs', 'log-group:*') } },
      }),
    );
    letAlarmsEncrypt(this.key);
  }
}
