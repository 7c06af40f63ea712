import { html as escaped } from '../change/escape';

/** Markup that was made here; everything else is text and gets escaped. */
export class Markup {
  public constructor(public readonly text: string) {}

  public toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is left out. */
export type Part = string | number | Markup | readonly Part[] | undefined | false;

/** Markup from a template. Whatever is put in is text of a stranger, unless it is markup that this function made. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => `${text}${at < parts.length ? written(parts[at]) : ''}`).join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(written).join('');
}

/** A name for an anchor, from any text. */
export function anchor(kind: string, name: string): string {
  return `${kind}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** `1 change`, `2 changes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A list, or a sentence where there is nothing. */
export function bullets(items: readonly Part[], none: string): Markup {
  if (items.length === 0) return markup`<p>${none}</p>`;
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}

/** A table in a box of its own, which alone scrolls where the page is narrow. */
export function table(caption: string, head: readonly Part[], rows: readonly Markup[]): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head.map((one) => markup`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** A row that the search finds by its text. */
export function row(cells: readonly Part[], id?: string): Markup {
  const [first, ...rest] = cells;
  return markup`<tr data-row${id ? markup` id="${id}"` : ''}><th scope="row">${first}</th>${rest.map((one) => markup`<td>${one}</td>`)}</tr>
`;
}

/** A word with the colour of what it means. */
export function badge(word: string): Markup {
  return markup`<span class="badge ${KINDS[word] ?? 'plain'}">${word}</span>`;
}

const KINDS: Readonly<Record<string, string>> = {
  proved: 'good',
  pass: 'good',
  refuted: 'bad',
  fail: 'bad',
  writes: 'bad',
  'not sanctioned': 'bad',
  unknown: 'warn',
  'break-glass': 'warn',
  'sanctioned writes': 'warn',
};
