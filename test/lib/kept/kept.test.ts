import { mkdirSync, mkdtempSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeDigest, folderDigest, Kept, keepOn, keptOn } from '../../../lib/kept';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kept-'));
const only = (folder: string): string => join(folder, readdirSync(folder)[0]!);

describe('an answer that was kept', () => {
  it('is given again for the same kind of work, input and code, and for no other', () => {
    const folder = newFolder();
    const kept = new Kept(folder, 'code');
    kept.put('proof', { a: 1 }, { verdict: 'proved' });
    expect(kept.get('proof', { a: 1 })).toEqual({ verdict: 'proved' });
    expect(new Kept(folder, 'code').get('proof', { a: 1 })).toEqual({ verdict: 'proved' });
    expect(kept.get('proof', { a: 2 })).toBeUndefined();
    expect(kept.get('other', { a: 1 })).toBeUndefined();
    expect(new Kept(folder, 'other code').get('proof', { a: 1 })).toBeUndefined();
    expect(new Kept(newFolder(), 'code').get('proof', { a: 1 })).toBeUndefined();
  });

  it.each([
    ['changed', (text: string) => text.replace('refuted', 'proved')],
    ['cut off', (text: string) => text.slice(0, -1)],
    ['emptied', () => ''],
    ['no JSON', () => 'nonsense'],
  ])('is none where its file was %s', (_, damage) => {
    const folder = newFolder();
    const kept = new Kept(folder, 'code');
    kept.put('proof', 1, { verdict: 'refuted' });
    writeFileSync(only(folder), damage(readFileSync(only(folder), 'utf8')));
    expect(kept.get('proof', 1)).toBeUndefined();
  });

  it('does not matter where nothing can be kept', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const kept = new Kept(join(file, 'below'), 'code');
    expect(() => kept.put('proof', 1, 1)).not.toThrow();
    expect(kept.get('proof', 1)).toBeUndefined();
  });

  it('goes when nobody has asked for it for long and there are many', () => {
    const folder = newFolder();
    const kept = new Kept(folder, 'code');
    kept.put('work', 'old', 1);
    utimesSync(only(folder), 1, 1);
    for (let at = 0; at < 400; at++) kept.put('work', at, at);
    expect(kept.get('work', 'old')).toBeUndefined();
    expect(kept.get('work', 399)).toBe(399);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(400);
  });
});

describe('an app', () => {
  it('keeps nothing unless it is let', () => {
    const app = {};
    expect(keptOn(app)).toBeUndefined();
    const kept = new Kept(newFolder(), 'code');
    keepOn(app, kept);
    expect(keptOn(app)).toBe(kept);
  });
});

describe('digests', () => {
  it('of the code are others where a byte of it, of the data or a version is', () => {
    const root = newFolder();
    for (const folder of ['lib', 'dist/data']) mkdirSync(join(root, folder), { recursive: true });
    const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
    write('package.json', '{}');
    write('lib/a.ts', '1');
    write('dist/data/x.json', '1');
    const digests = [codeDigest({ cdk: '1' }, root)];
    expect(codeDigest({ cdk: '1' }, root)).toBe(digests[0]);
    digests.push(codeDigest({ cdk: '2' }, root));
    write('lib/a.ts', '2');
    digests.push(codeDigest({ cdk: '1' }, root));
    write('dist/data/x.json', '2');
    digests.push(codeDigest({ cdk: '1' }, root));
    write('package.json', '{"version":"2"}');
    digests.push(codeDigest({ cdk: '1' }, root));
    expect(new Set(digests).size).toBe(5);
  });

  it('of a folder tell contents and names apart', () => {
    const digestWith = (...files: [string, string][]): string => {
      const folder = newFolder();
      for (const [name, text] of files) writeFileSync(join(folder, name), text);
      return folderDigest(folder);
    };
    expect(digestWith(['a', '1'])).toBe(digestWith(['a', '1']));
    const all = [
      digestWith(['a', '1']),
      digestWith(['b', '1']),
      digestWith(['a', '2']),
      digestWith(['a', '1'], ['b', '']),
    ];
    expect(new Set(all).size).toBe(4);
  });
});
