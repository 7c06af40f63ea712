import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { InputError } from '../errors';

/** Keys and indexes from the top of the file to a value. */
export type Path = readonly PropertyKey[];

/** A YAML file as data, with the way back from each value to its line. */
export interface SourceDocument {
  readonly data: unknown;
  /** `line 12, column 5 (applications[0].window)`; a path that is not in the file leads to the nearest parent that is. */
  place(path: Path): string;
  /** As `place`, but at the key instead of its value. */
  placeOfKey(path: Path): string;
}

/** `applications[0].window`, as people read it. */
export function pathText(path: Path): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}

/** Account ids without quotes would lose their leading zero as numbers: long ones stay the text that was written. */
function keepLongDigits(document: Document): void {
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'number' && /^(\d{10,}|0\d+)$/.test(scalar.source ?? ''))
        scalar.value = scalar.source;
    },
  });
}

function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function childOf(document: Document, node: unknown, key: PropertyKey): unknown {
  const child = isSeq(node) ? node.items[Number(key)] : pairOf(node, key)?.value;
  return isAlias(child) ? child.resolve(document) : child;
}

/** The node at a path, or the deepest one on the way that has a place in the file. */
function nearest(document: Document, path: Path): Node | null {
  let node: unknown = document.contents;
  for (const key of path) {
    const child = childOf(document, node, key);
    if (!(child as Node | undefined)?.range) break;
    node = child;
  }
  return node as Node | null;
}

class YamlSource implements SourceDocument {
  public readonly data: unknown;

  public constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {
    this.data = document.toJS();
  }

  public place(path: Path): string {
    return this.describe(nearest(this.document, path)?.range?.[0] ?? 0, path);
  }

  public placeOfKey(path: Path): string {
    const parent = nearest(this.document, path.slice(0, -1));
    const key = pairOf(parent, path.at(-1) ?? '')?.key as Node | undefined;
    return this.describe(key?.range?.[0] ?? parent?.range?.[0] ?? 0, path);
  }

  private describe(offset: number, path: Path): string {
    const { line, col } = this.lines.linePos(offset);
    const where = `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
    return path.length ? `${where} (${pathText(path)})` : where;
  }
}

const MERGE_KEY = 'merge keys (<<) are no part of YAML 1.2 and are not read; write the keys out here';

/** Where merge keys stand, as offsets. */
function mergeKeys(document: Document): number[] {
  const found: number[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '<<') found.push(key.range?.[0] ?? 0);
    },
  });
  return found;
}

/** The parser's words, and ours where it speaks to programmers. */
function told(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS')
    return 'a second document begins here; keep one description in a file and remove the line ---';
  return `no valid YAML: ${message}`;
}

/**
 * Reads YAML 1.2 with positions.
 *
 * @throws InputError with every place where the text is no YAML, duplicate keys included.
 */
export function readYaml(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const broken = document.errors.map(({ pos, code, message }) => ({
    file,
    place: placeOf(pos[0]),
    message: told(code, message),
  }));
  const merged = mergeKeys(document).map((offset) => ({ file, place: placeOf(offset), message: MERGE_KEY }));
  if (broken.length + merged.length > 0) throw new InputError([...broken, ...merged]);
  keepLongDigits(document);
  return readData(document, lines, file);
}

/** Aliases that multiply beyond measure show only here. */
function readData(document: Document, lines: LineCounter, file: string): SourceDocument {
  try {
    return new YamlSource(document, lines);
  } catch (error) {
    throw InputError.at(file, undefined, `no valid YAML: ${(error as Error).message}`);
  }
}
