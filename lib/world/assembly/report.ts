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

  /** Notes one for the named theorems, for all where none is named; who fills in what is open shows by itself. */
  public add(why: string, where: string, theorems?: readonly string[], wayIn: WayIn = filledIn(why, where)): void {
    const key = `${where} ${why}`;
    if (!this.found.has(key)) this.found.set(key, { why, where, ...(theorems ? { theorems } : {}), ...wayIn });
  }

  /** A reporter about one place. */
  public at(where: string): Report {
    return (why, place) => this.add(why, place ? `${where} (${place})` : where);
  }
}

/** Who chooses what is filled in at deployment from outside of the templates, and how; nothing of anything else. */
function filledIn(why: string, where: string): WayIn {
  const from =
    /not known before deployment: (.*(?:Parameter Store|given at deployment|dynamic reference|imported from outside).*)$/.exec(
      why,
    );
  if (!from) return {};
  return {
    who: `whoever may choose what is filled in there (${from[1]})`,
    way: ['put another value there', 'the next deployment takes it', 'it says who is admitted, or what runs, in prod'],
    change: where,
  };
}
