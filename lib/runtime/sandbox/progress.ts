import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import type { Lease, StackEventView } from '../../sandbox/lease';
import { attempt, errorName } from '../failure';
import type { SandboxRuntime } from './runtime';
import { stacksOf } from './stacks';

/** What CloudFormation did since a moment, oldest first; a newest page of each stack is enough to follow. */
export async function eventsOf(
  runtime: SandboxRuntime<'stacks'>,
  lease: Lease,
  after = lease.created,
): Promise<{ events: StackEventView[] }> {
  const stacks = await stacksOf(runtime, lease);
  const pages = await Promise.all(stacks.map(({ id }) => pageOf(runtime, id)));
  const events = pages.flat().filter(({ at }) => at > after);
  return { events: events.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))) };
}

async function pageOf(runtime: SandboxRuntime<'stacks'>, stack: string): Promise<StackEventView[]> {
  const command = new DescribeStackEventsCommand({ StackName: stack });
  const what = `read what happens to ${stack}`;
  const { StackEvents = [] } = await attempt(what, () => runtime.clients.stacks.send(command));
  // The service gives the newest first; of one moment, what began stands before what ended all the same.
  return [...StackEvents].reverse().map((event) => ({
    at: event.Timestamp?.toISOString() ?? '',
    stack: event.StackName ?? '',
    resource: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason ?? null,
  }));
}

/** Lines of the log of what ran last, and where to go on reading. */
export interface LogView {
  readonly lines: readonly string[];
  readonly next: string | null;
  /** Whether more may come. */
  readonly running: boolean;
}

/** Lines of the newest build or deployment since a place. */
export async function logsOf(
  runtime: SandboxRuntime<'builds' | 'logs'>,
  lease: Lease,
  after?: string,
): Promise<LogView> {
  const { lastRun } = lease;
  const nothing = { lines: [], next: null, running: lease.run !== null };
  if (!lastRun) return nothing;
  const [id, token] = after?.startsWith(`${lastRun.id} `) ? after.split(' ') : [lastRun.id, undefined];
  const what = `read the log of ${id}`;
  const found = await attempt(what, () =>
    runtime.clients.builds.send(new BatchGetBuildsCommand({ ids: [lastRun.id] })),
  );
  const { groupName, streamName } = found.builds?.[0]?.logs ?? {};
  if (!groupName || !streamName) return nothing;
  const command = new GetLogEventsCommand({
    logGroupName: groupName,
    logStreamName: streamName,
    startFromHead: true,
    ...(token ? { nextToken: token } : {}),
  });
  try {
    const page = await attempt(what, () => runtime.clients.logs.send(command), 'ResourceNotFoundException');
    const lines = (page.events ?? []).map(({ message = '' }) => message.replace(/\n$/, ''));
    const next = page.nextForwardToken ? `${lastRun.id} ${page.nextForwardToken}` : null;
    return { lines, next, running: lease.run !== null };
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return nothing;
    throw error;
  }
}
