import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../../lib/assembly/files';

export { filesOf };

/**
 * Digest of a folder: SHA-256 over one line a file, `<sha256>  <path>`, sorted by path in code units. Names, contents and
 * number of files all count; times and modes do not, since artifacts lose them on their way.
 *
 * @throws when something in it is neither a file nor a folder: a link could lead to what was never looked at.
 */
export function digestOf(folder: string): string {
  const lines = filesOf(folder).map((path) => `${sha256(readFileSync(join(folder, path)))}  ${path}\n`);
  return `sha256:${sha256(lines.join(''))}`;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
