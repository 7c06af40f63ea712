import { Text, type Value } from './value';

/** Stands for a hole while the text around it is read as JSON; private-use characters occur in no template. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/** What stands as JSON text, holes and all; nothing where it is no JSON. */
export function jsonOf(text: Text): Value | undefined {
  const marked = text.parts.map((part, i) => (typeof part === 'string' ? part : `${OPEN}${i}${CLOSE}`)).join('');
  try {
    return revive(JSON.parse(marked), text);
  } catch {
    return undefined;
  }
}

function revive(json: unknown, text: Text): Value {
  if (typeof json === 'string') {
    const pieces = json.split(new RegExp(`${OPEN}(\\d+)${CLOSE}`));
    const parts = pieces.map((piece, i) => (i % 2 === 0 ? piece : text.parts[Number(piece)]));
    return new Text(parts.filter((part) => part !== '').length > 0 ? parts.filter((part) => part !== '') : ['']);
  }
  if (Array.isArray(json)) return json.map((entry) => revive(entry, text));
  if (typeof json !== 'object' || json === null) return json as number | boolean | null;
  return Object.fromEntries(Object.entries(json).map(([key, entry]) => [key, revive(entry, text)]));
}
