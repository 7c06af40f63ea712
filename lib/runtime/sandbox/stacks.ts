import {
  DescribeStacksCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { Lease } from '../../sandbox/lease';
import { LEASE_TAG, leaseOfTag, leaseStacks, stackPrefix } from '../../sandbox/wiring';
import { attempt, errorName } from '../failure';
import type { SandboxRuntime } from './runtime';

/** A stack of a lease. */
export interface LeaseStack {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  readonly created: Date;
  readonly outputs: Readonly<Record<string, string>>;
  /** Names under which it exports something. */
  readonly exports: readonly string[];
  /** Value of the lease's tag. */
  readonly lease: string;
}

/** Stacks of one lease. Both the name and the tag must say so: nobody else's stack is ever taken for one. */
export async function stacksOf(runtime: SandboxRuntime<'stacks'>, lease: Pick<Lease, 'name'>): Promise<LeaseStack[]> {
  const { application, region } = runtime.settings.policy;
  const prefix = stackPrefix(application, lease.name, region);
  return (await allLeaseStacks(runtime)).filter((stack) => stack.lease === lease.name && stack.name.startsWith(prefix));
}

/** Stacks of all leases of the application. */
export async function allLeaseStacks(runtime: SandboxRuntime<'stacks'>): Promise<LeaseStack[]> {
  const found: Stack[] = [];
  let token: string | undefined;
  do {
    const command = new DescribeStacksCommand({ NextToken: token });
    const page = await attempt('list the stacks', () => runtime.clients.stacks.send(command));
    found.push(...(page.Stacks ?? []));
    token = page.NextToken;
  } while (token);
  const { application } = runtime.settings.policy;
  const prefix = leaseStacks(application);
  return found
    .filter(({ StackName, ParentId }) => StackName?.startsWith(prefix) && !ParentId)
    .flatMap((stack) => viewOf(application, stack))
    .filter(({ status }) => status !== 'DELETE_COMPLETE');
}

function viewOf(
  application: string,
  { StackId, StackName, StackStatus, StackStatusReason, CreationTime, Outputs, Tags }: Stack,
): LeaseStack[] {
  const lease = leaseOfTag(application, Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value);
  if (!lease || !StackName) return [];
  const outputs = Object.fromEntries((Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  return [
    {
      id: StackId ?? StackName,
      name: StackName,
      status: StackStatus ?? 'UNKNOWN',
      reason: StackStatusReason ?? '',
      created: CreationTime ?? new Date(0),
      outputs: outputs as Record<string, string>,
      exports: (Outputs ?? []).flatMap(({ ExportName }) => ExportName ?? []),
      lease,
    },
  ];
}

/** Resources of a stack. */
export async function resourcesOf(
  runtime: SandboxRuntime<'stacks'>,
  stack: LeaseStack,
): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let token: string | undefined;
  do {
    const command = new ListStackResourcesCommand({ StackName: stack.id, NextToken: token });
    const page = await attempt(`list what is in ${stack.name}`, () => runtime.clients.stacks.send(command));
    found.push(...(page.StackResourceSummaries ?? []));
    token = page.NextToken;
  } while (token);
  return found;
}

/** Names of stacks that import from a stack: they must go first. */
export async function importersOf(runtime: SandboxRuntime<'stacks'>, stack: LeaseStack): Promise<string[]> {
  const names: string[] = [];
  for (const exported of stack.exports) names.push(...(await importsOf(runtime, exported)));
  return [...new Set(names)];
}

/** CloudFormation answers with an error where nobody imports. */
async function importsOf(runtime: SandboxRuntime<'stacks'>, exported: string): Promise<string[]> {
  const command = new ListImportsCommand({ ExportName: exported });
  try {
    const what = `look who imports ${exported}`;
    const { Imports = [] } = await attempt(what, () => runtime.clients.stacks.send(command), 'ValidationError');
    return Imports;
  } catch (error) {
    if (errorName(error) === 'ValidationError') return [];
    throw error;
  }
}
