import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const AWS = 'AwsSolutions::AwsSolutions-';
const NIST = 'NIST.800.53.R5::NIST.800.53.R5-';

/** What CDK's own grants on a key write with a wildcard: two names for each of two calls, on one key. */
export const KEY_GRANTS: Readonly<Record<string, string>> = {
  'Action::kms:GenerateDataKey*': 'With and without plaintext, on one key that the policy names.',
  'Action::kms:ReEncrypt*': 'From and to, on one key that the policy names.',
};

/** A role with a policy of its own, in which the named findings are wildcards that cannot be narrowed. */
export function acknowledgeRole(role: IConstruct, wildcards: Readonly<Record<string, string>> = {}): void {
  Validations.of(role).acknowledge(
    { id: `${NIST}IAMNoInlinePolicy`, reason: 'The policy belongs to this role alone and goes when the role goes.' },
    ...Object.entries(wildcards).map(([finding, reason]) => ({ id: `${AWS}IAM5[${finding}]`, reason })),
  );
}

/** A table whose every second of the last 35 days can be restored. */
export function acknowledgePointInTimeRecovery(table: IConstruct): void {
  Validations.of(table).acknowledge({
    id: `${NIST}DynamoDBInBackupPlan`,
    reason: 'Point-in-time recovery restores any second of the last 35 days, and orders are closed sooner.',
  });
}

/** A network whose default security group nothing uses. */
export function acknowledgeDefaultSecurityGroup(vpc: IConstruct): void {
  Validations.of(vpc).acknowledge({
    id: `${NIST}VPCDefaultSecurityGroupClosed`,
    reason:
      'Nothing carries the default group, and emptying it takes a custom resource with rights over security groups.',
  });
}

/** A function that reaches AWS APIs only, by IAM; a network of its own would add a way in, not take one away. */
export function acknowledgeOutsideVpc(handler: IConstruct): void {
  Validations.of(handler).acknowledge({
    id: `${NIST}LambdaInsideVPC`,
    reason: 'It calls DynamoDB and SQS only, over TLS and by IAM; nothing in the VPC is its business.',
  });
}
