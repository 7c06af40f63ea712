import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';

function neverOpens(opening: Cursor): Finding[] {
  const [from, to] = [opening.at('from').text, opening.at('to').text];
  if (from === undefined || to === undefined || from < to) return [];
  const advice =
    from === to ? 'write an end after the beginning' : 'for a night, write two openings, up to 24:00 and from 00:00';
  return [opening.finding(`never opens: it ends at ${to} and begins at ${from}; ${advice}`)];
}

/** Every opening of a window must open at all. */
export function checkWindows(file: Cursor): Finding[] {
  return deliveriesOf(file).flatMap((app) => app.at('window', 'open').items().flatMap(neverOpens));
}
