import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { contentsOf } from '../../../../lib/world/machinery/contents';

const folder = mkdtempSync(join(tmpdir(), 'contents-'));

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Hard to compress, so that it stays large. */
const large = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * 2_654_435_761) % 251));

describe('contents of an asset', () => {
  it('are the same whatever level a large archive was compressed with, and others where one byte is', () => {
    const other = Buffer.from(large);
    other[1_000_000] = (other[1_000_000]! + 1) % 251;
    const [plain, fast, changed] = [
      contentsOf(file('plain', gzipSync(large, { level: 0 }))),
      contentsOf(file('stored', gzipSync(large, { level: 0, memLevel: 1 }))),
      contentsOf(file('changed', gzipSync(other, { level: 0 }))),
    ];
    expect([fast === plain, changed === plain]).toEqual([true, false]);
  });

  it('tell a broken archive, a name and a missing file apart', () => {
    const broken = file('broken', Buffer.concat([Buffer.from([0x1f, 0x8b]), large]));
    expect(contentsOf(broken)).toHaveLength(64);
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'a', 'x'), '1');
    writeFileSync(join(folder, 'b', 'y'), '1');
    expect(contentsOf(join(folder, 'a'))).not.toBe(contentsOf(join(folder, 'b')));
    expect(contentsOf(join(folder, 'nothing'))).toBeUndefined();
  });
});
