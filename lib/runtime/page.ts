import { createHash } from 'node:crypto';
import type { ChangeRecord } from '../change/record';
import { isFinal } from '../change/states';
import { changePage } from '../page/change-page';
import { getText, putOnce } from './bucket';
import { pageFileKey, sealedPageKey } from './keys';
import type { Runtime } from './runtime';

const HTML = 'text/html; charset=utf-8';

/**
 * Keeps the page that approvers read, beside the pages of the record that it was made of, and gives its key. The key
 * names the page by its digest: where another one stands under it, somebody else wrote it, and nobody may approve by it.
 */
export async function keepPage(runtime: Runtime, record: ChangeRecord): Promise<string> {
  const page = changePage(record, runtime.settings.policy);
  const key = pageFileKey(record.application, record.number, record.pages, sha256(page));
  if (await putOnce(runtime, key, page, HTML)) return key;
  if ((await getText(runtime, key)) === page) return key;
  throw new Error(`${key} is not the page of ${record.change}: somebody else wrote it. Ask the security team to look.`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The page of a sealed record, for whoever looks back; later calls change nothing. */
export async function keepSealedPage(runtime: Runtime, record: ChangeRecord): Promise<void> {
  if (!isFinal(record.state)) return;
  const key = sealedPageKey(record.application, record.number);
  await putOnce(runtime, key, changePage(record, runtime.settings.policy), HTML);
}
