/** Any JSON as a list of its places with their values in words, so that nothing of it changes unseen. */

/** JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** One value, and the way to it: `Configuration.UserParameters.digest`. */
export interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** An object, or an empty one where it is something else. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The objects of a list; none where it is no list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** The texts of a list; none where it is no list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) : [];
}

/** JSON that stands in a text, else undefined. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object without some of its keys. */
export function without(value: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** A value in words, whole: a `*` may stand for a part that AWS makes up, or for any branch of a source. */
export function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length > 0 ? value.map(wordsOf).join(', ') : 'none';
  if ('Opaque' in value) return `not known before deployment (${String(value.Opaque)})`;
  return wordsOf(canonical(value));
}

/** The same JSON always as the same text, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    const entries = Object.entries(object(one)).sort(([a], [b]) => (a < b ? -1 : 1));
    return Array.isArray(one) || entries.length === 0 ? one : Object.fromEntries(entries);
  });
}

/** Every value below a place; JSON within texts is read too, and entries with names are called by them. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  const inner = parsed(value) ?? value;
  if (typeof inner !== 'object' || inner === null || 'Opaque' in inner) return [{ path, text: wordsOf(inner) }];
  const entries = Array.isArray(inner) ? entriesOf(inner) : Object.entries(inner).filter(([key]) => key !== 'Tags');
  if (!entries) return [{ path, text: wordsOf(inner) }];
  return entries.flatMap(([key, entry]) => leavesOf(entry, path ? `${path}.${key}` : key));
}

/** The value of an entry with a name; one that only says where the value is read later is another matter. */
export function valueOf(entry: Json): unknown {
  const value = entry.value ?? entry.Value;
  if (value === undefined) return entry;
  const type = entry.type ?? entry.Type ?? 'PLAINTEXT';
  const others = without(entry, 'name', 'Name', 'Id', 'Key', 'value', 'Value', 'type', 'Type');
  return type === 'PLAINTEXT' && Object.keys(others).length === 0 ? value : entry;
}

/** Entries of a list by name, or by place; nothing for a list of plain values. */
function entriesOf(list: readonly unknown[]): [string, unknown][] | undefined {
  if (list.length === 0 || list.some((one) => typeof one !== 'object' || one === null)) return undefined;
  const named = objects(list).map((one): [string, unknown] | undefined => {
    const name = one.Name ?? one.name ?? one.Id ?? one.Key;
    return typeof name === 'string' ? [name, valueOf(one)] : undefined;
  });
  const names = new Set(named.map((one) => one?.[0]));
  const complete = named.every((one) => one !== undefined) && names.size === list.length;
  return complete ? (named as [string, unknown][]) : list.map((one, at) => [String(at), one]);
}
