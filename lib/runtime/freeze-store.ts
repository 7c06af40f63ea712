import { z } from 'zod';
import type { FreezeState } from '../change/freeze';
import { freezeNotice } from '../change/notice';
import { putOnce } from './bucket';
import { KEYS } from './keys';
import { noticeItem } from './notice-item';
import type { Runtime } from './runtime';
import { getItem, write } from './table';

const freezeSchema = z.object({ frozen: z.boolean(), by: z.string(), at: z.string(), reason: z.string() });

/** Whether the line is stopped, and by whom; an item that cannot be read counts as stopped. */
export async function getFreeze(runtime: Runtime): Promise<FreezeState | undefined> {
  const item = await getItem(runtime, KEYS.freeze(runtime.settings.application));
  if (!item) return undefined;
  const read = freezeSchema.safeParse(item);
  if (read.success) return read.data;
  return { frozen: true, by: 'Somebody', at: 'an unknown day', reason: 'the freeze in the table cannot be read.' };
}

/** Stops or starts the line, and announces it with the same write; false where somebody else was faster. */
export async function setFreeze(
  runtime: Runtime,
  before: FreezeState | undefined,
  state: FreezeState,
): Promise<boolean> {
  const { application } = runtime.settings;
  const told = JSON.stringify(state, undefined, 2);
  if (!(await putOnce(runtime, `records/${application}/line/${state.at}.json`, told))) return false;
  return write(runtime, `${state.frozen ? 'stop' : 'start'} the line of ${application}`, [
    {
      put: { ...KEYS.freeze(application), ...state },
      only: before ? { attribute: 'at', is: before.at } : 'absent',
    },
    { put: noticeItem(freezeNotice(application, state)) },
  ]);
}
