import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const AWS = 'AwsSolutions::AwsSolutions-';
const NIST = 'NIST.800.53.R5::NIST.800.53.R5-';

/** What CDK's own grants write with a wildcard: two names for each of two calls on one named key. */
const KEY_GRANTS = ['Action::kms:GenerateDataKey*', 'Action::kms:ReEncrypt*'];

/** A role with a policy of its own, in which the named findings are wildcards that cannot be narrowed. */
export function acknowledgeRole(role: IConstruct, wildcards: Readonly<Record<string, string>> = {}): void {
  const findings = Object.entries({
    ...Object.fromEntries(KEY_GRANTS.map((id) => [id, 'One key, named by its ARN.'])),
    ...wildcards,
  });
  Validations.of(role).acknowledge(
    { id: `${NIST}IAMNoInlinePolicy`, reason: 'The policy belongs to this role alone and goes when the role goes.' },
    ...findings.map(([finding, reason]) => ({ id: `${AWS}IAM5[${finding}]`, reason })),
  );
}

/** A function that reaches AWS APIs only, by IAM; a network of its own would add a way in, not take one away. */
export function acknowledgeOutsideVpc(handler: IConstruct): void {
  Validations.of(handler).acknowledge({
    id: `${NIST}LambdaInsideVPC`,
    reason: 'It calls DynamoDB and SQS only, over TLS and by IAM; nothing in the VPC is its business.',
  });
}
