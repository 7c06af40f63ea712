import { texts, wordsOf, type Json } from './leaves';

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Every minute of the week on which openings are open: two ways of writing the same hours are the same. */
export function openMinutes(openings: readonly Json[]): string[] {
  return [...new Set(openings.flatMap(minutesOf))].map(String);
}

function minutesOf({ days, from, to }: Json): number[] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const length = Math.max(0, end - start);
  return texts(days).flatMap((day) => {
    const first = WEEK.indexOf(day) * 1440 + start;
    return Array.from({ length }, (_, minute) => first + minute);
  });
}

function minuteOf(time: unknown): number {
  const [hours = 0, minutes = 0] = wordsOf(time).split(':').map(Number);
  return hours * 60 + minutes || 0;
}

/** `Mon Tue Wed Thu 09:00–16:00, Fri 09:00–12:00`. */
export function openText(openings: readonly Json[]): string {
  const told = openings.map(({ days, from, to }) => `${texts(days).join(' ')} ${wordsOf(from)}–${wordsOf(to)}`);
  return told.join(', ') || 'never';
}
