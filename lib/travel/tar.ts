/** One file of an archive. */
export interface ArchiveFile {
  /** Its path in the archive, with slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Whether it may be run. */
  readonly executable?: boolean;
}

const BLOCK = 512;

/**
 * A tar archive (POSIX ustar) of these files, the same bytes for the same files wherever and whenever it is made: no times,
 * no owners, in the order of the paths.
 *
 * @throws where a path is longer than the format takes.
 */
export function tarOf(files: readonly ArchiveFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((file) => [header(file), file.content, padding(file.content.length)]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function padding(length: number): Buffer {
  return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}

function header({ path, content, executable }: ArchiveFile): Buffer {
  const block = Buffer.alloc(BLOCK);
  const { prefix, name } = split(path);
  block.write(name, 0);
  block.write(octal(executable ? 0o755 : 0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(content.length, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return block;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\u0000`;
}

/** A name has 100 bytes, what stands before it 155. */
function split(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: '', name: path };
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  throw new Error(`${path} is too long for an archive: 100 bytes after a slash, 155 before it.`);
}
