import type { Problem } from '../errors';

/** Collects what makes a document no policy, so that all of it is told together. */
export class Notes {
  public readonly problems: Problem[] = [];

  public constructor(private readonly file: string) {}

  /** A wrong value at a place: what stands there and what would be right. */
  public wrong(place: string, got: unknown, right: string): undefined {
    this.tell(place, `${shown(got)} stands where ${right} belongs.`);
  }

  /** Anything else that is wrong. */
  public tell(place: string, message: string): undefined {
    this.problems.push({ file: this.file, place: place || undefined, message });
  }
}

function shown(got: unknown): string {
  if (got === undefined) return 'Nothing';
  const text = JSON.stringify(got) ?? String(got);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * The reason why a value is not known, where a reader of templates put `{ "Opaque": reason }` for an intrinsic that it
 * could not resolve; undefined for every other value.
 */
export function opaque(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const entries = Object.entries(raw);
  return entries.length === 1 && entries[0][0] === 'Opaque' ? String(entries[0][1]) : undefined;
}
