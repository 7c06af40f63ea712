/* eslint-disable @typescript-eslint/no-explicit-any -- rules and events come as any JSON */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Place, Wanted } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import { type Principal, serviceFor, sessionOf } from '../principals';
import { notPlayed } from '../refusal';
import type { Machines } from './machines';

/** What a service tells on the bus of an account and region. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The default bus of every account and region: rules that stand hear what matches them, each with its own rights. */
export class Bus {
  public constructor(
    private readonly cloud: Cloud,
    private readonly url: string,
    private readonly machines: Machines,
  ) {}

  /** Brings an event to all who listen; gives the executions of machines that it began. */
  public async put(at: Place, event: BusEvent): Promise<string[]> {
    const begun: string[] = [];
    for (const rule of this.cloud.named('AWS::Events::Rule', at.account).values())
      if (rule.at.region === at.region && matches(rule.properties.EventPattern, event))
        for (const target of (rule.properties.Targets ?? []) as any[])
          begun.push(...(await this.bring(rule, target, JSON.stringify({ version: '0', ...event }))));
    return begun;
  }

  private async bring({ at, name }: Wanted, target: any, text: string): Promise<string[]> {
    const arn = String(target.Arn);
    if (target.Input ?? target.InputPath ?? target.InputTransformer) throw notPlayed(`a rule's input (${name})`);
    const service = serviceFor('events.amazonaws.com', at.account, ruleArn(at, name));
    if (arn.includes(':lambda:')) {
      this.cloud.authorize(service, { action: 'lambda:InvokeFunction', resource: arn });
      await this.invoke(at, arn, text);
      return [];
    }
    if (arn.includes(':states:')) return [await this.machines.start(arn, text, this.take(service, target.RoleArn))];
    if (arn.includes(':sqs:')) return this.enqueue(service, at, arn, text);
    throw notPlayed(`a rule's target ${arn} (${name})`);
  }

  /** Whoever reads the queue does so when the emulator hands it on. */
  private async enqueue(service: Principal, { account, region }: Place, arn: string, text: string): Promise<string[]> {
    this.cloud.authorize(service, { action: 'sqs:SendMessage', resource: arn });
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const client = new SQSClient({ endpoint: this.url, region, credentials, useQueueUrlAsEndpoint: false });
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1)! }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
    return [];
  }

  private take(service: Principal, role: string): Principal {
    this.cloud.authorize(service, { action: 'sts:AssumeRole', resource: role });
    return sessionOf(role, 'events');
  }

  /** AWS would try again for as long as the rule says, then keep it as a dead letter; here the walk stops. */
  private async invoke({ account, region }: Place, arn: string, text: string): Promise<void> {
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const client = new LambdaClient({ endpoint: this.url, region, credentials });
    const command = new InvokeCommand({ FunctionName: arn, Payload: Buffer.from(text) });
    const { FunctionError, Payload } = await client.send(command);
    if (FunctionError) throw new Error(`${arn} did not take ${text}: ${Buffer.from(Payload ?? []).toString('utf8')}`);
  }
}

function ruleArn({ account, region }: Place, name: string): string {
  return `arn:aws:events:${region}:${account}:rule/${name}`;
}

/** Whether a pattern of plain values takes an event; a rule without a pattern is a schedule, and hears nothing. */
function matches(pattern: any, event: any): boolean {
  if (pattern === undefined) return false;
  return Object.entries(pattern as Record<string, any>).every(([key, wanted]) => {
    if (!Array.isArray(wanted)) return event?.[key] !== undefined && matches(wanted, event[key]);
    if (wanted.some((one) => typeof one === 'object')) return plainMiss(event?.[key]);
    return wanted.includes(event?.[key]);
  });
}

/** Operators of patterns are not played: such a rule is about other events than those of pipelines, or the walk stops. */
function plainMiss(value: unknown): false {
  if (value === undefined) return false;
  throw notPlayed('operators in the pattern of a rule');
}
