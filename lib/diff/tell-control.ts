import type { ControlChange, ControlGroup } from './control/fact';

/** How many characters of a value are shown; of longer ones the part that differs. */
const SHOWN = 60;
/** Characters shown before the first one that differs. */
const BEFORE = 20;
/** How many places are named; the rest are counted. */
const PLACES = 4;

/** How many details of one thing are told. */
const DETAILS = 4;

/** The changes of change control, one a line, old → new, weakest first. */
export function tellControl(control: readonly ControlGroup[]): string[] {
  return control.flatMap(({ of, changes }) => ['', of, ...tellChanges(changes)]);
}

/** Of many details of one thing the first are told, the rest counted; what is weaker is told in full. */
function tellChanges(changes: readonly ControlChange[]): string[] {
  const things = new Map<string, ControlChange[]>();
  for (const change of changes) {
    const thing = `${change.judgement.padEnd(9)}  ${change.subject.split(',')[0]}`;
    things.set(thing, [...(things.get(thing) ?? []), change]);
  }
  return [...things].flatMap(([thing, all]) => {
    const rest = all[0].judgement === 'weaker' ? 0 : all.length - DETAILS;
    if (rest < 2) return all.map(tellChange);
    return [...all.slice(0, DETAILS).map(tellChange), `  ${thing}: and ${rest} more; --json lists all`];
  });
}

function tellChange({ judgement, subject, places, old, new: now }: ControlChange): string {
  const [before, after] = excerpts(visible(old ?? 'none'), visible(now ?? 'none'));
  return visible(`  ${judgement.padEnd(9)}  ${subject}${tellPlaces(places)}: ${before} → ${after}`);
}

function tellPlaces(places: readonly string[]): string {
  if (places.length === 0) return '';
  const rest = places.length > PLACES ? ` and ${places.length - PLACES} more` : '';
  return ` (${places.slice(0, PLACES).join(', ')}${rest})`;
}

/** Both values as far as they fit into a line: long ones around the first place where they differ. */
function excerpts(before: string, after: string): [string, string] {
  if (before.length <= SHOWN && after.length <= SHOWN) return [before, after];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = same <= BEFORE ? 0 : same - BEFORE;
  return [excerpt(before, start), excerpt(after, start)];
}

function excerpt(text: string, start: number): string {
  const shown = text.slice(start, start + SHOWN);
  return `${start > 0 ? '…' : ''}${shown}${start + SHOWN < text.length ? '…' : ''}`;
}

/** Control characters, line breaks, and characters that turn or hide text: names in templates are anybody's. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that neither moves the cursor nor makes lines of its own. */
export function visible(text: string): string {
  return text.replace(HIDDEN, '\ufffd');
}
