import type { Problem } from '../errors';
import type { Unreadable } from './model';

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

/** A place in a document, with what is wrong there or cannot be decided. */
export class Spot {
  /**
   * @param where path within the document: `Statement[0].Action`.
   * @param unreadable the statement's parts that nobody can decide.
   */
  public constructor(
    public readonly where: string,
    private readonly notes: Notes,
    private readonly unreadable: Unreadable[],
  ) {}

  /** A place within this one: `.Action`, `[2]`. */
  public at(step: string): Spot {
    return new Spot(this.where + step, this.notes, this.unreadable);
  }

  /** The entries of a list, each with its place; a single value is a list of one. */
  public entries(raw: unknown): { value: unknown; spot: Spot }[] {
    if (!Array.isArray(raw)) return [{ value: raw, spot: this }];
    return raw.map((value: unknown, index) => ({ value, spot: this.at(`[${index}]`) }));
  }

  /** A wrong value: what stands here and what would be right. */
  public wrong(got: unknown, right: string): undefined {
    return this.notes.wrong(this.where, got, right);
  }

  /** Anything else that is wrong here. */
  public tell(message: string): undefined {
    return this.notes.tell(this.where, message);
  }

  /** Nobody can decide what stands here. */
  public hide(why: string): void {
    this.unreadable.push({ why, where: this.where });
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
