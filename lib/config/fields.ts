import { z } from 'zod';
import { REGION } from '../contract/partitions';
import { staleZone } from '../contract/zone-rules';

export { APPROVERS, PERSONAS, RUNNERS } from '../contract/personas';

/** What an environment of an application is for. */
export const KINDS = ['dev', 'test', 'prod'] as const;

/** What the control policies attach to. */
export const ATTACH = ['units', 'accounts'] as const;

/** Whose the change control of a pipeline is. */
export const CHANGE_CONTROLS = ['own', 'shared'] as const;

/** An ARN as it may stand in a file of the commercial partition. */
export const exampleArn = (rest: string): string => ['arn', 'aws', rest].join(':');

/** Days of the week as they stand in a window. */
export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Text in one form; `right` says what would be right and stands in every message about it. */
export function text(pattern: RegExp, right: string, description: string) {
  return z.string({ error: right }).regex(pattern, { error: right }).meta({ description });
}

/** One of a few words. */
export function word<const T extends readonly [string, ...string[]]>(words: T, description: string) {
  return z.enum(words, { error: `write one of ${words.join(', ')}` }).meta({ description });
}

/** A list with at least one entry. */
export function some<T extends z.ZodType>(entry: T, right: string) {
  return z.array(entry, { error: right }).min(1, { error: right });
}

/** AWS account id: twelve digits, in quotes so that a leading zero survives other readers of the file. */
export const accountId = text(
  /^\d{12}$/,
  "write the twelve digits of an account id, in quotes: '111122223333'",
  'AWS account id, twelve digits in quotes.',
);

/** What would be right for one unit, or several. */
export const UNITS = 'write the id of an organizational unit, or a list of them: ou-ab12-11111111';

/** Id of an organizational unit. */
export const unit = text(
  /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
  'write the id of an organizational unit: ou-ab12-11111111',
  'Id of the organizational unit that holds these accounts, at any depth: ou-ab12-11111111.',
);

/** A region's code; the form is checked, not a list that would lack next year's regions. */
export const region = text(REGION, 'write the code of an AWS region: eu-west-2', 'Code of an AWS region: eu-west-2.');

/** Names become parts of role names, which end at 64 characters. */
export const name = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'write lower-case letters, digits and single hyphens, a letter first: orders-api',
  'Lower-case letters, digits and hyphens; becomes part of stack and role names.',
)
  .min(2, { error: 'write at least two characters' })
  .max(20, { error: 'write at most 20 characters: the name becomes part of role names' });

function knowsTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const ZONE = 'write a time zone of the IANA database: Europe/London';

/** IANA time zone; abbreviations and offsets are refused because they do not know daylight saving. */
export const timeZone = z
  .string({ error: ZONE })
  .refine((zone) => (zone === 'UTC' || zone.includes('/')) && knowsTimeZone(zone), { error: ZONE, abort: true })
  .refine((zone) => staleZone(zone) === undefined, { error: ({ input }) => staleZone(String(input)) })
  .meta({ description: 'IANA time zone: Europe/London.' });

/** Local time of day, `24:00` being the end of the day. */
export const timeOfDay = text(
  /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
  "write hours and minutes, in quotes: '09:00'",
  "Local time, hours and minutes in quotes: '09:00'.",
);

function isDate(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** A calendar day that exists. */
export const date = text(
  /^\d{4}-\d{2}-\d{2}$/,
  'write a day as year-month-day: 2026-12-25',
  'A day: 2026-12-25.',
).refine(isDate, { error: 'write a day that exists: 2026-12-25', abort: true });
