import type { Evidence } from '../../../lib/audit';

/** Numbers that people see on a page: neither its style nor its data, nor the places of boxes in a drawing. */
function shown(page: string): string[] {
  const seen = page
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#?\w+;/g, ' ');
  return seen.match(/\d+/g) ?? [];
}

/** What an evidence says in figures, and what can be counted or summed in it: lists, and how often they say something. */
function figures(evidence: Evidence): ReadonlySet<string> {
  const known = new Set<string>(JSON.stringify(evidence).match(/\d+/g));
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const figure of countsOf(value)) known.add(String(figure));
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(evidence);
  return known;
}

function countsOf(list: readonly unknown[]): number[] {
  const said = new Map<string, number>();
  const sums = new Map<string, number>();
  const entries = list.filter((one) => typeof one === 'object' && one !== null);
  for (const [key, value] of entries.flatMap((one) => Object.entries(one as object)))
    if (typeof value === 'number') sums.set(key, (sums.get(key) ?? 0) + value);
    else if (typeof value === 'string') said.set(`${key} ${value}`, (said.get(`${key} ${value}`) ?? 0) + 1);
  return [list.length, ...said.values(), ...sums.values()];
}

/** Numbers on a page that its evidence neither says nor comes to. */
export function strayNumbers(page: string, evidence: Evidence): string[] {
  const known = figures(evidence);
  return [...new Set(shown(page))].filter((one) => !known.has(one));
}
