/** Columns of a page where nobody says otherwise. */
export const PAGE_WIDTH = 80;

/**
 * Breaks a line at spaces so that it fits; what follows the first is indented by `hang` more. Long words stay whole: a
 * digest that the hanging indent would push out of the page is indented less.
 */
export function wrap(line: string, width: number, hang: number): string[] {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const hanging = (word: string) =>
    indent.length + (indent.length + hang + word.length > width ? Math.min(hang, 2) : hang);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const next = current.trim() === '' ? current + word : `${current} ${word}`;
    if (next.length <= width || current.trim() === '') current = next;
    else {
      lines.push(current);
      current = ' '.repeat(hanging(word)) + word;
    }
  }
  return [...lines, current];
}
