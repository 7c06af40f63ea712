import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './files';

/**
 * Digest of a folder: SHA-256 over one line a file, `<sha256>  <path>`, sorted by path in code units. Names, contents and
 * number of files all count; times and modes do not, since artifacts lose them on their way.
 *
 * @throws when something in it is neither a file nor a folder: a link could lead to what was never looked at.
 */
export function digestOf(folder: string): string {
  const lines = filesOf(folder).map((path) => `${fileDigest(join(folder, path))}  ${path}\n`);
  return `sha256:${sha256(lines.join(''))}`;
}

/**
 * The digest of an asset's content, 64 hex digits: of a file's bytes, or of all that is in a folder. The synthesizer of
 * guarded stacks names assets by it and the deployment checks it, so that an object that stands in the bucket already is
 * what was approved.
 */
export function contentDigest(path: string): string {
  if (lstatSync(path).isDirectory()) return digestOf(path).replace('sha256:', '');
  return fileDigest(path);
}

/**
 * The digests that a template may travel under: CDK hashes a stack's file as it is, and a nested stack's before it is
 * written, without indentation.
 */
export function templateDigests(text: string): string[] {
  return [sha256(text), sha256(withoutIndentation(text))];
}

function withoutIndentation(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

const CHUNK = 8 * 1024 * 1024;

/** SHA-256 of a file's bytes, 64 hex digits; layers of images are larger than memory may be. */
export function fileDigest(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(Math.min(CHUNK, lstatSync(path).size + 1));
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
