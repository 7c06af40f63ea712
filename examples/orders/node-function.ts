import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { KEY_GRANTS, acknowledgeOutsideVpc, acknowledgeRole } from './acknowledge';

/** What the functions of orders differ in. */
export interface NodeFunctionProps {
  /**
   * Name by which people know it.
   * @default - CloudFormation's
   */
  readonly functionName?: string;
  /** File and export in handlers/: `place-order.handler`. */
  readonly handler: string;
  readonly environment: Record<string, string>;
  readonly key: IKey;
  readonly deadLetters: IQueue;
}

/** A small Node function with its own log group, role, dead letters and traces. */
export function nodeFunction(scope: Construct, id: string, props: NodeFunctionProps): LambdaFunction {
  const logGroup = new LogGroup(scope, `${id}Logs`, { encryptionKey: props.key });
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  acknowledgeRole(role, { ...KEY_GRANTS, 'Resource::*': 'X-Ray takes traces without naming a resource.' });
  const handler = new LambdaFunction(scope, id, {
    functionName: props.functionName,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(__dirname, 'handlers')),
    handler: props.handler,
    environment: props.environment,
    environmentEncryption: props.key,
    role,
    logGroup,
    timeout: Duration.seconds(10),
    memorySize: 256,
    tracing: Tracing.ACTIVE,
    deadLetterQueue: props.deadLetters,
    reservedConcurrentExecutions: 50,
  });
  acknowledgeOutsideVpc(handler);
  return handler;
}
