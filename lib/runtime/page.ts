import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { changePage } from '../page/change-page';
import { getText, putOnce } from './bucket';
import { pageFileKey, sealedPageKey } from './keys';
import type { Runtime } from './runtime';

const HTML = 'text/html; charset=utf-8';

/**
 * Keeps the page that approvers read, beside the pages of the record that it was made of, and gives its key. The same
 * record gives the same page: where another one stands under that key, somebody else wrote it, and nobody may approve by it.
 */
export async function keepPage(runtime: Runtime, record: ChangeRecord): Promise<string> {
  const key = pageFileKey(record.application, record.number, record.pages);
  const page = changePage(record, runtime.settings.policy);
  if (await putOnce(runtime, key, page, HTML)) return key;
  if ((await getText(runtime, key)) === page) return key;
  throw new Error(`${key} is not the page of ${record.change}: somebody else wrote it. Ask the security team to look.`);
}

/** The page of a sealed record, for whoever looks back; later calls change nothing. */
export async function keepSealedPage(runtime: Runtime, record: ChangeRecord): Promise<void> {
  if (!isFinal(record.state)) return;
  const key = sealedPageKey(record.application, record.number);
  await putOnce(runtime, key, changePage(record, runtime.settings.policy), HTML);
}
