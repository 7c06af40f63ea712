/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import type { Cloud } from '../cloud';
import { type Principal, sessionOf } from '../principals';
import { notPlayed, Refusal } from '../refusal';
import { membersOf } from '../request';
import type { Xml } from '../xml';
import { passes, type Place } from './kinds/kind';
import type { ChangeSet, Deployer, Intent, Stack } from './stack';
import { type Stacks, TEMPLATE_BYTES } from './stacks';
import { describedChangeSet, describedEvents, describedResources, describedStack } from './told';

type Input = Record<string, any>;

/** Reads an object as somebody who must be allowed to. */
export type ReadObject = (by: Principal, bucket: string, key: string) => Promise<Buffer>;

/** CloudFormation's API. */
export class CloudFormationApi {
  public constructor(
    private readonly cloud: Cloud,
    private readonly stacks: Stacks,
    private readonly readObject: ReadObject,
  ) {}

  public async answer(name: string, input: Input, by: Principal, at: Place): Promise<Xml> {
    const stackName = String(input.StackName ?? '*');
    const found = this.stacks.find(at, stackName);
    const role = input.RoleARN as string | undefined;
    const id = found?.id ?? `arn:aws:cloudformation:${at.region}:${at.account}:stack/${stackName}/*`;
    this.cloud.authorize(by, {
      action: `cloudformation:${name}`,
      resource: stackName === '*' ? '*' : id,
      owner: at.account,
      context: { ...(role && { 'cloudformation:RoleArn': [role] }), 'aws:RequestedRegion': [at.region] },
    });
    if (role) for (const deed of passes('cloudformation', role)) this.cloud.authorize(by, deed);
    return this.call(name, input, by, at);
  }

  private async call(name: string, input: Input, by: Principal, at: Place): Promise<Xml> {
    const stack = () => this.stacks.get(at, String(input.StackName));
    switch (name) {
      case 'DescribeStacks':
        return {
          Stacks: input.StackName ? [describedStack(stack())] : this.stacks.in(at).filter(isThere).map(describedStack),
        };
      case 'ListStacks':
        return this.list(input, at);
      case 'ListStackSets':
        return { Summaries: [] };
      case 'GetTemplate':
        return { TemplateBody: stack().intent?.body ?? '', StagesAvailable: ['Original', 'Processed'] };
      case 'DescribeStackEvents':
        return describedEvents(stack());
      case 'DescribeStackResources':
      case 'ListStackResources':
        return describedResources(stack(), name);
      case 'CreateChangeSet':
        return this.propose(input, by, at);
      case 'DescribeChangeSet':
        return describedChangeSet(stack(), this.changeSet(stack(), input));
      case 'DeleteChangeSet':
        stack().changeSets.delete(nameOf(String(input.ChangeSetName))); // one that is not there is no error
        return {};
      case 'ExecuteChangeSet':
        return this.execute(stack(), input, by);
      case 'UpdateTerminationProtection':
        stack().protected = input.EnableTerminationProtection === 'true';
        return { StackId: stack().id };
      case 'DeleteStack':
        return this.remove(input, by, at);
      default:
        throw notPlayed(`cloudformation:${name}`);
    }
  }

  private list(input: Input, at: Place): Xml {
    const wanted = membersOf(input, 'StackStatusFilter').map((one) => one['']);
    const found = this.stacks.in(at).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    return { StackSummaries: found.map(describedStack) };
  }

  private changeSet(stack: Stack, input: Input): ChangeSet {
    const named = String(input.ChangeSetName);
    const found = [...stack.changeSets.values()].find(({ id, name }) => id === named || name === named);
    if (found) return found;
    throw new Refusal('ChangeSetNotFound', `ChangeSet [${named}] does not exist`, 404);
  }

  private async propose(input: Input, by: Principal, at: Place): Promise<Xml> {
    const body = await this.templateOf(input, by);
    const intent = intentOf(input, body);
    const kind = String(input.ChangeSetType ?? 'UPDATE');
    const { id } = this.stacks.propose(at, String(input.StackName), kind, intent, String(input.ChangeSetName));
    return { Id: id, StackId: this.stacks.get(at, String(input.StackName)).id };
  }

  private async templateOf(input: Input, by: Principal): Promise<string> {
    if (input.TemplateBody === undefined) {
      const [bucket, ...key] = objectOf(String(input.TemplateURL));
      return (await this.readObject(by, bucket!, key.join('/'))).toString('utf8');
    }
    const bytes = Buffer.byteLength(String(input.TemplateBody));
    if (bytes <= TEMPLATE_BYTES.body) return String(input.TemplateBody);
    throw new Refusal(
      'ValidationError',
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${TEMPLATE_BYTES.body}`,
    );
  }

  private async execute(stack: Stack, input: Input, by: Principal): Promise<Xml> {
    const changeSet = this.changeSet(stack, input);
    await this.stacks.execute(stack, changeSet, this.deployer(changeSet.intent.role, by));
    return {};
  }

  private async remove(input: Input, by: Principal, at: Place): Promise<Xml> {
    const stack = this.stacks.find(at, String(input.StackName));
    if (stack) await this.stacks.remove(stack, this.deployer((input.RoleARN as string) ?? stack.intent?.role, by));
    return {};
  }

  /** CloudFormation acts as the role that it was given, or with the rights of whoever called. */
  private deployer(role: string | undefined, by: Principal): Deployer {
    if (role === undefined) return { principal: { ...by, via: 'cloudformation.amazonaws.com' } };
    const service = { kind: 'service', account: role.split(':')[4]!, id: 'cloudformation.amazonaws.com' } as const;
    this.cloud.authorize(service, { action: 'sts:AssumeRole', resource: role });
    return { principal: sessionOf(role, 'AWSCloudFormation') };
  }
}

/** Name of a change set that is given by its name or its ARN. */
function nameOf(changeSet: string): string {
  return changeSet.startsWith('arn:') ? changeSet.split('/')[1]! : changeSet;
}

function isThere({ status }: Stack): boolean {
  return status !== 'DELETE_COMPLETE';
}

function intentOf(input: Input, body: string): Intent {
  const template = body.trimStart().startsWith('{') ? JSON.parse(body) : parse(body);
  const given = Object.fromEntries(
    membersOf(input, 'Parameters').map((one) => [one.ParameterKey!, one.ParameterValue!]),
  );
  const declared = Object.entries((template.Parameters ?? {}) as Record<string, any>);
  const parameters = Object.fromEntries(declared.map(([key, { Default }]) => [key, given[key] ?? Default]));
  const missing = declared.filter(([key]) => parameters[key] === undefined).map(([key]) => key);
  if (missing.length > 0) throw new Refusal('ValidationError', `Parameters: [${missing.join(', ')}] must have values`);
  checkCapabilities(input, template);
  const tags = Object.fromEntries(membersOf(input, 'Tags').map((one) => [one.Key!, one.Value!]));
  return { body, template, parameters, tags, role: input.RoleARN as string | undefined };
}

function checkCapabilities(input: Input, template: any): void {
  const given = membersOf(input, 'Capabilities').map((one) => one['']);
  const resources = Object.values(template.Resources as Record<string, any>);
  const namesIam = resources.some(({ Type }) => ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'].includes(Type as string));
  if (namesIam && !given.includes('CAPABILITY_NAMED_IAM'))
    throw new Refusal('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]');
}

/** Bucket and key of an address: the bucket in the host, or first in the path. */
function objectOf(address: string): string[] {
  const { hostname, pathname } = new URL(address);
  const [, inHost] = /^(.+)\.s3[.-]/.exec(hostname) ?? [];
  const parts = pathname.slice(1).split('/').map(decodeURIComponent);
  return inHost ? [inHost, ...parts] : parts;
}

/** A token of a request. */
export function requestId(): string {
  return randomUUID();
}
