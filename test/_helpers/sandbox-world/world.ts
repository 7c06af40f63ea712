/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import type { SandboxClients } from '../../../lib/runtime/sandbox/clients/services';
import type { SandboxRuntime } from '../../../lib/runtime/sandbox/runtime';
import type { SandboxPolicy } from '../../../lib/sandbox/policy';
import { answerTable, type Items } from '../fake-aws/table';
import { sandboxPolicy } from './policy';

/** A call of a handler to a service. */
export interface Sent {
  readonly service: string;
  readonly name: string;
  readonly input: Record<string, any>;
}

/** A build as CodeBuild has it. */
export interface FakeBuild {
  readonly id: string;
  readonly project: string;
  readonly lease: string;
  readonly environment: Record<string, string>;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  /** How far a deployment is. */
  stage: 'queued' | 'admitted' | 'done';
  phase?: string;
}

/** A stack with what is in it. */
export interface FakeStack {
  readonly name: string;
  readonly lease?: string;
  status: string;
  created: number;
  /** What its deletion still fails for, pass by pass. */
  blocks: number;
  /** Resources that its deletion leaves behind. */
  readonly leaves: readonly string[];
}

/** Everything behind the handlers, as data. */
export interface SandboxWorld {
  items: Items;
  objects: Map<string, string>;
  builds: FakeBuild[];
  tokens: Record<string, string>;
  stacks: FakeStack[];
  /** ARN to the lease whose tag it carries; one of another application with its name: `payments.search`. */
  tagged: Record<string, string>;
  logGroups: string[];
  schedules: Record<string, { at: number; input: string }>;
  executions: { name: string; input: string }[];
  running: string[];
  told: { kind: string; lease: string }[];
  /** Secrets that wait for the end of their recovery window, by ARN. */
  recoverable: string[];
  /** States of keys, by ARN. */
  keys: Record<string, string>;
  /** Looks for which an interface is still in use, by ARN. */
  interfaces: Record<string, number>;
  costs: Record<string, number>;
  /** Names of the metrics that were told, with the lease. */
  measures: Record<string, number>;
  now: number;
  serial: number;
  /** Branches that can be built. */
  branches: Record<string, string>;
}

/** A world in which nothing happened. */
export function sandboxWorld(now = Date.parse('2026-11-23T10:00:00Z')): SandboxWorld {
  return {
    items: new Map(),
    objects: new Map(),
    builds: [],
    tokens: {},
    stacks: [],
    tagged: {},
    logGroups: [],
    schedules: {},
    executions: [],
    running: [],
    told: [],
    recoverable: [],
    keys: {},
    interfaces: {},
    costs: {},
    measures: {},
    now,
    serial: 0,
    branches: { main: '1'.repeat(40), 'feature/search': '2'.repeat(40) },
  };
}

/** Called before and after each call; throws to inject a fault. */
export interface Faults {
  before?: (call: Sent) => void;
  after?: (call: Sent) => void;
  readonly sent: Sent[];
}

/** An error as a service gives it. */
export function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

/** The runtime of a handler in a fake world. */
export function sandboxRuntime(
  world: SandboxWorld,
  policy: SandboxPolicy = sandboxPolicy(),
  faults: Faults = { sent: [] },
): SandboxRuntime {
  const settings = {
    policy,
    table: 'leases',
    bucket: 'records',
    topic: 'arn:aws:sns:eu-west-2:333333333333:guarded-sandbox-orders',
    machine: 'arn:aws:states:eu-west-2:333333333333:stateMachine:guarded-sandbox-orders-life',
    buildProject: 'build',
    deployProject: 'deploy',
    scheduleGroup: 'group',
    scheduleRole: 'arn:aws:iam::333333333333:role/schedule',
    executionRole: 'arn:aws:iam::333333333333:role/lease-exec',
  };
  return { settings, clients: clientsOf(world, faults), now: () => new Date(world.now) };
}

type Answer = (world: SandboxWorld, input: Record<string, any>) => unknown;

function clientsOf(world: SandboxWorld, faults: Faults): SandboxClients {
  const client = (service: string) =>
    ({
      send: async (command: { constructor: { name: string }; input: Record<string, any> }) => {
        const call = { service, name: command.constructor.name, input: command.input };
        faults.sent.push(call);
        faults.before?.(call);
        const answer = answerTo(world, call);
        faults.after?.(call);
        return answer;
      },
    }) as never;
  const services = ['table', 'bucket', 'topic', 'machines', 'schedules', 'builds', 'stacks', 'logs', 'tags', 'roles'];
  const more = ['costs', 'secrets', 'network', 'keys', 'images', 'metrics'];
  return Object.fromEntries([...services, ...more].map((name) => [name, client(name)])) as unknown as SandboxClients;
}

function answerTo(world: SandboxWorld, { service, name, input }: Sent): unknown {
  const answer = ANSWERS[name];
  if (answer) return structuredClone(answer(world, input));
  if (service === 'table') return answerTable(world.items, name, input);
  throw new Error(`The fake ${service} does not know ${name}.`);
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  PutObjectCommand: ({ objects }, { Key, Body, IfNoneMatch }) => {
    if (IfNoneMatch === '*' && objects.has(Key)) throw named('PreconditionFailed');
    objects.set(Key, Body);
    return {};
  },
  GetRoleCommand: (_, { RoleName }) => {
    const [, set] = /^AWSReservedSSO_(\w+)_0123456789abcdef$/.exec(RoleName) ?? [];
    if (!set) throw named('NoSuchEntityException');
    return { Role: { Path: '/aws-reserved/sso.amazonaws.com/eu-west-2/', RoleId: `AROA${set}` } };
  },
  StartExecutionCommand: (world, { name, input }) => {
    world.executions.push({ name, input });
    return { executionArn: `arn:${name}` };
  },
  ListExecutionsCommand: ({ running }) => ({ executions: running.map((name) => ({ name })) }),
  PublishCommand: ({ told }, { MessageAttributes }) => {
    told.push({ kind: MessageAttributes.kind.StringValue, lease: MessageAttributes.lease.StringValue });
    return {};
  },
  CreateScheduleCommand: (world, input) => {
    if (world.schedules[input.Name]) throw named('ConflictException');
    return schedule(world, input);
  },
  UpdateScheduleCommand: schedule,
  DeleteScheduleCommand: ({ schedules }, { Name }) => {
    if (!schedules[Name]) throw named('ResourceNotFoundException');
    delete schedules[Name];
    return {};
  },
  StartBuildCommand: startBuild,
  BatchGetBuildsCommand: (world, { ids }) => ({
    builds: world.builds.filter(({ id }) => ids.includes(id)).map((build) => shown(world, build)),
  }),
  DescribeStacksCommand: ({ stacks }) => ({
    Stacks: stacks.map(({ name, lease, status, created }) => ({
      StackId: `id-${name}-${created}`,
      StackName: name,
      StackStatus: status,
      CreationTime: new Date(created),
      Outputs: [{ OutputKey: 'Url', OutputValue: `https://${name}.test/` }],
      Tags: lease ? [{ Key: 'guarded:lease', Value: tagOf(lease) }] : [],
    })),
  }),
  ListStackResourcesCommand: ({ stacks }, { StackName }) => ({
    StackResourceSummaries: stacks
      .filter((stack) => StackName === `id-${stack.name}-${stack.created}`)
      .flatMap(({ name, status }) => [
        { ResourceType: 'AWS::Lambda::Function', PhysicalResourceId: `${name}-fn`, ResourceStatus: 'CREATE_COMPLETE' },
        ...(status === 'DELETE_FAILED'
          ? [
              {
                ResourceType: 'AWS::S3::Bucket',
                PhysicalResourceId: `${name}-bucket`,
                ResourceStatus: 'DELETE_FAILED',
                ResourceStatusReason: 'The bucket is not empty',
              },
            ]
          : []),
      ]),
  }),
  DeleteStackCommand: ({ stacks }, { StackName }) => {
    const stack = stacks.find((one) => StackName === `id-${one.name}-${one.created}`);
    if (stack) stack.status = 'DELETE_IN_PROGRESS';
    return {};
  },
  ListObjectVersionsCommand: () => ({}),
  DeleteBucketCommand: ({ tagged }, { Bucket }) => {
    if (!tagged[`arn:aws:s3:::${Bucket}`]) throw named('NoSuchBucket');
    delete tagged[`arn:aws:s3:::${Bucket}`];
    return {};
  },
  GetResourcesCommand: ({ tagged }, { TagFilters: [filter] }) => ({
    ResourceTagMappingList: Object.entries(tagged)
      .filter(([, lease]) => !filter.Values || filter.Values.includes(tagOf(lease)))
      .map(([ResourceARN, lease]) => ({ ResourceARN, Tags: [{ Key: 'guarded:lease', Value: tagOf(lease) }] })),
  }),
  DescribeSecretCommand: (world, { SecretId }) => {
    demandTagged(world, SecretId);
    return world.recoverable.includes(SecretId) ? { DeletedDate: new Date(world.now) } : {};
  },
  RestoreSecretCommand: (world, { SecretId }) => {
    world.recoverable = world.recoverable.filter((one) => one !== SecretId);
    return {};
  },
  DeleteSecretCommand: (world, { SecretId, ForceDeleteWithoutRecovery }) => {
    // As the service has it: one that is being deleted takes no other word.
    if (world.recoverable.includes(SecretId)) throw named('InvalidRequestException', 'scheduled for deletion');
    if (ForceDeleteWithoutRecovery) delete world.tagged[SecretId];
    else world.recoverable.push(SecretId);
    return {};
  },
  DeleteTableCommand: (world, { TableName }) => gone(world, `table/${TableName}`),
  DeleteRepositoryCommand: (world, { repositoryName, force }) => {
    if (!force) throw named('RepositoryNotEmptyException');
    return gone(world, `repository/${repositoryName}`, 'RepositoryNotFoundException');
  },
  DescribeKeyCommand: (world, { KeyId }) => ({ KeyMetadata: { KeyState: world.keys[arnOf(world, KeyId)] } }),
  ScheduleKeyDeletionCommand: (world, { KeyId, PendingWindowInDays }) => {
    const arn = arnOf(world, KeyId);
    if (world.keys[arn] === 'PendingDeletion' || PendingWindowInDays < 7) throw named('KMSInvalidStateException');
    world.keys[arn] = 'PendingDeletion';
    return {};
  },
  DescribeNetworkInterfacesCommand: (world, { NetworkInterfaceIds: [id] }) => {
    const arn = arnOf(world, id);
    const left = world.interfaces[arn] ?? 0;
    world.interfaces[arn] = left - 1;
    return { NetworkInterfaces: [{ Status: left > 0 ? 'in-use' : 'available' }] };
  },
  DeleteNetworkInterfaceCommand: (world, { NetworkInterfaceId }) => gone(world, NetworkInterfaceId),
  DeleteLogGroupCommand: (world, { logGroupName }) => {
    if (!world.logGroups.includes(logGroupName)) throw named('ResourceNotFoundException');
    world.logGroups = world.logGroups.filter((one) => one !== logGroupName);
    return {};
  },
  GetCostAndUsageCommand: ({ costs, now }) => ({
    ResultsByTime: [
      {
        TimePeriod: { Start: new Date(now).toISOString().slice(0, 10) },
        Groups: Object.entries(costs).map(([name, Amount]) => ({
          Keys: [`guarded:lease$${tagOf(name)}`],
          Metrics: { UnblendedCost: { Amount: String(Amount) } },
        })),
      },
    ],
  }),
  PutMetricDataCommand: ({ measures }, { MetricData }) => {
    for (const { MetricName, Value, Dimensions } of MetricData) {
      const lease = Dimensions.find(({ Name }: { Name: string }) => Name === 'Lease').Value as string;
      measures[`${lease} ${MetricName}`] = Value;
    }
    return {};
  },
  DescribeStackEventsCommand: ({ now }, { StackName }) => ({
    StackEvents: [{ Timestamp: new Date(now), StackName, LogicalResourceId: 'Api', ResourceStatus: 'CREATE_COMPLETE' }],
  }),
  GetLogEventsCommand: () => ({ events: [{ message: 'a line\n' }], nextForwardToken: 'f/1' }),
};

/** Leases of another application stand with it: `payments.search`. */
function tagOf(lease: string): string {
  return lease.includes('.') ? lease : `orders.${lease}`;
}

function arnOf({ tagged }: SandboxWorld, id: string): string {
  return Object.keys(tagged).find((arn) => arn.endsWith(id)) ?? '';
}

function demandTagged({ tagged }: SandboxWorld, arn: string): void {
  if (!tagged[arn]) throw named('ResourceNotFoundException');
}

/** Deletes what is there; the service says so where it is not. */
function gone(world: SandboxWorld, id: string, error = 'ResourceNotFoundException'): unknown {
  const arn = arnOf(world, id);
  if (!arn) throw named(error);
  delete world.tagged[arn];
  return {};
}

function schedule(world: SandboxWorld, { Name, ScheduleExpression, Target }: Record<string, any>): unknown {
  const at = Date.parse(`${/^at\((.*)\)$/.exec(ScheduleExpression)![1]}Z`);
  world.schedules[Name] = { at, input: Target.Input };
  return {};
}

function startBuild(world: SandboxWorld, input: Record<string, any>): unknown {
  const token = String(input.idempotencyToken);
  const known = world.tokens[token];
  if (known) return { build: { id: known } };
  const environment = Object.fromEntries(
    input.environmentVariablesOverride.map(({ name, value }: { name: string; value: string }) => [name, value]),
  ) as Record<string, string>;
  const id = `${input.projectName}:${++world.serial}`;
  const lease = environment.LEASE ?? environment.GUARDED_LEASE!;
  const source: Record<string, string> = input.sourceVersion ? { BRANCH: String(input.sourceVersion) } : {};
  world.tokens[token] = id;
  world.builds.push({
    id,
    project: input.projectName,
    lease,
    environment: { ...environment, ...source },
    status: 'IN_PROGRESS',
    stage: 'queued',
  });
  return { build: { id } };
}

function shown({ branches }: SandboxWorld, build: FakeBuild): unknown {
  const digest = `sha256:${build.id}`;
  return {
    id: build.id,
    buildStatus: build.status,
    resolvedSourceVersion: branches[build.environment.BRANCH ?? ''],
    artifacts: { location: `arn:aws:s3:::builds/assemblies/${build.id}/assembly.zip` },
    exportedEnvironmentVariables: [{ name: 'DIGEST', value: digest }],
    phases: build.phase
      ? [{ phaseType: build.phase, phaseStatus: 'FAILED', contexts: [{ message: 'no such ref' }] }]
      : [],
    logs: { groupName: '/guarded/sandbox/orders', streamName: build.id },
  };
}
