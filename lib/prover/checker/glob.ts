/** `*` and `?` of a pattern by plain backtracking; a `*` in the text is a star that only a star of the pattern takes. */
export function covers(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') [star, mark, p] = [p, t, p + 1];
    else if (text[t] !== '*' && (pattern[p] === '?' || pattern[p] === text[t])) [p, t] = [p + 1, t + 1];
    else if (star >= 0) [p, mark, t] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Whether no string can begin as both patterns do, up to the first star of either: most pairs of ARNs are that far apart. */
function beginApart(one: string, other: string): boolean {
  for (let at = 0; at < one.length && at < other.length; at += 1) {
    const [a, b] = [one[at], other[at]];
    if (a === '*' || b === '*') return false;
    if (a !== b && a !== '?' && b !== '?') return true;
  }
  return false;
}

/** Whether two patterns have a string in common. */
export function overlaps(one: string, other: string): boolean {
  if (beginApart(one, other)) return false;
  let row = new Set([0]);
  const closed = (at: Set<number>) => {
    for (const j of at) if (other[j] === '*') at.add(j + 1);
    return at;
  };
  row = closed(row);
  for (const char of one) {
    const next = char === '*' ? new Set(row) : new Set<number>();
    for (const j of row) {
      if (other[j] === undefined) continue;
      if (char === '*') for (let k = j; k < other.length; k += 1) next.add(k + 1);
      else if (other[j] === '*') next.add(j);
      else if (char === '?' || other[j] === '?' || char === other[j]) next.add(j + 1);
    }
    row = closed(next);
    if (row.size === 0) return false;
  }
  return row.has(other.length);
}

function segments(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** The same as `covers`, segment by segment as the Arn operators have it. */
export function coversArn(pattern: string, arn: string): boolean {
  if (beginApart(pattern, arn)) return false;
  const [patterns, parts] = [segments(pattern), segments(arn)];
  return patterns.length === 6 && patterns[5] !== '' && patterns.every((one, at) => covers(one, parts[at]));
}

/** Whether an Arn operator's pattern may match an ARN that is literal but for its last segment. */
export function overlapsArn(pattern: string, arn: string): boolean {
  if (beginApart(pattern, arn)) return false;
  const [patterns, parts] = [segments(pattern), segments(arn)];
  const plain = patterns.length < 6 || parts.length < 6 || parts.slice(0, 5).some((one) => one.includes('*'));
  return plain ? overlaps(pattern, arn) : patterns.every((one, at) => overlaps(one, parts[at]));
}
