import type { ChangePolicy } from './policy';

/** `Mon, Tue 09:00–16:00 Europe/London, not on 3 holidays`. */
export function windowText({ open, timeZone, holidays, calendars }: ChangePolicy['window']): string {
  const times = open.map(({ days, from, to }) => `${days.join(', ')} ${from}–${to}`).join('; ');
  return [
    `${times} ${timeZone}`,
    ...(holidays.length > 0 ? [`not on ${holidays.join(', ')}`] : []),
    ...(calendars.length > 0 ? [`while ${calendars.join(' and ')} is open`] : []),
  ].join(', ');
}
