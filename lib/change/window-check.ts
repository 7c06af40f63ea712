import { DateTime } from 'luxon';
import { type Answer, pass, refuse, wait } from './answer';
import { staleZone } from '../contract/zone-rules';
import { nextOpening, type Window } from './window';

/** Prod changes inside its window only; outside, the change waits and says until when. */
export function checkWindow(window: Window, now: Date): Answer {
  const stale = staleZone(window.timeZone);
  if (stale !== undefined) return refuse(`Nobody knows when the window opens: ${stale}.`, 'Then release again.');
  const opening = nextOpening(window, now);
  if (!opening)
    return refuse('The window does not open within 400 days.', 'Give it days and times that come, or fewer holidays.');
  if (opening.start > now)
    return wait(
      `The window is shut until ${local(opening.start, window)}.`,
      opening.start,
      'Nothing needs doing: the change goes on by itself.',
    );
  return pass(`The window is open until ${local(opening.end, window)}.`);
}

const FORMAT = 'ccc d LLL yyyy HH:mm ZZZZ';

/** `Mon 23 Nov 2026 09:00 GMT (Europe/London)`. */
function local(at: Date, window: Window): string {
  const text = DateTime.fromJSDate(at, { zone: window.timeZone }).setLocale('en-GB').toFormat(FORMAT);
  return `${text} (${window.timeZone})`;
}
