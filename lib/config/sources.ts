import type { Finding } from './cursor';
import type { Path, SourceDocument } from './document';

/** A place in one of the files of a platform. */
export interface Spot {
  readonly file: string;
  /** `line 12, column 5 (applications[0].workload)`. */
  readonly place: string;
}

/** A file with what it holds. */
export interface Source {
  readonly file: string;
  readonly source: SourceDocument;
}

/** One file of a platform, and the place that its applications have among all. */
interface Part extends Source {
  readonly first: number;
  readonly count: number;
}

function applicationsIn(data: unknown): readonly unknown[] {
  const { applications } = (data ?? {}) as { applications?: unknown };
  return Array.isArray(applications) ? (applications as unknown[]) : [];
}

/**
 * The files of a platform as one value, with the way back from each path to its file and line. The applications of included
 * files follow those of the first one.
 */
export class Sources {
  public readonly data: unknown;
  private readonly parts: readonly Part[];

  public constructor(
    private readonly main: Source,
    included: readonly Source[],
  ) {
    let first = 0;
    this.parts = [main, ...included].map((each) => {
      const part = { ...each, first, count: applicationsIn(each.source.data).length };
      first += part.count;
      return part;
    });
    this.data = included.length > 0 ? this.merged() : main.source.data;
  }

  /** Where a value stands. */
  public at(path: Path): Spot {
    const { part, own } = this.find(path);
    return { file: part.file, place: part.source.place(own) };
  }

  /** Where a finding stands, and the other place that it speaks of. */
  public spotOf({ path, key }: Finding): Spot {
    const { part, own } = this.find(path);
    return { file: part.file, place: key ? part.source.placeOfKey(own) : part.source.place(own) };
  }

  /** The order of the file among all. */
  public rankOf(file: string): number {
    return this.parts.findIndex((part) => part.file === file);
  }

  /** A first file that is no mapping, or whose applications are no list, is told as it stands. */
  private merged(): unknown {
    const { data } = this.main.source;
    const wrong = typeof data !== 'object' || data === null || Array.isArray(data);
    const { applications } = (data ?? {}) as { applications?: unknown };
    if (wrong || (applications !== undefined && !Array.isArray(applications))) return data;
    return { ...data, applications: this.parts.flatMap(({ source }) => applicationsIn(source.data)) };
  }

  private find(path: Path): { part: Source; own: Path } {
    const [top, index, ...rest] = path;
    if (top !== 'applications' || typeof index !== 'number') return { part: this.main, own: path };
    const part = this.parts.find(({ first, count }) => index >= first && index < first + count);
    return part ? { part, own: [top, index - part.first, ...rest] } : { part: this.main, own: path };
  }
}
