import { DeleteStackCommand, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import type { Remain } from '../../sandbox/lease';
import { attempt } from '../failure';
import { emptyBucket } from './empty';
import type { SandboxRuntime } from './runtime';
import { importersOf, type LeaseStack, resourcesOf } from './stacks';

/** What a pass over the stacks found. */
export interface StacksFound {
  readonly remains: readonly Remain[];
  readonly logGroups: readonly string[];
}

/** Begins to delete each stack from which no other imports; the rest waits for the next pass. */
export async function removeStacks(
  runtime: SandboxRuntime<'stacks' | 'bucket'>,
  stacks: readonly LeaseStack[],
): Promise<StacksFound> {
  const names = stacks.map(({ name }) => name);
  const remains: Remain[] = [];
  const logGroups: string[] = [];
  for (const stack of newestFirst(stacks)) {
    const resources = await resourcesOf(runtime, stack);
    logGroups.push(...logGroupsOf(resources));
    const importers = (await importersOf(runtime, stack)).filter((name) => names.includes(name));
    remains.push(await removeStack(runtime, stack, resources, importers));
  }
  return { remains, logGroups: [...new Set(logGroups)] };
}

function newestFirst(stacks: readonly LeaseStack[]): LeaseStack[] {
  return [...stacks].sort((a, b) => b.created.getTime() - a.created.getTime());
}

/** Functions write into log groups that no stack knows. */
function logGroupsOf(resources: readonly StackResourceSummary[]): string[] {
  return resources.flatMap(({ ResourceType, PhysicalResourceId }) =>
    ResourceType === 'AWS::Lambda::Function' && PhysicalResourceId ? [`/aws/lambda/${PhysicalResourceId}`] : [],
  );
}

async function removeStack(
  runtime: SandboxRuntime<'stacks' | 'bucket'>,
  stack: LeaseStack,
  resources: readonly StackResourceSummary[],
  importers: readonly string[],
): Promise<Remain> {
  const remains = (why: string): Remain => ({ kind: 'stack', id: stack.name, why });
  if (stack.status.endsWith('IN_PROGRESS')) return remains(`is ${stack.status}`);
  if (importers.length > 0) return remains(`waits for ${importers.join(', ')}, which import from it`);
  const blocking = resources.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
  for (const one of blocking) await unblock(runtime, one);
  await deleteStack(runtime, stack);
  if (stack.status !== 'DELETE_FAILED') return remains('is being deleted');
  const told = blocking.map(tellBlocking).join('; ');
  return remains(`is deleted once more after ${told || stack.reason || 'it failed'}`);
}

/** What stands in the way and can be moved: objects in a bucket. Interfaces of a network leave by themselves. */
async function unblock(
  runtime: SandboxRuntime<'bucket'>,
  { ResourceType, PhysicalResourceId }: StackResourceSummary,
): Promise<void> {
  if (ResourceType === 'AWS::S3::Bucket' && PhysicalResourceId) await emptyBucket(runtime, PhysicalResourceId);
}

const LINGERING = ['AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::EC2::NetworkInterface'];

function tellBlocking({ ResourceType, PhysicalResourceId, ResourceStatusReason }: StackResourceSummary): string {
  const wait = LINGERING.includes(ResourceType ?? '') ? ' (network interfaces linger for 20 to 45 minutes)' : '';
  return `${ResourceType} ${PhysicalResourceId} could not be deleted: ${ResourceStatusReason ?? 'no reason given'}${wait}`;
}

/** With the role of leases, whatever role the stack was made with. */
async function deleteStack({ clients, settings }: SandboxRuntime<'stacks'>, { id, name }: LeaseStack): Promise<void> {
  const command = new DeleteStackCommand({ StackName: id, RoleARN: settings.executionRole });
  await attempt(`delete the stack ${name}`, () => clients.stacks.send(command));
}
