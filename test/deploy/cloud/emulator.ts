/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { createHash } from 'node:crypto';
import type { Place, Values, Wanted } from './cloudformation/kinds/kind';
import type { Workshop } from './cloudformation/make';
import { Refusal } from './refusal';
import type { Raw, Signed } from './request';

/** The emulator behind the front: it makes single resources, and answers calls that were allowed. */
export class Emulator implements Workshop {
  private readonly clients = new Map<string, CloudFormationClient>();

  public constructor(
    private readonly url: string,
    /** What must differ here: functions call the front, for one. */
    private readonly adapt: (wanted: Wanted) => Record<string, any>,
  ) {}

  public make = async (wanted: Wanted, values: Values, attributes: readonly string[]): Promise<Values> => {
    const client = this.clientOf(wanted.at);
    await client.send(
      new CreateStackCommand({ StackName: nameOf(wanted), TemplateBody: this.template(wanted, attributes) }),
    );
    return this.made(client, wanted, values);
  };

  public change = async (wanted: Wanted, values: Values, attributes: readonly string[]): Promise<Values> => {
    const client = this.clientOf(wanted.at);
    const update = { StackName: nameOf(wanted), TemplateBody: this.template(wanted, attributes) };
    try {
      await client.send(new UpdateStackCommand(update));
    } catch (error) {
      if (!(error as Error).message.includes('No updates')) throw error;
    }
    return this.made(client, wanted, values);
  };

  public remove = async (wanted: Wanted): Promise<void> => {
    const client = this.clientOf(wanted.at);
    if (wanted.type === 'AWS::S3::Bucket') await this.checkEmpty(wanted);
    await client.send(new DeleteStackCommand({ StackName: nameOf(wanted) }));
  };

  /** S3 deletes no bucket that holds anything, in any version. */
  private async checkEmpty({ name, at }: Wanted): Promise<void> {
    if ((await this.versionsIn(name, at)).length === 0) return;
    throw new Refusal('BucketNotEmpty', `The bucket you tried to delete is not empty (${name})`, 409);
  }

  /** Every version of every object of a bucket. */
  public async versionsIn(bucket: string, at: Place): Promise<{ key: string; version: string }[]> {
    const text = await (await this.onBucket('GET', `/${bucket}`, { versions: '' }, at)).text();
    return [...text.matchAll(/<(?:Version|DeleteMarker)>([^]*?)<\/(?:Version|DeleteMarker)>/g)].map(([, one = '']) => ({
      key: /<Key>([^<]*)<\/Key>/.exec(one)![1]!,
      version: /<VersionId>([^<]*)<\/VersionId>/.exec(one)?.[1] ?? 'null',
    }));
  }

  public async deleteVersion(bucket: string, key: string, versionId: string, at: Place): Promise<void> {
    await this.onBucket('DELETE', `/${bucket}/${key}`, versionId === 'null' ? {} : { versionId }, at);
  }

  private onBucket(method: string, path: string, query: Record<string, string>, at: Place): Promise<Response> {
    const raw = { method, path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0) };
    return this.forward(raw, { accessKeyId: at.account, region: at.region, service: 's3' }, at.account);
  }

  private template(wanted: Wanted, attributes: readonly string[]): string {
    const { name } = wanted;
    const properties = { ...nameProperty(wanted.type, name), ...this.adapt(wanted) };
    const outputs = attributes.map((key) => [key, { Value: { 'Fn::GetAtt': ['R', key] } }] as const);
    return JSON.stringify({
      Resources: { R: { Type: wanted.type, Properties: properties } },
      Outputs: Object.fromEntries([...outputs, ['Ref', { Value: { Ref: 'R' } }]]),
    });
  }

  private async made(client: CloudFormationClient, wanted: Wanted, values: Values): Promise<Values> {
    for (let turn = 0; turn < 600; turn++) {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOf(wanted) }));
      const [stack] = Stacks;
      const status = stack?.StackStatus ?? '';
      if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) {
        const outputs = Object.fromEntries((stack!.Outputs ?? []).map((one) => [one.OutputKey!, one.OutputValue!]));
        const { Ref, ...attributes } = outputs;
        const ref = GIVEN_BY_EMULATOR.includes(wanted.type) ? Ref! : values.ref;
        return { ref, attributes: { ...values.attributes, ...attributes } };
      }
      if (!status.endsWith('IN_PROGRESS'))
        throw new Refusal('InternalFailure', `${wanted.type}: ${await this.why(client, wanted)}`);
      await setTimeout(20);
    }
    throw new Refusal('InternalFailure', `The emulator did not make ${wanted.type} ${wanted.name} in time.`);
  }

  private async why(client: CloudFormationClient, wanted: Wanted): Promise<string> {
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: nameOf(wanted) }));
    return StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason)
      .filter(Boolean)
      .join('; ');
  }

  private clientOf({ account, region }: Place): CloudFormationClient {
    const key = `${account} ${region}`;
    const found =
      this.clients.get(key) ??
      new CloudFormationClient({
        endpoint: this.url,
        region,
        credentials: { accessKeyId: account, secretAccessKey: 'x' },
      });
    this.clients.set(key, found);
    return found;
  }

  /** Hands a request on, as an account: a key of twelve digits is one there. */
  public async forward(raw: Raw, { accessKeyId, region, service }: Signed, account: string): Promise<Response> {
    const headers = { ...raw.headers };
    for (const one of ['host', 'connection', 'content-length', 'transfer-encoding', 'x-amz-security-token', 'expect'])
      delete headers[one];
    Object.assign(headers, ONE_REQUEST);
    const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${account}/${date}/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const query = String(raw.query).replaceAll(encodeURIComponent(accessKeyId), account);
    const body = ['GET', 'HEAD'].includes(raw.method) ? undefined : new Uint8Array(raw.body);
    return fetch(`${this.url}${raw.path}${query && `?${query}`}`, { method: raw.method, headers, body });
  }
}

/** A connection for this request alone: the emulator closes idle ones, and what is sent as it does so is lost. */
export const ONE_REQUEST = { connection: 'close' };

/** What Ref gives is made up by the emulator alone. */
const GIVEN_BY_EMULATOR = ['AWS::Lambda::EventSourceMapping', 'AWS::SQS::Queue', 'AWS::SNS::Subscription'];

/** Names that CloudFormation makes up are told to the emulator. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::Rule': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
};

function nameProperty(type: string, name: string): Record<string, string> {
  return NAMES[type] ? { [NAMES[type]]: name } : {};
}

function nameOf({ type, name, logicalId, at }: Wanted): string {
  const digest = createHash('sha256').update([type, name, logicalId, at.account, at.region].join(' ')).digest('hex');
  return `r${digest.slice(0, 24)}`;
}
