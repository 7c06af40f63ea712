import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** One key for queue, topic and logs; the log service and the alarms use it for this account alone. */
export function helloKey(scope: Construct): Key {
  const { region, account, partition } = Stack.of(scope);
  const key = new Key(scope, 'Key', { enableKeyRotation: true });
  const logs = `arn:${partition}:logs:${region}:${account}:log-group:*`;
  key.grantEncryptDecrypt(
    new ServicePrincipal('logs.amazonaws.com', {
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
    }),
  );
  const alarms = { StringEquals: { 'aws:SourceAccount': account } };
  key.grant(
    new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: alarms }),
    'kms:Decrypt',
    'kms:GenerateDataKey*',
  );
  return key;
}
