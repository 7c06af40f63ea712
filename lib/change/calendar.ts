import { type Answer, pass, refuse, wait } from './answer';

/** What a Change Calendar said when it was asked, or why it could not be read. */
export type CalendarReading =
  | { readonly calendar: string; readonly state: string; readonly nextTransition?: string }
  | { readonly calendar: string; readonly unreadable: string };

/** How soon a shut calendar that does not say when it opens is asked again: an hour. */
const ASK_AGAIN_MS = 3_600_000;

/** Every calendar must be open; one that cannot be read is shut. */
export function checkCalendars(readings: readonly CalendarReading[], now: Date): Answer {
  const unreadable = readings.find((reading) => 'unreadable' in reading || !/^(OPEN|CLOSED)$/.test(reading.state));
  if (unreadable) return cannotRead(unreadable);
  const shut = readings.filter((reading) => 'state' in reading && reading.state === 'CLOSED');
  if (shut.length) return closed(shut, now);
  return pass(readings.length ? 'The change calendars are open.' : 'No change calendar is asked.');
}

function cannotRead(reading: CalendarReading): Answer {
  const why = 'unreadable' in reading ? reading.unreadable : `it answers "${reading.state}", not OPEN or CLOSED`;
  return refuse(
    `The change calendar ${reading.calendar} cannot be read: ${why}.`,
    'Check that it exists and that the gate may call ssm:GetCalendarState, then release again.',
  );
}

function closed(shut: readonly CalendarReading[], now: Date): Answer {
  const until = Math.max(...shut.map((reading) => opensAt(reading, now)));
  return wait(
    `Closed by the change calendar ${shut.map((reading) => reading.calendar).join(', ')}.`,
    new Date(until),
    'Nothing needs doing: the change goes on when the calendar opens.',
  );
}

function opensAt(reading: CalendarReading, now: Date): number {
  const next = 'nextTransition' in reading && reading.nextTransition ? Date.parse(reading.nextTransition) : Number.NaN;
  return next > now.getTime() ? next : now.getTime() + ASK_AGAIN_MS;
}
