import { GetCostAndUsageCommand, type Group } from '@aws-sdk/client-cost-explorer';
import type { Lease } from '../../sandbox/lease';
import { LEASE_TAG, leaseOfTag } from '../../sandbox/wiring';
import { attempt } from '../failure';
import type { SandboxRuntime } from './runtime';

const DAY_MS = 86_400_000;

/** Cost Explorer keeps days for this long. */
const DAYS = 365;

/**
 * What each lease has cost since it was made, in US dollars; one that the bill does not know yet is left out. The tag must
 * be activated for cost allocation in the management account.
 */
export async function readCosts(
  runtime: SandboxRuntime<'costs'>,
  leases: readonly Lease[],
): Promise<Record<string, number>> {
  if (leases.length === 0) return {};
  const created = Object.fromEntries(leases.map(({ name, created: at }) => [name, day(new Date(at))]));
  const now = runtime.now().getTime();
  const first = Math.max(Date.parse(Object.values(created).sort()[0]!), now - DAYS * DAY_MS);
  const costs: Record<string, number> = {};
  let token: string | undefined;
  do {
    const command = new GetCostAndUsageCommand({
      TimePeriod: { Start: day(new Date(first)), End: day(new Date(now + DAY_MS)) },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [{ Type: 'TAG', Key: LEASE_TAG }],
      NextPageToken: token,
    });
    const page = await attempt('read what leases cost', () => runtime.clients.costs.send(command));
    for (const { TimePeriod, Groups = [] } of page.ResultsByTime ?? [])
      add(costs, created, TimePeriod?.Start ?? '', Groups, runtime.settings.policy.application);
    token = page.NextPageToken;
  } while (token);
  return costs;
}

/** A name may have been somebody else's before: days before the lease was made are not its own. */
function add(
  costs: Record<string, number>,
  created: Readonly<Record<string, string>>,
  on: string,
  groups: readonly Group[],
  application: string,
): void {
  for (const { Keys, Metrics } of groups) {
    const name = leaseOfTag(application, Keys?.[0]?.slice(`${LEASE_TAG}$`.length)) ?? '';
    const amount = Number(Metrics?.UnblendedCost?.Amount);
    if (!Object.hasOwn(created, name) || on < created[name]! || !Number.isFinite(amount)) continue;
    costs[name] = (costs[name] ?? 0) + amount;
  }
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
