import type { Unknown, WayIn } from '../model';

/** Takes what could not be decided, with the place within what is being read. */
export type Report = (why: string, place?: string) => void;

/** Collects unknowns; each is told once. */
export class Unknowns {
  private readonly found = new Map<string, Unknown>();

  /** All of them, in order. */
  public get all(): readonly Unknown[] {
    return [...this.found.values()];
  }

  /** Notes one for the named theorems, for all where none is named. */
  public add(why: string, where: string, theorems?: readonly string[], wayIn: WayIn = {}): void {
    const key = `${where} ${why}`;
    if (!this.found.has(key)) this.found.set(key, { why, where, ...(theorems ? { theorems } : {}), ...wayIn });
  }

  /** A reporter about one place. */
  public at(where: string): Report {
    return (why, place) => this.add(why, place ? `${where} (${place})` : where);
  }
}
