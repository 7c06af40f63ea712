import { Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const NIST = 'NIST.800.53.R5::NIST.800.53.R5-';

/** A function with a log group, a role and dead letters of its own; put your code in place of the line in it. */
export function helloFunction(scope: Construct, key: Key, deadLetters: Queue): LambdaFunction {
  const role = new Role(scope, 'HelloRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = new LogGroup(scope, 'HelloLogs', { encryptionKey: key });
  logGroup.grantWrite(role);
  const hello = new LambdaFunction(scope, 'Hello', {
    runtime: Runtime.NODEJS_24_X,
    code: Code.fromInline("exports.handler = async () => 'Hello';"),
    handler: 'index.handler',
    role,
    logGroup,
    timeout: Duration.seconds(10),
    deadLetterQueue: deadLetters,
    reservedConcurrentExecutions: 5,
  });
  acknowledge(role, hello);
  return hello;
}

/** What the rule packs find and what a reviewer should know about it. */
function acknowledge(role: Role, hello: LambdaFunction): void {
  Validations.of(role).acknowledge({
    id: `${NIST}IAMNoInlinePolicy`,
    reason: 'The policy belongs to this role alone and goes when the role goes.',
  });
  Validations.of(hello).acknowledge({
    id: `${NIST}LambdaInsideVPC`,
    reason: 'It calls AWS APIs alone; a network of its own would add a way in, not take one away.',
  });
}
