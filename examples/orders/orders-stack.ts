import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AvailabilityObjective,
  EcsTrafficShift,
  type Environment,
  EnvironmentKind,
  LambdaTrafficShift,
  RollbackAlarms,
  TrafficShiftKind,
} from 'cdk-guarded-environments';
import type { Construct } from 'constructs';
import { acknowledgePointInTimeRecovery } from './acknowledge';
import { Dispatch } from './dispatch';
import { applicationKey } from './encryption';
import { nodeFunction } from './node-function';
import { OrdersApi } from './orders-api';
import { ReliableQueue } from './queues';
import { Redrive } from './redrive';

/** Where the stack runs. */
export interface OrdersStackProps extends StackProps {
  readonly environment: Environment;
}

/**
 * Orders: an API puts an order into the table and onto a queue, a function accepts it, and a service on Fargate sends it.
 * What dev, test and prod mean is not written here; EnvironmentStage sees to it.
 */
export class OrdersStack extends Stack {
  private readonly key: Key;
  private readonly table: Table;
  private readonly placed: ReliableQueue;
  private readonly accepted: ReliableQueue;
  private readonly api: OrdersApi;

  public constructor(scope: Construct, id: string, { environment, ...props }: OrdersStackProps) {
    super(scope, id, props);
    this.key = applicationKey(this);
    this.table = this.makeTable();
    acknowledgePointInTimeRecovery(this.table);
    this.placed = new ReliableQueue(this, 'Placed', this.key, Duration.minutes(1));
    this.accepted = new ReliableQueue(this, 'Accepted', this.key, Duration.minutes(5));
    this.api = new OrdersApi(this, 'Api', this.key);
    const topic = new Topic(this, 'Alarms', { masterKey: this.key, enforceSSL: true });
    const rollback = this.rollbackAlarms(topic);
    this.api.serve(this.placing(environment, rollback));
    this.accepting();
    this.dispatching(environment, rollback);
    new Redrive(this, 'Redrive', { placed: this.placed, key: this.key, environment });
    if (environment.isProd) this.promise(topic);
  }

  private makeTable(): Table {
    return new Table(this, 'Table', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
  }

  /** Whoever deploys is told by these whether to go back. */
  private rollbackAlarms(notify: Topic): RollbackAlarms {
    const minute = { period: Duration.minutes(1), statistic: 'Maximum' };
    const { queue, deadLetters } = this.placed;
    return new RollbackAlarms(this, 'Rollback', {
      bake: Duration.minutes(15),
      notify,
      alarms: [
        { name: 'api-errors', metric: this.api.errorPercent, threshold: 1, evaluationPeriods: 2 },
        {
          name: 'backlog',
          metric: queue.metricApproximateAgeOfOldestMessage(minute),
          threshold: 300,
          evaluationPeriods: 3,
        },
        { name: 'dead-letters', metric: deadLetters.metricApproximateNumberOfMessagesVisible(minute), threshold: 1 },
        { name: 'unsent', metric: this.accepted.queue.metricApproximateAgeOfOldestMessage(minute), threshold: 900 },
      ],
    });
  }

  private placing(environment: Environment, rollback: RollbackAlarms): LambdaTrafficShift['alias'] {
    const handler = this.makeFunction('PlaceOrder', 'place-order.handler', { QUEUE_URL: this.placed.queue.queueUrl });
    this.table.grantReadWriteData(handler);
    this.placed.queue.grantSendMessages(handler);
    return new LambdaTrafficShift(this, 'Shift', {
      handler,
      kind: environment.kind === EnvironmentKind.DEV ? TrafficShiftKind.ALL_AT_ONCE : TrafficShiftKind.CANARY,
      alarms: [rollback.alarms[0]],
    }).alias;
  }

  private accepting(): void {
    const handler = this.makeFunction('AcceptOrder', 'accept-order.handler', {
      QUEUE_URL: this.accepted.queue.queueUrl,
    });
    this.table.grantReadWriteData(handler);
    this.accepted.queue.grantSendMessages(handler);
    handler.addEventSource(new SqsEventSource(this.placed.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  private dispatching(environment: Environment, rollback: RollbackAlarms): void {
    const shift = new EcsTrafficShift(this, 'DispatchShift', {
      alarms: [rollback.alarms[3]],
      bake: Duration.minutes(15),
    });
    new Dispatch(this, 'Dispatch', {
      key: this.key,
      queue: this.accepted.queue,
      desiredCount: environment.isProd ? 2 : 1,
      deployment: shift.serviceOptions,
    });
  }

  /** 99.98 %: 8.64 minutes in thirty days. A spent budget freezes features. */
  private promise(notify: Topic): void {
    const { requests, errors } = this.api;
    new AvailabilityObjective(this, 'Availability', { name: `${this.stackName}-api`, requests, errors, notify });
  }

  private makeFunction(id: string, handler: string, environment: Record<string, string>): LambdaFunction {
    const { key } = this;
    const names = { TABLE_NAME: this.table.tableName, ...environment };
    return nodeFunction(this, id, { handler, environment: names, key, deadLetters: this.placed.deadLetters });
  }
}
