/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { evaluate } from '../../lib/iam';
import type { Sent } from './fake-aws/world';

type Resources = Record<string, { Type: string; Properties?: Record<string, any> }>;

/** A synthesized stack whose intrinsics are filled in as CloudFormation would fill them. */
export class ResolvedStack {
  public constructor(
    private readonly resources: Resources,
    private readonly place: { readonly account: string; readonly region: string },
  ) {}

  /** The identity policies of a role, by the role's name. */
  public policiesOf(roleName: string): Document[] {
    const [id] = this.find('AWS::IAM::Role', ({ RoleName }) => RoleName === roleName);
    const attached = this.find('AWS::IAM::Policy', ({ Roles }) => Roles.some((role: any) => role.Ref === id));
    return attached.map((policy) => this.resolve(this.resources[policy]!.Properties!.PolicyDocument) as Document);
  }

  /** Environment variables of a function, by its name. */
  public environmentOf(functionName: string): Record<string, string> {
    const [id] = this.find('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === functionName);
    return this.resolve(this.resources[id!]!.Properties!.Environment.Variables) as Record<string, string>;
  }

  /** ARN of the one key of the stack. */
  public keyArn(): string {
    return this.arnOf(this.find('AWS::KMS::Key', () => true)[0]!);
  }

  private find(type: string, matches: (properties: any) => boolean): string[] {
    return Object.entries(this.resources)
      .filter(([, one]) => one.Type === type && matches(one.Properties ?? {}))
      .map(([id]) => id);
  }

  private resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.resolve(one));
    if (typeof value !== 'object' || value === null) return value;
    const [[name, inner] = ['', undefined], ...others] = Object.entries(value as Record<string, any>);
    if (!others.length && name === 'Ref') return this.reference(inner);
    if (!others.length && name === 'Fn::GetAtt') return inner[1] === 'Arn' ? this.arnOf(inner[0]) : inner.join('.');
    if (!others.length && name === 'Fn::Join') return inner[1].map((one: unknown) => this.resolve(one)).join(inner[0]);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.resolve(one)]));
  }

  private reference(id: string): string {
    const pseudo: Record<string, string> = {
      'AWS::Partition': 'aws',
      'AWS::AccountId': this.place.account,
      'AWS::Region': this.place.region,
    };
    if (pseudo[id]) return pseudo[id];
    const { Type, Properties = {} } = this.resources[id]!;
    if (Type === 'AWS::SNS::Topic') return this.arnOf(id);
    return String(Properties.TableName ?? Properties.BucketName ?? id);
  }

  private arnOf(id: string): string {
    const { Type, Properties = {} } = this.resources[id]!;
    const { account, region } = this.place;
    const at = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
    switch (Type) {
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${Properties.BucketName ?? id}`;
      case 'AWS::DynamoDB::Table':
        return at('dynamodb', `table/${Properties.TableName}`);
      case 'AWS::SNS::Topic':
        return at('sns', Properties.TopicName);
      case 'AWS::KMS::Key':
        return at('kms', `key/${id}`);
      default:
        return at(Type, id);
    }
  }
}

/** A policy document as templates have it. */
export interface Document {
  readonly Version: string;
  readonly Statement: { Sid?: string; Effect: string; Action: string | string[]; Resource: string | string[] }[];
}

/** One right that a call takes. */
export interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string[]>;
}

const TRANSACTION: Record<string, string> = {
  Put: 'PutItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** Rights that a call of a handler takes, by the service authorization reference. */
export function neededBy(call: Sent, place: { account: string; region: string }, keyArn: string): Needed[] {
  const { name, input } = call;
  const at = (service: string, rest: string) => `arn:aws:${service}:${place.region}:${place.account}:${rest}`;
  const operation = name.replace(/Command$/, '');
  const table = (one: { TableName: string }, action: string): Needed => ({
    action: `dynamodb:${action}`,
    resource: at('dynamodb', `table/${one.TableName}`),
  });
  const key = (...actions: string[]) => actions.map((action) => ({ action: `kms:${action}`, resource: keyArn }));
  switch (operation) {
    case 'Get':
      return [table(input as never, 'GetItem'), ...key('Decrypt')];
    case 'Query':
      return [table(input as never, 'Query'), ...key('Decrypt')];
    case 'TransactWrite':
      return input.TransactItems.flatMap((item: Record<string, any>) =>
        Object.entries(item).map(([kind, one]) => table(one, TRANSACTION[kind]!)),
      ).concat(key('Decrypt'));
    case 'GetObject':
      return [
        { action: 's3:GetObject', resource: `arn:aws:s3:::${input.Bucket}/${input.Key}` },
        // Without it S3 says 403 where there is no such key, and a handler could not tell that from a refusal.
        { action: 's3:ListBucket', resource: `arn:aws:s3:::${input.Bucket}` },
        ...key('Decrypt'),
      ];
    case 'PutObject':
      return [
        { action: 's3:PutObject', resource: `arn:aws:s3:::${input.Bucket}/${input.Key}` },
        ...key('GenerateDataKey', 'Decrypt'),
      ];
    case 'RollbackStage':
      return [
        {
          action: 'codepipeline:RollbackStage',
          resource: at('codepipeline', `${input.pipelineName}/${input.stageName}`),
        },
      ];
    case 'PutJobSuccessResult':
    case 'PutJobFailureResult':
      return [{ action: `codepipeline:${operation}`, resource: '*' }];
    case 'StopPipelineExecution':
      return [{ action: 'codepipeline:StopPipelineExecution', resource: at('codepipeline', input.pipelineName) }];
    case 'GetPipelineState':
      return [{ action: 'codepipeline:GetPipelineState', resource: at('codepipeline', input.name) }];
    case 'GetPipelineExecution':
    case 'ListActionExecutions':
    case 'ListPipelineExecutions':
      return [{ action: `codepipeline:${operation}`, resource: at('codepipeline', input.pipelineName) }];
    case 'GetCalendarState':
      return input.CalendarNames.map((one: string) => ({
        action: 'ssm:GetCalendarState',
        resource: one.startsWith('arn:') ? one : at('ssm', `document/${one}`),
      }));
    case 'DescribeAlarms':
    case 'BatchGetServiceLevelObjectiveBudgetReport':
      return [{ action: 'sts:AssumeRole', resource: call.through! }];
    case 'Publish':
      return [{ action: 'sns:Publish', resource: input.TopicArn }, ...key('GenerateDataKey', 'Decrypt')];
    case 'PutEvents':
      return input.Entries.map((entry: { EventBusName: string }) => ({
        action: 'events:PutEvents',
        resource: at('events', `event-bus/${entry.EventBusName}`),
      }));
    case 'StartExecution':
      return [{ action: 'states:StartExecution', resource: input.stateMachineArn }];
    case 'PutMetricData':
      return [
        {
          action: 'cloudwatch:PutMetricData',
          resource: '*',
          context: { 'cloudwatch:namespace': [input.Namespace] },
        },
      ];
    default:
      throw new Error(`Nobody said what rights ${name} takes.`);
  }
}

/** Rights that the documents do not give, once each. */
export function lacking(needed: readonly Needed[], documents: readonly Document[]): string[] {
  const without = needed.filter(
    ({ action, resource, context = {} }) => evaluate({ action, resource, context }, documents).decision !== 'allowed',
  );
  return [...new Set(without.map(({ action, resource }) => `${action} ${resource}`))].sort();
}

/** Actions that the documents give and nobody needs, those of `besides` apart. */
export function unused(needed: readonly Needed[], documents: readonly Document[], besides: RegExp): string[] {
  const used = new Set(needed.map(({ action }) => action));
  const given = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  return [...new Set(given)].filter((action) => !used.has(action) && !besides.test(action)).sort();
}
