const BLOCK = 512;

/** The content of one file of an archive that `tarOf` made; undefined where it holds none of that path. */
export function fileIn(archive: Buffer, path: string): Buffer | undefined {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const name = text(header, 0, 100);
    if (name === '') return undefined;
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!(size >= 0)) throw new Error(`The archive is damaged at byte ${at}: its size cannot be read.`);
    const prefix = text(header, 345, 155);
    const begin = at + BLOCK;
    if ((prefix ? `${prefix}/${name}` : name) === path) return archive.subarray(begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}
