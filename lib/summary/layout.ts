/** A space at which no line ends. */
const KEPT = '\u00a0';

/** Text in which no line ends: the name of a stage with its approvers. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', KEPT);
}

/** Text in lines of at most so many characters, as far as its words allow; all but the first are set in by `hang`. */
export function wrap(text: string, indent: string, hang: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const started = line !== indent && line !== hang;
    if (started && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hang;
    }
    line += line === indent || line === hang ? word : ` ${word}`;
  }
  return [...lines, line].map((one) => one.replaceAll(KEPT, ' '));
}

/** Rows with their columns below each other, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(cell.length, all[i] ?? 0)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}

/** `1 stack`, `2 stacks`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
