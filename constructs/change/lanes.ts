import { Duration } from 'aws-cdk-lib';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  type IQueue,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LANE_TRIES } from '../../lib/change/wiring';
import { acknowledge } from './acknowledge';
import { HANDLER_TIMEOUT } from './handler-function';

/** What lanes are made from. */
export interface LanesProps {
  /** Takes what nobody can tell whose it is. */
  readonly deadLetters: IQueue;
}

/** Calls of a handler at a time: of the relay, of what pipelines did, of notices. More applications wait for their turn. */
const AT_A_TIME = { relay: 5, events: 10, notices: 5 } as const;

/** What SQS advises: six times as long as the function may take. */
const HIDDEN = Duration.seconds(6 * HANDLER_TIMEOUT.toSeconds());

/**
 * The brake on events, where many applications share change control. Each application has lanes of its own in two FIFO queues,
 * one of what pipelines did and one of notices: SQS hands out one batch of a lane at a time, so whoever sends thousands of
 * events has one turn like everybody else, and what fails is tried again in its own lane until it is laid aside.
 *
 * The group of a message that EventBridge sends is a constant of the rule's target, and a rule for each application would take
 * a part of the 300 of a bus. So rules send into an inbox, from which the handler puts what it finds into lanes.
 */
export class Lanes extends Construct {
  /** Where rules put what pipelines did. */
  public readonly inbox: Queue;
  /** What pipelines did, by application. */
  public readonly events: Queue;
  /** Notices, by application. */
  public readonly notices: Queue;
  /** What lanes laid aside after their tries; the group of a message says whose it is. */
  public readonly left: Queue;

  public constructor(scope: Construct, id: string, { deadLetters }: LanesProps) {
    super(scope, id);
    this.inbox = new Queue(this, 'Inbox', {
      ...common(),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: LANE_TRIES },
    });
    this.left = new Queue(this, 'Left', { ...common(), ...byGroup(), retentionPeriod: Duration.days(14) });
    acknowledge(this.left, 'It is the dead-letter queue itself.', 'AwsSolutions::AwsSolutions-SQS3');
    this.events = this.lanes('Events');
    this.notices = this.lanes('Notices');
  }

  /** Has what pipelines did handled. */
  public followedBy(record: IFunction): void {
    record.addEventSource(source(this.inbox, AT_A_TIME.relay));
    record.addEventSource(source(this.events, AT_A_TIME.events));
  }

  /** Has notices sent. */
  public toldBy(notify: IFunction): void {
    notify.addEventSource(source(this.notices, AT_A_TIME.notices));
  }

  private lanes(id: string): Queue {
    const deadLetterQueue = { queue: this.left, maxReceiveCount: LANE_TRIES };
    return new Queue(this, id, { ...common(), ...byGroup(), deadLetterQueue });
  }
}

function common(): QueueProps {
  return { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, visibilityTimeout: HIDDEN };
}

/** The throughput of a FIFO queue is counted for each group, or one that sends much would take the share of all. */
function byGroup(): QueueProps {
  return {
    fifo: true,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  };
}

/** A batch whose messages are each answered for themselves, by so many calls at a time: the rest of the account is others'. */
function source(queue: Queue, maxConcurrency: number): SqsEventSource {
  return new SqsEventSource(queue, { batchSize: 10, maxConcurrency, reportBatchItemFailures: true });
}
