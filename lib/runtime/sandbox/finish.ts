import type { Lease } from '../../sandbox/lease';
import { recordKey, recordOf } from '../../sandbox/record';
import { putOnce } from '../bucket';
import { write, type Write } from '../table';
import { LEASE_KEYS } from './keys';
import type { SandboxRuntime } from './runtime';
import { getStored } from './store';

/** Writes the record, then gives the name and the places back. After a crash in between it is done again. */
export async function finishLease(runtime: SandboxRuntime<'bucket' | 'table'>, { name, id }: Lease): Promise<void> {
  const stored = await getStored(runtime, name);
  if (!stored || stored.lease.id !== id || stored.lease.state !== 'deleted') return;
  const record = recordOf(stored.lease);
  await putOnce(runtime, recordKey(stored.lease), `${JSON.stringify(record, undefined, 2)}\n`);
  const places = stored.slots.map(({ of, number }): Write => {
    return { remove: LEASE_KEYS.slot(of, number), only: { attribute: 'id', is: id } };
  });
  await write(runtime, `close the record of ${name}`, [
    { remove: LEASE_KEYS.lease(name), only: { attribute: 'revisionOfItem', is: stored.lease.revisionOfItem } },
    ...places,
    { put: { ...LEASE_KEYS.end(record.deleted, id), record: JSON.stringify(record), name } },
  ]);
}
