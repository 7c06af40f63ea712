import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { ENV, EVERY_APPLICATION, pipelineName } from '../change/wiring';
import { POLICIES_FILE } from '../contract/change-policies';
import type { Clients, Sender } from './clients';
import { attempt } from './failure';
import type { Runtime } from './runtime';
import { checkPolicy, type Environment, readSettings } from './settings';
import type { TableRuntime } from './table';

/** What the handlers of many applications share. */
export interface FleetProps {
  /** Policies by application, as they stand beside the code. */
  readonly policies: ReadonlyMap<string, unknown>;
  readonly env: Environment;
  readonly clients: Clients;
  /** Calls functions: a schedule speaks to each application in a call of its own. */
  readonly functions: Sender<LambdaClient>;
  /** Queues that have a lane for each application. */
  readonly queues: Sender<SQSClient>;
  readonly now: () => Date;
}

/**
 * The applications that one change control serves, each with settings of its own. Nothing of an application is read before
 * an event of its own comes: what is wrong with one stops that one alone.
 */
export class Fleet {
  private readonly known = new Map<string, Runtime>();

  public constructor(private readonly props: FleetProps) {}

  /** Clients that belong to no application. */
  public get clients(): Clients {
    return this.props.clients;
  }

  /** Queues that have a lane for each application. */
  public get queues(): FleetProps['queues'] {
    return this.props.queues;
  }

  /** URL of the queue that has the lanes of this handler; empty where it has none. */
  public get lanes(): string {
    return this.props.env[ENV.lanes] ?? '';
  }

  /** Topic of those who look after change control; empty where this handler tells nobody. */
  public get operators(): string {
    return this.props.env[ENV.operators] ?? '';
  }

  /** The table that all share, for what is noted of an application whose policy may be broken. */
  public get store(): TableRuntime {
    return { settings: { table: this.props.env[ENV.table] ?? '' }, clients: this.props.clients };
  }

  public get now(): () => Date {
    return this.props.now;
  }

  /** Whether it serves an application, well or not. */
  public serves(application: string): boolean {
    return this.props.policies.has(application);
  }

  /** Topic of an application. */
  public topicOf(application: string): string {
    return (this.props.env[ENV.topic] ?? '').replace(EVERY_APPLICATION, application);
  }

  /** The application that a pipeline belongs to; undefined where it is none of ours. */
  public ofPipeline(pipeline: string): string | undefined {
    return [...this.props.policies.keys()].find((application) => pipelineName(application) === pipeline);
  }

  /** What a handler works with for an application. @throws where nobody serves it, or its policy is no policy. */
  public of(application: string): Runtime {
    const runtime = this.known.get(application) ?? this.make(application);
    this.known.set(application, runtime);
    return runtime;
  }

  /** Hands a schedule's event on, to each application in a call of its own: the slow and the broken hold up nobody. */
  public async toEach(event: object): Promise<void> {
    const { policies, env, functions } = this.props;
    const calls = [...policies.keys()].map((application) => {
      const command = new InvokeCommand({
        FunctionName: env.AWS_LAMBDA_FUNCTION_NAME,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify({ ...event, application })),
      });
      return attempt(`hand the schedule on to ${application}`, () => functions.send(command));
    });
    const failed = (await Promise.allSettled(calls)).flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Error).message] : [],
    );
    if (failed.length > 0)
      throw new Error(`${failed.length} of ${calls.length} were not reached: ${failed.join('; ')}`);
  }

  private make(application: string): Runtime {
    const { policies, env, clients, now } = this.props;
    const policy = policies.get(application);
    if (policy === undefined)
      throw new Error(
        'This change control serves no such application. Release the platform again, which deploys both.',
      );
    const own = {
      ...env,
      [ENV.application]: application,
      [ENV.pipeline]: pipelineName(application),
      [ENV.topic]: this.topicOf(application),
    };
    return { settings: readSettings(own, checkPolicy(policy, `${POLICIES_FILE} for ${application}`)), clients, now };
  }
}
