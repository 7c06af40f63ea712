/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import type { Clients } from '../../../lib/runtime/clients';
import type { Runtime } from '../../../lib/runtime/runtime';
import { type ChangePolicyInput, policySchema } from '../../../lib/change/policy';
import { answerTable, type Items } from './table';

/** What happened at a service, for assertions. */
export interface Sent {
  readonly service: string;
  readonly name: string;
  readonly input: Record<string, any>;
  /** The handler that called, where the test tells whose turn it is. */
  readonly actor?: string;
  /** Role that it took on for the call, in the account of a target. */
  readonly through?: string;
  /** The service refused it, so it had no effect. */
  refused?: boolean;
}

/** CodePipeline as a test plays it: answers a command by its name. */
export type PipelineApi = (name: string, input: Record<string, any>) => unknown;

/** Everything behind the handlers, as data. */
export interface FakeWorld {
  items: Items;
  objects: Map<string, string>;
  /** Alarm name to state; absent is missing. */
  alarms: Record<string, { state: string; missing?: string }>;
  calendars: Record<string, { State: string; NextTransitionTime?: string }>;
  budget: string;
  now: number;
  sent: Sent[];
  /** Whose turn it is. */
  actor?: string;
  pipeline: PipelineApi;
  /** Called before every call; throws to inject a fault, or answers something malformed. */
  fault?: (call: Sent) => { answer: unknown } | undefined;
  /** The same after the call took effect. */
  faultAfter?: (call: Sent) => void;
}

/** A world in which nothing happened. */
export function fakeWorld(pipeline: PipelineApi = () => ({}), now = Date.parse('2026-11-23T10:00:00Z')): FakeWorld {
  return {
    items: new Map(),
    objects: new Map(),
    alarms: {},
    calendars: {},
    budget: 'OK',
    now,
    sent: [],
    pipeline,
  };
}

/** A policy for tests: open on working days in London, two waves. */
export function testPolicy(more: Partial<ChangePolicyInput> = {}): ReturnType<typeof policySchema.parse> {
  const target = (region: string) => ({
    account: '333333333333',
    region,
    readerRole: `arn:aws:iam::333333333333:role/reader-${region}`,
    alarms: [alarmArn('errors', region)],
  });
  return policySchema.parse({
    window: {
      timeZone: 'Europe/London',
      open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '16:00' }],
      holidays: ['2026-12-25'],
      calendars: ['freezes'],
    },
    availability: { objective: 99.98, serviceLevelObjectives: [SLO] },
    approvals: ['ReleaseManager'],
    identities: { '@example.com': '=', 'alice@home.test': 'alice@example.com', 'noreply@github.com': 'machine' },
    waves: [
      { stage: 'Prod-one-box', bakeMinutes: 1, patienceMinutes: 1, targets: [target('eu-west-2')] },
      { stage: 'Prod-rest', bakeMinutes: 1, patienceMinutes: 1, targets: [target('eu-west-1')] },
    ],
    ...more,
  });
}

/** An objective of the test policy. */
export const SLO = 'arn:aws:application-signals:eu-west-2:333333333333:slo/orders';

/** ARN of an alarm in the prod account of the test policy. */
export function alarmArn(name: string, region: string): string {
  return `arn:aws:cloudwatch:${region}:333333333333:alarm:orders-${name}-${region}`;
}

/** ARN of a session of Identity Center in the tooling account. */
export function session(permissionSet: string, user: string): string {
  return `arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_${permissionSet}_0123456789abcdef/${user}`;
}

/** The runtime of a handler in a fake world. */
export function fakeRuntime(world: FakeWorld, policy = testPolicy()): Runtime {
  return {
    settings: {
      application: 'orders',
      pipeline: 'orders',
      table: 'changes',
      bucket: 'records',
      policy,
      topic: 'arn:aws:sns:eu-west-2:222222222222:changes',
      bus: 'changes',
      unwindMachine: 'arn:aws:states:eu-west-2:222222222222:stateMachine:unwind',
      metricNamespace: 'GuardedEnvironments/Change',
    },
    clients: fakeClients(world),
    now: () => new Date(world.now),
  };
}

/** Clients that answer from a fake world. */
export function fakeClients(world: FakeWorld): Clients {
  const client = (service: string, answer: (name: string, input: Record<string, any>) => unknown, through?: string) =>
    ({
      send: async (command: { constructor: { name: string }; input: Record<string, any> }) => {
        const call: Sent = {
          service,
          name: command.constructor.name,
          input: command.input,
          actor: world.actor,
          through,
        };
        world.sent.push(call);
        const broken = injected(world, call);
        if (broken) return broken.answer;
        const result = answer(call.name, call.input);
        world.faultAfter?.(call);
        return result;
      },
    }) as never;
  return {
    table: client('table', (name, input) => answerTable(world.items, name, input)),
    bucket: client('bucket', (name, input) => answerBucket(world.objects, name, input)),
    pipeline: client('pipeline', (name, input) => world.pipeline(name, input)),
    calendars: client('calendars', (_, input) => world.calendars[input.CalendarNames[0]] ?? { State: 'OPEN' }),
    topic: client('topic', () => ({ MessageId: 'm' })),
    bus: client('bus', () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })),
    machines: client('machines', () => ({ executionArn: 'x' })),
    metrics: client('metrics', () => ({})),
    target: (role) => ({
      cloudwatch: client('cloudwatch', (_, input) => describeAlarms(world, input.AlarmNames), role),
      signals: client('signals', () => ({ Reports: [{ BudgetStatus: world.budget }], Errors: [] }), role),
    }),
  };
}

/** A fault that carries a status in the 400s is a refusal; one without may have had its effect. */
function injected(world: FakeWorld, call: Sent): { answer: unknown } | undefined {
  try {
    return world.fault?.(call);
  } catch (error) {
    call.refused = ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0) >= 400;
    throw error;
  }
}

function describeAlarms(world: FakeWorld, names: string[]): unknown {
  const known = names.filter((name) => world.alarms[name]);
  const alarm = (name: string) => ({
    AlarmName: name,
    StateValue: world.alarms[name]!.state,
    TreatMissingData: world.alarms[name]!.missing,
  });
  return { MetricAlarms: known.map(alarm), CompositeAlarms: [] };
}

function answerBucket(objects: Map<string, string>, name: string, input: Record<string, any>): unknown {
  if (name === 'PutObjectCommand') {
    if (input.IfNoneMatch === '*' && objects.has(input.Key))
      throw Object.assign(new Error('At least one of the pre-conditions you specified did not hold'), {
        name: 'PreconditionFailed',
      });
    objects.set(input.Key, input.Body);
    return {};
  }
  const body = objects.get(input.Key);
  if (body === undefined) throw Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
  return { Body: { transformToString: async () => body } };
}
