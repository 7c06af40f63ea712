import { z } from 'zod';
import { type Lease, leaseSchema } from '../../sandbox/lease';
import { freeSlots, quotaRefusal, quotasOf, type Slot } from '../../sandbox/quota';
import { type LeaseRecord, leaseRecordSchema } from '../../sandbox/record';
import { isRefusal, type Refusal, refuse } from '../../sandbox/refusal';
import { step, type LeaseEvent } from '../../sandbox/step';
import { pauseFor } from '../pause';
import { getItem, type Item, type Key, queryItems, write, type Write } from '../table';
import { LEASE_KEYS } from './keys';
import type { SandboxRuntime } from './runtime';

/** A lease as it stands in the table, with the places of quotas that it has. */
export interface Stored {
  readonly lease: Lease;
  readonly slots: readonly Pick<Slot, 'of' | 'number'>[];
}

const storedSchema = z.object({
  lease: z.string(),
  slots: z.array(z.object({ of: z.string(), number: z.int() })),
});

/** Most leases that a list shows; a team's quota is far smaller. */
const MOST = 1000;

/** How often somebody who lost a race tries again. */
const TURNS = 30;

/** All leases, by name. */
export async function listLeases(runtime: SandboxRuntime<'table'>): Promise<Lease[]> {
  const items = await queryItems(runtime, LEASE_KEYS.leases, '', MOST);
  return items.map((item) => readStored(item).lease).reverse();
}

/** The newest ended leases. */
export async function listEnded(runtime: SandboxRuntime<'table'>, limit = 100): Promise<LeaseRecord[]> {
  const items = await queryItems(runtime, LEASE_KEYS.ended, '', limit);
  return items.map((item) => leaseRecordSchema.parse(JSON.parse(String(item.record))));
}

/** A lease by its name. */
export async function getLease(runtime: SandboxRuntime<'table'>, name: string): Promise<Lease | undefined> {
  return (await getStored(runtime, name))?.lease;
}

/** A lease by its name, with the places that it has. */
export async function getStored(runtime: SandboxRuntime<'table'>, name: string): Promise<Stored | undefined> {
  const item = await getItem(runtime, LEASE_KEYS.lease(name));
  return item && readStored(item);
}

function readStored(item: Item): Stored {
  const { lease, slots } = storedSchema.parse(item);
  return { lease: leaseSchema.parse(JSON.parse(lease)), slots };
}

/**
 * Takes a place of each quota and makes the lease with one write, or nothing. Who lost a place to somebody else looks for
 * another one; where there is none, the quota is used up, whatever came between.
 */
export async function createLease(runtime: SandboxRuntime<'table'>, lease: Lease): Promise<Lease | Refusal> {
  for (let turn = 0; turn < TURNS; turn++) {
    const taken = await getLease(runtime, lease.name);
    if (taken) return nameTaken(taken);
    const slots = await placesFor(runtime, lease);
    if (isRefusal(slots)) return slots;
    const places = slots.map((slot): Write => {
      return { put: { ...LEASE_KEYS.slot(slot.of, slot.number), lease: lease.name, id: lease.id }, only: 'absent' };
    });
    const parts: Write[] = [{ put: item({ lease, slots }), only: 'absent' }, ...places];
    if (await write(runtime, `make the environment ${lease.name}`, parts)) return lease;
    await pauseFor(turn);
  }
  return refuse('busy', 'Many people ask for environments at this moment.', 'Try again in a minute.');
}

function nameTaken({ name, owner, branch, state }: Lease): Refusal {
  return refuse(
    'name',
    `There is an environment ${name} already: ${owner} has it for ${branch}, and it is ${state}.`,
    'Choose another name with --name.',
    [name],
  );
}

async function placesFor(runtime: SandboxRuntime<'table'>, lease: Lease): Promise<Stored['slots'] | Refusal> {
  const slots: { of: string; number: number }[] = [];
  for (const { of, most } of quotasOf(lease, runtime.settings.policy)) {
    const used = await slotsOf(runtime, of);
    const free = freeSlots(used, most);
    // A quota that was lowered may have places beyond its end.
    if (free.length === 0 || used.length >= most) return quotaRefusal(of, most, used);
    slots.push({ of, number: free[Math.floor(Math.random() * free.length)]! });
  }
  return slots;
}

async function slotsOf(runtime: SandboxRuntime<'table'>, of: string): Promise<Slot[]> {
  const items = await queryItems(runtime, LEASE_KEYS.slots(of), '', MOST);
  return items.map(({ sk, lease }) => ({ of, number: Number(sk), lease: String(lease) }));
}

function item(stored: Stored): Item & Key {
  const { lease, slots } = stored;
  const { revisionOfItem } = lease;
  return { ...LEASE_KEYS.lease(lease.name), lease: JSON.stringify(lease), slots, revisionOfItem };
}

/** Makes one that counts on no quota: what the sweep found belongs to nobody who could be charged. */
export async function adoptLease(runtime: SandboxRuntime<'table'>, lease: Lease): Promise<boolean> {
  return write(runtime, `adopt what is left of ${lease.name}`, [{ put: item({ lease, slots: [] }), only: 'absent' }]);
}

/**
 * Lets an event happen to a lease; gives what became of it, or undefined where there is no such lease any more. Who lost
 * against another writer decides anew on what that one wrote.
 */
export async function advance(
  runtime: SandboxRuntime<'table'>,
  { name, id }: Pick<Lease, 'name' | 'id'>,
  event: LeaseEvent | ((lease: Lease) => LeaseEvent | undefined),
): Promise<Lease | undefined> {
  for (let turn = 0; turn < TURNS; turn++) {
    const stored = await getStored(runtime, name);
    if (!stored || stored.lease.id !== id) return undefined;
    const happens = typeof event === 'function' ? event(stored.lease) : event;
    if (!happens) return stored.lease;
    const after = step(stored.lease, happens, runtime.settings.policy, runtime.now());
    if (after === stored.lease) return after;
    const only = { attribute: 'revisionOfItem', is: stored.lease.revisionOfItem };
    if (await write(runtime, `note what happened to ${name}`, [{ put: item({ ...stored, lease: after }), only }]))
      return after;
    await pauseFor(turn);
  }
  throw new Error(`Could not note what happened to ${name}: others write to it without end. It is tried again.`);
}
