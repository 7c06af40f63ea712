import { oneLine } from '../../change/escape';
import type { Unread } from '../../snapshot';
import { readable } from '../../change/tell';
import type { Astray, Judgement, Standing } from './judge';

/** What people are told. */
export interface Notice {
  /** At most 100 characters of ASCII, as SNS takes it. */
  readonly subject: string;
  readonly text: string;
}

/** Where the run's files are, for whoever wants to look. */
export interface Kept {
  readonly collected: string;
  /** Address of the pack in the evidence store. */
  readonly pack: string;
}

/** More lines of one kind tell nobody more; the files have them all. */
const MOST_TOLD = 10;

/** What people are told of a run; nothing where all is well. */
export function noticeOf(
  { verdict, theorems, unread, astray }: Judgement,
  { collected, pack }: Kept,
): Notice | undefined {
  if (verdict === 'proved' && astray.length === 0) return undefined;
  const fallen = theorems.filter((one) => one.verdict !== 'proved');
  const text = [
    `Collected ${collected}.`,
    ...fallen.flatMap(tellStanding),
    ...tellUnread(unread),
    ...tellAstray(astray),
    `The pack is ${pack}: unpack it, open report.html in its folder pack, or run guarded audit verify on that folder.`,
  ];
  return { subject: short(subjectOf(fallen, unread)), text: text.join('\n') };
}

function subjectOf(fallen: readonly Standing[], unread: readonly Unread[]): string {
  if (fallen.length > 0) return `No longer proved: ${fallen.map(({ id }) => id).join(', ')}`;
  if (unread.length > 0) return 'What is deployed, or what was done, could not be read in full';
  return 'Writes in guarded accounts that belong to no execution';
}

/** What people are told where nothing could be collected or proved at all. */
export function failureNotice(why: string, now: string): Notice {
  const text = [
    `At ${now} nothing could be proved about the deployed accounts: ${why}`,
    'The snapshot before stays the newest; releases go on until it is too old, then they wait.',
  ];
  return { subject: 'The continuous proof failed', text: text.map(oneLine).join('\n') };
}

function tellStanding({ id, verdict, why, again }: Standing): string[] {
  const on = again ? ', by the platform made again' : '';
  return [`${id} is ${verdict}${on}:`, ...why.map(indented)];
}

function tellUnread(unread: readonly Unread[]): string[] {
  if (unread.length === 0) return [];
  const told = unread
    .slice(0, MOST_TOLD)
    .map(({ account, region, what, why }) => indented(`${[account, region, what].filter(Boolean).join(' ')}: ${why}`));
  const more = unread.length - MOST_TOLD;
  return ['Not read, and so unknown:', ...told, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function tellAstray(astray: readonly Astray[]): string[] {
  if (astray.length === 0) return [];
  const told = astray
    .slice(0, MOST_TOLD)
    .map(({ at, what, where, by }) => indented(`${readable(at)}: ${what} in ${where}, by ${by}`));
  const more = astray.length - MOST_TOLD;
  const head = 'Written without an execution, and not sanctioned; whoever did it explains it:';
  return [head, ...told, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** What services and names say stays on its line. */
function indented(text: string): string {
  return `  ${oneLine(text)}`;
}

function short(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
