import { KINDS, type Kind, type Row } from './meaning';
import { PROPERTIES } from './properties';
import { FAMILIES } from './rows';
import { readTree, type Tree } from './tree';

/** What the review says of one type. */
export interface Reviewed {
  readonly row: Row;
  /** Every property that the review saw. */
  readonly properties: Tree;
  /** What the property of a path carries, by itself or by what it lies in; undefined: nothing. */
  kindOf(path: string): Kind | undefined;
}

/** The reviewed table, read as far as it is asked. */
export class Meanings {
  private readonly rows = new Map(Object.values(FAMILIES).flat());
  private readonly lines = new Map<string, string>();
  private readonly read = new Map<string, Reviewed>();

  public constructor() {
    for (const line of Object.values(PROPERTIES).flatMap((text) => text.trim().split('\n'))) {
      const [type] = line.split(' ', 1);
      this.lines.set(type, line.slice(type.length));
    }
  }

  /** What is known of a type; undefined where nobody reviewed it. */
  public of(type: string): Reviewed | undefined {
    const row = this.rows.get(type);
    const line = this.lines.get(type);
    if (!row || line === undefined) return undefined;
    let known = this.read.get(type);
    if (!known) this.read.set(type, (known = reviewed(row, readTree(line))));
    return known;
  }

  /** Every reviewed type. */
  public get types(): readonly string[] {
    return [...this.rows.keys()];
  }
}

function reviewed(row: Row, properties: Tree): Reviewed {
  const kinds = new Map<string, Kind>();
  for (const kind of Object.keys(KINDS) as Kind[])
    for (const path of row[kind]?.split(' ') ?? []) kinds.set(path, kind);
  return { row, properties, kindOf: (path) => within(kinds, path) };
}

/** Whether a path of a row means a property: `*.RoleArn` means every one whose path ends so. */
export function means(path: string, property: string): boolean {
  return path.startsWith('*.') ? `.${property}`.endsWith(path.slice(1)) : path === property;
}

/** Looks a path up, then what it lies in. */
export function within<T>(known: ReadonlyMap<string, T>, path: string): T | undefined {
  const endings = [...known].filter(([one]) => one.startsWith('*.'));
  for (let head = path; head !== ''; head = head.slice(0, Math.max(head.lastIndexOf('.'), 0))) {
    const found = known.get(head) ?? endings.find(([one]) => means(one, head))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
