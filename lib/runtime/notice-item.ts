import type { Notice } from '../change/notice';
import { KEYS } from './keys';
import type { Item, Key } from './table';

/** A notice as it waits in the table to be sent. */
export function noticeItem(notice: Notice): Item & Key {
  return {
    ...KEYS.notice(notice.application, notice.id),
    type: 'notice',
    status: 'pending',
    notice: JSON.stringify(notice),
  };
}
