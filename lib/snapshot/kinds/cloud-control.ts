import { CloudControlClient, GetResourceCommand, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import { isMissing, pages } from '../unread';
import type { Kind, Place, ResourceEntry } from './kind';

/**
 * Kinds without a collector of their own, read through Cloud Control: types whose CloudFormation schema has a role or a
 * policy and which can be listed without a parent. Roles and policies are found by the names that the schemas give them.
 */
const TYPES: readonly string[] = [
  'AWS::ApiGateway::RestApi',
  'AWS::AppRunner::Service',
  'AWS::AppSync::GraphQLApi',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::Backup::BackupVault',
  'AWS::Batch::JobDefinition',
  'AWS::Bedrock::Agent',
  'AWS::CodeArtifact::Domain',
  'AWS::CodeArtifact::Repository',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
  'AWS::ECS::TaskDefinition',
  'AWS::EFS::FileSystem',
  'AWS::EKS::Cluster',
  'AWS::EMRServerless::Application',
  'AWS::Glue::Job',
  'AWS::Glue::Crawler',
  'AWS::IoT::TopicRule',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Logs::ResourcePolicy',
  'AWS::OpenSearchService::Domain',
  'AWS::Pipes::Pipe',
  'AWS::SageMaker::NotebookInstance',
  'AWS::Scheduler::Schedule',
  'AWS::SSM::Document',
  'AWS::Transfer::Server',
];

/** One kind for each type; a list that may not be read, or that Cloud Control does not offer, leaves the account out. */
export const GENERIC_KINDS: readonly Kind[] = TYPES.map((type) => ({
  type,
  lists: `cloudformation:ListResources ${type}`,
  collect: (place) => collect(type, place),
}));

async function collect(type: string, { config, partition, region, account }: Place): Promise<ResourceEntry[]> {
  const client = new CloudControlClient(config);
  const listed = await offered(() =>
    pages(async (NextToken) => {
      const page = await client.send(new ListResourcesCommand({ TypeName: type, NextToken, MaxResults: 100 }));
      return { items: page.ResourceDescriptions, token: page.NextToken };
    }),
  );
  const found: ResourceEntry[] = [];
  for (const { Identifier = '' } of listed) {
    const properties = await read(client, type, Identifier);
    if (properties)
      found.push(entryOf(type, Identifier, properties, `arn:${partition}:${service(type)}:${region}:${account}:`));
  }
  return found;
}

/** A type that a region does not know has no resources there. */
async function offered<T>(list: () => Promise<T[]>): Promise<T[]> {
  try {
    return await list();
  } catch (error) {
    if ((error as Error).name === 'TypeNotFoundException') return [];
    throw error;
  }
}

/** Marks an instance profile by name where roles are listed. */
export const PROFILE = 'instance-profile/';

type Json = Readonly<Record<string, unknown>>;

/** What is gone between the list and the question runs no more. */
async function read(client: CloudControlClient, TypeName: string, Identifier: string): Promise<Json | undefined> {
  try {
    const { ResourceDescription } = await client.send(new GetResourceCommand({ TypeName, Identifier }));
    return JSON.parse(ResourceDescription?.Properties ?? '{}') as Json;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function service(type: string): string {
  return type.split('::')[1].toLowerCase();
}

/** Where a model names its own ARN that counts, else the identifier within the account. */
function entryOf(type: string, id: string, properties: Json, prefix: string): ResourceEntry {
  const arn = [id, properties.Arn, properties[`${type.split('::')[2]}Arn`]].find(isArn) ?? `${prefix}${id}`;
  const roles = [...new Set([...found(properties, isRole), ...profiles(properties)])];
  const policy = Object.entries(properties).find(([name, value]) => POLICY.test(name) && value)?.[1];
  return { arn, type, roles, policy: document(policy) };
}

const POLICY =
  /^(Policy|PolicyDocument|AccessPolicy|AccessPolicies|FileSystemPolicy|PermissionsPolicyDocument|ResourcePolicy)$/;

function document(policy: unknown): unknown {
  return typeof policy === 'string' ? (JSON.parse(policy) as unknown) : policy;
}

function isArn(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('arn:');
}

/** Instance profiles, by ARN or name; whoever reads the account's identities puts their roles in. */
function profiles(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(profiles);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name === 'IamInstanceProfile' && typeof one === 'string'
      ? [`${PROFILE}${one.replace(/^.*\//, '')}`]
      : profiles(one),
  );
}

function isRole(value: string): boolean {
  return /^arn:[^:]*:iam::\d*:role\/./.test(value);
}

function found(value: unknown, wanted: (text: string) => boolean): string[] {
  if (typeof value === 'string') return wanted(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => found(one, wanted));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => (POLICY.test(name) ? [] : found(one, wanted)));
}
