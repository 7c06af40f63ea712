import type { Path } from './document';

/** Something wrong at a path; positions come later. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** The key itself is wrong, not its value. */
  readonly key?: boolean;
  /** The other place, where two collide. */
  readonly other?: Path;
}

/**
 * A value of the file with its path. Checks across the file walk with it, because they also run where parts of the file
 * have the wrong shape: all problems are told together.
 */
export class Cursor {
  public constructor(
    public readonly value: unknown,
    public readonly path: Path = [],
  ) {}

  /** The value under a key or keys; an absent one has the value undefined. */
  public at(...keys: string[]): Cursor {
    return keys.reduce<Cursor>((cursor, key) => cursor.child(key), this);
  }

  private child(key: string): Cursor {
    const own = isRecord(this.value) && Object.hasOwn(this.value, key);
    return new Cursor(own ? (this.value as Record<string, unknown>)[key] : undefined, [...this.path, key]);
  }

  /** Entries of a list; nothing where there is no list. */
  public items(): Cursor[] {
    return Array.isArray(this.value) ? this.value.map((value, index) => new Cursor(value, [...this.path, index])) : [];
  }

  /** Values of a mapping; nothing where there is no mapping. */
  public fields(): Cursor[] {
    return isRecord(this.value) ? Object.keys(this.value).map((key) => this.at(key)) : [];
  }

  /** The last key of the path. */
  public get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  /** The value where it is text. */
  public get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** Texts of a list, others left out. */
  public get texts(): string[] {
    return this.items().flatMap((item) => item.text ?? []);
  }

  /** A finding here; `other` is what it collides with. */
  public finding(message: string, other?: Cursor): Finding {
    return other ? { path: this.path, message, other: other.path } : { path: this.path, message };
  }
}

/** Everything that has a pipeline: the applications and the platform itself. */
export function deliveriesOf(file: Cursor): Cursor[] {
  const own = file.at('platform');
  return [...(own.value === undefined ? [] : [own]), ...file.at('applications').items()];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
