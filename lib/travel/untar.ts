const BLOCK = 512;

/** One file of an archive, where its content lies in it. */
export interface ArchiveEntry {
  readonly path: string;
  readonly content: Buffer;
  /** Whether its owner may run it. */
  readonly executable: boolean;
}

/** The content of one file of an archive that `tarOf` made; undefined where it holds none of that path. */
export function fileIn(archive: Buffer, path: string): Buffer | undefined {
  for (const entry of headersIn(archive)) if (entry.path === path) return entry.content;
  return undefined;
}

/**
 * Every file of an archive that is plain: files alone, each once, each below one folder, so that it means the same to whoever
 * unpacks it and unpacks nowhere else.
 *
 * @throws where it is anything more.
 */
export function plainFilesIn(archive: Buffer, below: string): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  const seen = new Set<string>();
  let end = 0;
  for (const { at, next, ...entry } of headersIn(archive)) {
    const { path } = entry;
    const header = archive.subarray(at, at + BLOCK);
    if (header.toString('latin1', 257, 265) !== 'ustar\u000000') throw damaged(at, 'its form is another one');
    if (header.toString('latin1', 156, 157) !== '0') throw damaged(at, `${path} is no plain file`);
    if (!isBelow(path, below)) throw damaged(at, `${JSON.stringify(path)} lies outside of ${below}`);
    if (seen.has(path)) throw damaged(at, `${path} is in it twice`);
    seen.add(path);
    entries.push(entry);
    end = next;
  }
  if (archive.subarray(end).some((byte) => byte !== 0)) throw damaged(end, 'something follows behind its end');
  return entries;
}

function isBelow(path: string, below: string): boolean {
  const parts = path.split('/');
  return parts[0] === below && parts.length > 1 && parts.every((part) => !['', '.', '..'].includes(part));
}

interface Header extends ArchiveEntry {
  readonly at: number;
  /** Where the next one begins. */
  readonly next: number;
}

function* headersIn(archive: Buffer): Generator<Header> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const name = text(header, 0, 100);
    if (name === '') return;
    const size = octal(header, 124, 12);
    const begin = at + BLOCK;
    if (!(size >= 0 && begin + size <= archive.length)) throw damaged(at, 'its size cannot be read');
    const prefix = text(header, 345, 155);
    const next = begin + Math.ceil(size / BLOCK) * BLOCK;
    const executable = (octal(header, 100, 8) & 0o100) !== 0;
    yield {
      path: prefix ? `${prefix}/${name}` : name,
      content: archive.subarray(begin, begin + size),
      executable,
      at,
      next,
    };
    at = next;
  }
}

function damaged(at: number, why: string): Error {
  return new Error(`The archive is damaged at byte ${at}: ${why}.`);
}

function octal(header: Buffer, from: number, length: number): number {
  return Number.parseInt(text(header, from, length), 8);
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}
