/** One summand of a sum of metrics: the metric's id, counted or taken off. */
export interface Summand {
  readonly id: string;
  readonly sign: 1 | -1;
}

/** What a sum is read from: its text, and the ids that stand for metrics. */
interface Reading {
  readonly tokens: readonly string[];
  readonly ids: readonly string[];
  readonly at: number;
}

/** What was read, and where reading goes on; undefined where the text is no sum. */
type Read = { readonly summands: readonly Summand[]; readonly at: number } | undefined;

/**
 * The summands of a metric math expression that only adds: `a + b - c`, `FILL(a, 0) + b`, `SUM([a, b])`, `SUM(METRICS())`.
 * Only such a one can be taken over windows of any length: the sum over an hour is that of its minutes.
 *
 * @returns undefined where the expression does anything else, or names what is none of its metrics.
 */
export function summandsOf(expression: string, ids: readonly string[]): readonly Summand[] | undefined {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  const read = sum({ tokens, ids, at: 0 });
  return read?.at === tokens.length ? read.summands : undefined;
}

function sum(reading: Reading): Read {
  let read = signed(reading, 1);
  while (read && ['+', '-'].includes(reading.tokens[read.at] ?? '')) {
    const before: Read = read;
    const next = signed({ ...reading, at: before.at + 1 }, reading.tokens[before.at] === '-' ? -1 : 1);
    read = next && { summands: [...before.summands, ...next.summands], at: next.at };
  }
  return read;
}

function signed(reading: Reading, sign: 1 | -1): Read {
  const read = summand(reading);
  if (!read || sign === 1) return read;
  return { ...read, summands: read.summands.map(({ id, sign: own }) => ({ id, sign: own === 1 ? -1 : 1 })) };
}

function summand(reading: Reading): Read {
  const { tokens, at, ids } = reading;
  const token = tokens[at] ?? '';
  if (token === '(') return closed(reading, sum({ ...reading, at: at + 1 }), [')']);
  if (token === 'FILL' && tokens[at + 1] === '(')
    return closed(reading, sum({ ...reading, at: at + 2 }), [',', '0', ')']);
  if (token === 'SUM') return list(reading);
  return ids.includes(token) ? { summands: [{ id: token, sign: 1 }], at: at + 1 } : undefined;
}

/** `SUM([a, b])`, or all metrics of the expression. */
function list(reading: Reading): Read {
  const { tokens, at, ids } = reading;
  const every = ['SUM', '(', 'METRICS', '(', ')', ')'];
  if (every.every((token, index) => tokens[at + index] === token))
    return { summands: ids.map((id) => ({ id, sign: 1 as const })), at: at + every.length };
  if (tokens[at + 1] !== '(' || tokens[at + 2] !== '[') return undefined;
  let read = sum({ ...reading, at: at + 3 });
  while (read && tokens[read.at] === ',') {
    const before: Read = read;
    const next = sum({ ...reading, at: before.at + 1 });
    read = next && { summands: [...before.summands, ...next.summands], at: next.at };
  }
  return closed(reading, read, [']', ')']);
}

/** What was read, where these tokens follow it. */
function closed({ tokens }: Reading, read: Read, ending: readonly string[]): Read {
  if (!read || !ending.every((token, index) => tokens[read.at + index] === token)) return undefined;
  return { ...read, at: read.at + ending.length };
}
