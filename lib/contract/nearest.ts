/** Number of single-letter edits between two words (Levenshtein). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

const MOST = 5;

/** What is most like a text, the nearest first; at most five, and none that has less than half of it. */
export function nearest(text: string, known: readonly string[]): readonly string[] {
  return known
    .map((one) => ({ one, away: distance(text.toLowerCase(), one.toLowerCase()) }))
    .filter(({ away }) => away <= text.length / 2)
    .sort((a, b) => a.away - b.away)
    .slice(0, MOST)
    .map(({ one }) => one);
}
