import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Digest of a file or a folder by what is in it: names, contents, links and whether a file can be executed. The same for
 * the same content wherever it lies; nothing where nothing is there.
 */
export function contentsOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const hash = createHash('sha256');
  for (const line of linesOf(path, '')) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function linesOf(path: string, name: string): string[] {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return [JSON.stringify([name, 'link', readlinkSync(path)])];
  if (stat.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((each) => linesOf(join(path, each), `${name}/${each}`));
  return [JSON.stringify([name, 'file', sumOf(path, stat)])];
}

/** Smaller files are summed up faster than they are looked up. */
const LARGE = 1_000_000;

/** Sums of large files that were read in this process, by what tells a file from another and from itself changed. */
const sums = new Map<string, string>();

/** Sums of what is in large archives, by the sums of the archives: copies of one are unpacked once. */
const unpackedSums = new Map<string, string>();

function sumOf(path: string, { dev, ino, size, mtimeMs }: Stats): string {
  if (size < LARGE) return digest(readFileSync(path));
  const key = [dev, ino, size, mtimeMs].join(' ');
  const sum = sums.get(key) ?? unpackedSumOf(readFileSync(path));
  sums.set(key, sum);
  return sum;
}

function unpackedSumOf(content: Buffer): string {
  const packed = digest(content);
  const sum = unpackedSums.get(packed) ?? digest(unpacked(content));
  unpackedSums.set(packed, sum);
  return sum;
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Versions of Node.js compress differently; what is compressed is the same. */
function unpacked(content: Buffer): Buffer {
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  try {
    return gunzipSync(content, { maxOutputLength: 2 ** 30 });
  } catch {
    return content;
  }
}
