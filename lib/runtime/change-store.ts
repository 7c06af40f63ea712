import { z } from 'zod';
import { applyAll } from '../change/apply';
import type { ChangeEvent, Page } from '../change/events';
import type { Lane } from '../change/lane';
import { noticesOf } from '../change/notice';
import { changeName } from '../change/number';
import { blankRecord, type ChangeRecord, recordSchema } from '../change/record';
import { isFinal } from '../change/states';
import type { Released } from '../change/verified';
import { demand } from './failure';
import { KEYS } from './keys';
import { noticeItem } from './notice-item';
import type { Runtime } from './runtime';
import { getItem, type Item, queryItems, RESTORING, write, type Write } from './table';
import { pauseFor } from './pause';

/** Tries to get a number while others get theirs. */
const NUMBER_TRIES = 60;
/** Released revisions that a range of commits may begin after. */
const BEFORE = 20;

const releasedSchema = z.object({
  change: z.string(),
  execution: z.string(),
  revision: z.string(),
  digest: z.string(),
  at: z.string(),
  before: z.array(z.string()),
});

const laneSchema = z.object({ execution: z.string(), change: z.string(), since: z.string() });

/** The record of an execution, from the index; undefined where it has none yet. */
export async function findChange(runtime: Runtime, execution: string): Promise<ChangeRecord | undefined> {
  const item = await getItem(runtime, KEYS.execution(execution));
  if (!item) return undefined;
  const record = await getChange(runtime, Number(item.number));
  if (record.execution === execution) return record;
  throw new Error(
    `The index gives ${record.change} for execution ${execution}, whose it is not: restore the table. ${RESTORING}`,
  );
}

/** The record with a number, from the index. */
export async function getChange(runtime: Runtime, number: number): Promise<ChangeRecord> {
  const what = `read the record of ${changeName(runtime.settings.application, number)}`;
  return demand(what, await findNumbered(runtime, number), 'item');
}

/** The same; undefined where there is none. */
export async function findNumbered(runtime: Runtime, number: number): Promise<ChangeRecord | undefined> {
  const { application } = runtime.settings;
  const item = await getItem(runtime, KEYS.change(application, number));
  if (!item) return undefined;
  const change = changeName(application, number);
  const record = parseChange(item);
  if (record.change === change && record.application === application) return record;
  throw new Error(`The index holds ${record.change} where ${change} should stand: restore the table. ${RESTORING}`);
}

/** Reads the item of a record. */
export function parseChange(item: Item): ChangeRecord {
  const read = recordSchema.safeParse(parseJson(item.record));
  if (read.success) return read.data;
  throw new Error(
    `The index holds no readable record at ${String(item.pk)} ${String(item.sk)}: restore the table. ${RESTORING}`,
  );
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** Numbers of the changes that are not sealed. */
export async function openChanges(runtime: Runtime, limit: number): Promise<number[]> {
  const items = await queryItems(runtime, KEYS.open(runtime.settings.application, 1).pk, 'CHANGE#', limit);
  return items.map((item) => Number(item.number));
}

/** What was released last. */
export async function getReleased(runtime: Runtime): Promise<Released | undefined> {
  const item = await getItem(runtime, KEYS.released(runtime.settings.application));
  if (!item) return undefined;
  const read = releasedSchema.safeParse(item);
  if (read.success) return read.data;
  throw new Error(`The index cannot say what was released last: restore the table. ${RESTORING}`);
}

/** The release that is on its way through prod. */
export async function getLane(runtime: Runtime): Promise<Lane | undefined> {
  const item = await getItem(runtime, KEYS.lane(runtime.settings.application));
  if (!item) return undefined;
  const read = laneSchema.safeParse(item);
  if (read.success) return read.data;
  throw new Error(`The index cannot say which release is on its way through prod: restore the table. ${RESTORING}`);
}

/** The record of an execution; where it has none, the next number becomes its own. */
export async function openChange(runtime: Runtime, execution: string): Promise<ChangeRecord> {
  for (let turn = 0; turn < NUMBER_TRIES; turn++) {
    const known = await findChange(runtime, execution);
    if (known) return known;
    const record = await numbered(runtime, execution);
    if (record) return record;
    await pauseFor(turn);
  }
  throw new Error(`Could not number the change of ${execution}: too many at once. Retry.`);
}

/** Counter, execution and record change together or not at all, so that numbers have neither gaps nor twins. */
async function numbered(runtime: Runtime, execution: string): Promise<ChangeRecord | undefined> {
  const { application, pipeline } = runtime.settings;
  const counter = await getItem(runtime, KEYS.counter(application));
  const last = Number(counter?.last ?? 0);
  const number = last + 1;
  const record = blankRecord({ change: changeName(application, number), number, application, pipeline, execution });
  const done = await write(runtime, `number the change of ${execution}`, [
    {
      put: { ...KEYS.counter(application), last: number },
      only: counter ? { attribute: 'last', is: last } : 'absent',
    },
    { put: { ...KEYS.execution(execution), number }, only: 'absent' },
    { put: { ...KEYS.open(application, number), number, execution }, only: 'absent' },
    { put: changeItem(record), only: 'absent' },
  ]);
  return done ? record : undefined;
}

/** Puts a page into the index, with all that follows from its events; false where the index has moved on. */
export async function indexPage(runtime: Runtime, before: ChangeRecord, page: Page): Promise<ChangeRecord | undefined> {
  const record = { ...applyAll(before, page.events).record, pages: page.page };
  const parts: Write[] = [
    { put: changeItem(record), only: { attribute: 'pages', is: before.pages } },
    ...noticesOf(record, page.events).map((notice): Write => ({ put: noticeItem(notice), only: 'absent' })),
    ...(isFinal(record.state) ? await closing(runtime, record, page.events) : []),
  ];
  return (await write(runtime, `index page ${page.page} of ${record.change}`, parts)) ? record : undefined;
}

function changeItem(record: ChangeRecord): Item & { pk: string; sk: string } {
  return {
    ...KEYS.change(record.application, record.number),
    type: 'change',
    pages: record.pages,
    state: record.state,
    sealed: isFinal(record.state),
    record: JSON.stringify(record),
  };
}

/** A sealed change gives its turn back; one that succeeded is what was released last. */
async function closing(runtime: Runtime, record: ChangeRecord, events: readonly ChangeEvent[]): Promise<Write[]> {
  const { application, number, execution } = record;
  const parts: Write[] = [{ remove: KEYS.open(application, number) }];
  const lane = await getLane(runtime);
  if (lane?.execution === execution)
    parts.push({ remove: KEYS.lane(application), only: { attribute: 'execution', is: execution } });
  const sealed = events.find((event) => event.kind === 'sealed');
  if (sealed?.outcome === 'succeeded' && record.verified)
    parts.push({ put: await released(runtime, record, record.verified, sealed.at) });
  return parts;
}

async function released(
  runtime: Runtime,
  { application, change, execution }: ChangeRecord,
  { revision, digest }: { revision: string; digest: string },
  at: string,
): Promise<Item & { pk: string; sk: string }> {
  const last = await getReleased(runtime);
  const before = last ? [last.revision, ...last.before].slice(0, BEFORE) : [];
  return { ...KEYS.released(application), change, execution, revision, digest, at, before };
}
