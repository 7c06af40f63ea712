import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { due } from '../../sandbox/due';
import { newLease } from '../../sandbox/create';
import type { Lease } from '../../sandbox/lease';
import { isLeaseName } from '../../sandbox/names';
import { BY_ITSELF, step } from '../../sandbox/step';
import { attempt } from '../failure';
import { readCosts } from './costs';
import { putMeasures } from './measure';
import { tagged } from './tagged';
import { costs } from './clients/costs';
import { machines } from './clients/machines';
import { metrics } from './clients/metrics';
import { stacks } from './clients/stacks';
import { table } from './clients/table';
import { tags } from './clients/tags';
import { bindSandbox, type SandboxRuntime } from './runtime';
import { allLeaseStacks } from './stacks';
import { leadOn } from './start';
import { adoptLease, advance, listEnded, listLeases } from './store';

type SweepRuntime = SandboxRuntime<'costs' | 'machines' | 'metrics' | 'stacks' | 'table' | 'tags'>;

/** The list of what carries a tag lags behind what is gone, so an ended lease is left alone for a while. */
const LAG_MS = 3_600_000;

/** KMS lists a key for the seven days that it waits for its end. */
const KEYS_WAIT_MS = 8 * 86_400_000;

/** Looks for what a crash left: leases that nobody leads on, things that belong to no lease, and what all of it costs. */
export async function sweep(runtime: SweepRuntime, event: unknown): Promise<{ led: string[]; adopted: string[] }> {
  if ((event as { do?: unknown } | null)?.do === 'costs') await noteCosts(runtime, await listLeases(runtime));
  const leases = await listLeases(runtime);
  const led = await leadForgotten(runtime, leases);
  const adopted = await adoptOrphans(runtime, leases);
  await putMeasures(runtime, leases);
  return { led, adopted };
}

async function noteCosts(runtime: SandboxRuntime<'costs' | 'table'>, leases: readonly Lease[]): Promise<void> {
  const costs = await readCosts(runtime, leases);
  for (const lease of leases) {
    const cost = costs[lease.name];
    if (cost !== undefined) await advance(runtime, lease, { kind: 'cost', cost });
  }
}

async function leadForgotten(runtime: SandboxRuntime<'machines'>, leases: readonly Lease[]): Promise<string[]> {
  const waiting = leases.filter((lease) => due(lease, runtime.settings.policy, runtime.now()).do !== 'rest');
  if (waiting.length === 0) return [];
  const running = await runningExecutions(runtime);
  const forgotten = waiting.filter(({ id }) => !running.some((name) => name.startsWith(`${id}-`)));
  for (const lease of forgotten) await leadOn(runtime, lease);
  return forgotten.map(({ name }) => name);
}

async function runningExecutions({ clients, settings }: SandboxRuntime<'machines'>): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const command = new ListExecutionsCommand({
      stateMachineArn: settings.machine,
      statusFilter: 'RUNNING',
      nextToken: token,
    });
    const page = await attempt('list what runs', () => clients.machines.send(command));
    names.push(...(page.executions ?? []).flatMap(({ name }) => name ?? []));
    token = page.nextToken;
  } while (token);
  return names;
}

/** What carries the tag of a lease that is not there goes the way of every lease: deleted, or reported. */
async function adoptOrphans(
  runtime: SandboxRuntime<'machines' | 'stacks' | 'table' | 'tags'>,
  leases: readonly Lease[],
): Promise<string[]> {
  const stacks = (await allLeaseStacks(runtime)).map(({ lease }) => lease);
  const things = await tagged(runtime);
  const all = [...new Set([...stacks, ...things.map(({ lease }) => lease)])];
  const known = new Set([...leases.map(({ name }) => name), ...(await lately(runtime, stacks, things))]);
  const adopted: string[] = [];
  for (const name of all.filter((one) => !known.has(one) && isLeaseName(one)).sort())
    if (await adopt(runtime, name)) adopted.push(name);
  return adopted;
}

/**
 * Names that ended a short while ago, or of which nothing is listed but keys, which wait a week for their end; a stack that
 * is there all the same is no matter of a list that lags.
 */
async function lately(
  runtime: SandboxRuntime<'table'>,
  stacks: readonly string[],
  things: readonly { readonly arn: string; readonly lease: string }[],
): Promise<string[]> {
  const ago = (ms: number): string => new Date(runtime.now().getTime() - ms).toISOString();
  const keysAlone = (name: string): boolean =>
    things.every(({ arn, lease }) => lease !== name || /^arn:[\w-]+:kms:/.test(arn));
  const ended = await listEnded(runtime);
  return ended.flatMap(({ name, deleted }) => {
    const since = ago(keysAlone(name) ? KEYS_WAIT_MS : LAG_MS);
    return deleted > since && !stacks.includes(name) ? [name] : [];
  });
}

async function adopt(runtime: SandboxRuntime<'machines' | 'table'>, name: string): Promise<boolean> {
  const { policy } = runtime.settings;
  const now = runtime.now();
  const found = newLease(
    { name, owner: BY_ITSELF, branch: '-', expires: now, budget: policy.budget.default },
    policy,
    now,
  );
  const lease = step(found, { kind: 'ended', by: BY_ITSELF, why: 'its things belong to no environment' }, policy, now);
  if (!(await adoptLease(runtime, { ...lease, run: null }))) return false;
  await leadOn(runtime, lease);
  return true;
}

/** Entry point of the function. */
export const handler = bindSandbox({ costs, machines, metrics, stacks, table, tags }, sweep);
