import { applyAll } from '../change/apply';
import { type ChangeEvent, type Page, pageSchema } from '../change/events';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { getText, getTextIfAny, putOnce } from './bucket';
import { getChange, indexPage } from './change-store';
import { pageKey, sealedKey } from './keys';
import { pauseFor } from './pause';
import type { Runtime } from './runtime';

/**
 * A record is a row of pages in the write-once store, and its index in the table follows. Whoever writes page n+1
 * first has written it; whoever comes second reads it, brings the index up to it and tries the next. A crash between
 * page and index therefore loses nothing: the next writer finishes what was begun, announcements included.
 */
export async function append(
  runtime: Runtime,
  record: ChangeRecord,
  events: readonly ChangeEvent[],
): Promise<ChangeRecord> {
  let current = record;
  for (let turn = 0; turn < TRIES; turn++) {
    const { added } = applyAll(current, events);
    if (!added.length) return current;
    const indexed = await writePage(runtime, current, added.slice(0, EVENTS_A_PAGE));
    if (indexed) current = indexed;
    else {
      await pauseFor(turn);
      current = await getChange(runtime, record.number);
    }
  }
  throw new Error(`Could not write to ${record.change}: too many writers at once. Retry.`);
}

const TRIES = 30;

/** A page is indexed in one transaction of at most 100 parts, one for each announcement among them. */
const EVENTS_A_PAGE = 50;

/** Writes the next page, or takes over the one that stands there; undefined where the index has moved on. */
async function writePage(
  runtime: Runtime,
  record: ChangeRecord,
  events: ChangeEvent[],
): Promise<ChangeRecord | undefined> {
  const { change, execution, number, application } = record;
  const page: Page = { version: 1, change, execution, page: record.pages + 1, events };
  const key = pageKey(application, number, page.page);
  const mine = await putOnce(runtime, key, JSON.stringify(page));
  return indexPage(runtime, record, mine ? page : await readPage(runtime, key, record));
}

/**
 * The record with every page that stands in the store. Whoever acts on a record catches up first: a writer may have
 * died between its page and the index, and that page may say that the change is sealed.
 */
export async function catchUp(runtime: Runtime, record: ChangeRecord): Promise<ChangeRecord> {
  let current = record;
  for (let turn = 0; turn < TRIES; turn++) {
    const key = pageKey(current.application, current.number, current.pages + 1);
    const text = await getTextIfAny(runtime, key);
    if (text === undefined) return current;
    current =
      (await indexPage(runtime, current, parsePage(text, key, current))) ?? (await getChange(runtime, record.number));
  }
  throw new Error(`Could not catch up with ${record.change}: too many writers at once. Retry.`);
}

async function readPage(runtime: Runtime, key: string, record: ChangeRecord): Promise<Page> {
  return parsePage(await getText(runtime, key), key, record);
}

function parsePage(text: string, key: string, record: ChangeRecord): Page {
  const page = pageSchema.safeParse(parseJson(text)).data;
  const { change, execution, pages } = record;
  if (page?.change === change && page.execution === execution && page.page === pages + 1) return page;
  throw new Error(`${key} is no page of ${change}: somebody else wrote it. Ask the security team to look.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes the whole of a sealed record once; later calls change nothing. */
export async function keepSealed(runtime: Runtime, record: ChangeRecord): Promise<void> {
  if (!isFinal(record.state)) return;
  await putOnce(runtime, sealedKey(record.application, record.number), JSON.stringify(record, undefined, 2));
}
