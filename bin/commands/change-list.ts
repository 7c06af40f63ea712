import type { ChangeRecord } from '../../lib/change/record';
import { changeRows } from '../../lib/change/render';
import { oneLine } from '../../lib/change/escape';
import { readable } from '../../lib/change/tell';
import { wrap } from '../../lib/change/wrap';
import type { LineState } from './change-read';

const HEAD = ['change', 'state', 'what', 'opened'];
/** Column of `what`, which takes the room that the others leave. */
const WHAT = 2;
const LEAST = 20;
const GAP = 2;

/** A table without borders, as wide as the page. */
export async function renderList(records: readonly ChangeRecord[], width: number): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const rows = changeRows(records);
  const table = new Table({
    head: HEAD,
    colWidths: columnWidths(rows, width),
    wordWrap: true,
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
  });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const fitted = HEAD.map(
    (title, column) => Math.max(...[title, ...rows.map((row) => row[column]!)].map(longest)) + GAP,
  );
  const others = fitted.reduce((sum, one, column) => (column === WHAT ? sum : sum + one), 0);
  return fitted.map((one, column) => (column === WHAT ? Math.max(LEAST, width - others) : one));
}

function longest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right', 'middle']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .map((name) => [name, '']),
);

/** How the line stands, for people; nothing where it runs and nobody is on the way. */
export function renderLine({ frozen, turn }: LineState, width: number): string[] {
  return [
    ...(turn ? [`On its way through prod: ${turn.change}, since ${readable(turn.since)}.`] : []),
    ...(frozen
      ? [
          `The line is stopped, by ${frozen.by} on ${readable(frozen.at)}: ${frozen.reason}`,
          'Nothing new starts until a release manager runs `guarded change unfreeze`.',
        ]
      : []),
  ].flatMap((line) => wrap(oneLine(line), width, 2));
}
