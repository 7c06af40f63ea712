import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, type HandlerName, pipelineName } from '../../lib/change/wiring';
import { acknowledge, acknowledgeWildcards, type Right } from './acknowledge';
import { closedHandler, type HandlerCodes } from './handler-code';
import { machineRole, useKey } from './machine-role';
import type { RecordStore } from './record-store';
import { type Serving, subjectOf } from './serving';
import { storeRights } from './store-rights';

/** What a handler's function is made from. */
export interface HandlerFunctionProps {
  readonly serving: Serving;
  readonly name: HandlerName;
  /** What the functions run. */
  readonly handlers: HandlerCodes;
  readonly store: RecordStore;
  /** Takes what could not be handled after the retries. */
  readonly deadLetters: Queue;
  /** Rights beyond the table and the records. */
  readonly rights?: readonly Right[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** How long a handler may take. */
export const HANDLER_TIMEOUT = Duration.seconds(60);

/** One handler: its function, role and log group; the rights are those of the handler's contract and no more. */
export class HandlerFunction extends Construct {
  public readonly function: Function;
  public readonly role: Role;

  public constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const functionName = `${props.serving.name}-${props.name}`;
    const logGroup = this.makeLogGroup(functionName, props.store);
    this.role = this.makeRole(props, logGroup);
    this.function = new Function(this, 'Function', {
      functionName,
      ...props.handlers(props.name, closedHandler(props.name)),
      runtime: Runtime.NODEJS_24_X,
      role: this.role,
      logGroup,
      description: `Change control of ${subjectOf(props.serving)}: ${props.name}`,
      timeout: HANDLER_TIMEOUT,
      memorySize: 256,
      tracing: Tracing.ACTIVE,
      deadLetterQueue: props.deadLetters,
      environment: environmentOf(props),
      environmentEncryption: props.store.key,
    });
    this.acknowledgeFindings();
  }

  private makeLogGroup(functionName: string, store: RecordStore): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: store.key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  private makeRole(props: HandlerFunctionProps, logGroup: LogGroup): Role {
    const { serving } = props;
    const role = machineRole(this, 'Role', {
      application: serving.name,
      purpose: `${props.name}-function`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs the handler ${props.name} of ${subjectOf(serving)}`,
      rights: [...storeRights(props.name, props.store), ...(props.rights ?? [])],
    });
    useKey(props.store.key, role);
    logGroup.grantWrite(role);
    return role;
  }

  private acknowledgeFindings(): void {
    acknowledge(
      this.function,
      'It calls AWS APIs alone and holds nothing that a network could reach; the calls carry their own authentication.',
      'NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC',
    );
    acknowledge(
      this.function,
      'A reserved share of one of many functions would let a busy pipeline close the gate of another; each retries instead.',
      'NIST.800.53.R5::NIST.800.53.R5-LambdaConcurrency',
    );
    acknowledgeWildcards(this.role, [{ resources: ['*'], why: 'X-Ray segments and job results know no resource.' }]);
  }
}

/** The queue that takes what handlers could not do; an alarm tells people when it is not empty. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, 'It is the dead-letter queue itself.', 'AwsSolutions::AwsSolutions-SQS3');
  return queue;
}

function environmentOf({
  serving: { name, shared },
  store,
  environment,
}: HandlerFunctionProps): Record<string, string> {
  return {
    ...(shared ? {} : { [ENV.application]: name, [ENV.pipeline]: pipelineName(name) }),
    [ENV.table]: store.table.tableName,
    [ENV.bucket]: store.bucket.bucketName,
    ...environment,
  };
}
