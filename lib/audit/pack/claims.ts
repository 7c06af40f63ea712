/** A claim and why it does not hold. */
export interface Broken {
  readonly claim: string;
  readonly why: string;
}

/** So many differences of one kind are told. */
const TOLD = 5;

/** Where what was told differs from what comes out anew; `theorems (no-human-write-to-prod).verdict is "proved"`. */
export function claimsThatDiffer(made: unknown, told: unknown, place: string): Broken[] {
  const found: Broken[] = [];
  descend(made, told, place, found);
  return found;
}

function descend(made: unknown, told: unknown, place: string, found: Broken[]): void {
  if (found.length >= TOLD || JSON.stringify(made) === JSON.stringify(told)) return;
  if (!isObject(made) || !isObject(told) || Array.isArray(made) !== Array.isArray(told))
    return void found.push({ claim: `${place} is ${brief(told)}`, why: `worked out anew it is ${brief(made)}` });
  const keys = [...new Set([...Object.keys(made), ...Object.keys(told)])];
  for (const key of keys) descend(made[key], told[key], `${place}${step(key, made, told)}`, found);
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** Entries of lists are called by their own names. */
function step(key: string, made: Json, told: Json): string {
  if (!Array.isArray(made)) return `.${key}`;
  const entry = (told[key] ?? made[key]) as Json | undefined;
  const name = isObject(entry) ? (entry.principal ?? entry.id ?? entry.name) : undefined;
  return typeof name === 'string' ? ` (${name})` : `[${key}]`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'not there';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** The first line in which a text differs from what it would be. */
export function firstDifference(made: string, told: string): string {
  const [expected, found] = [made.split('\n'), told.split('\n')];
  const at = found.findIndex((line, index) => line !== expected[index]);
  const line = at < 0 ? found.length : at;
  return `line ${line + 1} is ${brief(found[line])}, made anew it is ${brief(expected[line])}`;
}
