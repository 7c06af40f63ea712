/** Something that could not be read or does not fit. */
export interface Problem {
  readonly what: string;
  /** The first place, and how many more there are. */
  readonly where: string;
  readonly count: number;
  /** Whether something may be missing because of it: then no statement about all changes holds. */
  readonly lost: boolean;
}

/** Problems by kind: a thousand files with the same fault are one problem with a thousand places. */
export class Problems {
  private readonly found = new Map<
    string,
    { first: string; places: number; last: string; count: number; lost: boolean }
  >();

  /** Something may be missing. */
  public lost(what: string, where: string, count = 1): void {
    this.add(what, where, count, true);
  }

  /** Nothing is missing, but it is not as it should be. */
  public note(what: string, where: string, count = 1): void {
    this.add(what, where, count, false);
  }

  /** All of them, those through which something may be missing first. */
  public get list(): Problem[] {
    const all = [...this.found].map(([what, { first, places, count, lost }]) => ({
      what,
      where: places > 1 ? `${first} and ${places - 1} more` : first,
      count,
      lost,
    }));
    return all.sort((a, b) => Number(b.lost) - Number(a.lost) || (a.what < b.what ? -1 : 1));
  }

  private add(what: string, where: string, count: number, lost: boolean): void {
    const known = this.found.get(what);
    if (!known) return void this.found.set(what, { first: where, places: 1, last: where, count, lost });
    if (known.last !== where) known.places++;
    known.last = where;
    known.count += count;
  }
}
