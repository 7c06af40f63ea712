/** The archive of a newer package: only the very one that was named, only a whole package, and never an older one. */
import { writeFileSync } from 'node:fs';
import { compareVersions, ownPackage, readUpgrade, toolArchive } from '../../../lib/travel';
import { tarOf } from '../../../lib/travel/tar';
import { packed, smallFiles, smallPackage, type SmallPackage } from '../../_helpers/small-package';

const OWN = { version: '1.2.0', sha256: 'a'.repeat(64) };
const told = (upgrade: SmallPackage): string => {
  try {
    return readUpgrade(upgrade, OWN).version;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each(['1.2.0', '1.2.1', '2.0.0'])('%s may come after 1.2.0', (version) =>
  expect(told(smallPackage(version))).toBe(version),
);

test.each(['1.1.9', '0.9.0', '1.2.0-rc.1', 'latest'])('%s may not', (version) =>
  expect(told(smallPackage(version))).toMatch(
    new RegExp(`holds version ${version}, and version 1.2.0 is installed: an older package never proves`),
  ),
);

test('what is named by another digest is refused, with both', () => {
  const { archiveFile } = smallPackage('1.3.0');
  const sha256 = 'b'.repeat(64);
  expect(told({ ...smallPackage('1.3.0'), archiveFile, sha256 })).toMatch(
    /holds the package with the SHA-256 [0-9a-f]{64}, and b{64} is named/,
  );
});

test('the package that is installed is no upgrade of itself', () => {
  const next = smallPackage('1.3.0');
  expect(() => readUpgrade(next, { version: '1.3.0', sha256: next.sha256 })).toThrow('take these lines out');
});

test('a file that is not there, or no archive, says what writes one', () => {
  const next = smallPackage('1.3.0');
  expect(told({ ...next, archiveFile: '/nowhere/x.tgz' })).toMatch(/no file .*x\.tgz; .*guarded upgrade --out/);
  writeFileSync(next.archiveFile, 'nothing');
  expect(told(next)).toMatch(/is no archive of a package .*guarded upgrade --out/);
});

const manifest = 'node_modules/cdk-guarded-environments/package.json';

test.each<[string, () => SmallPackage, RegExp]>([
  ['another package', () => smallPackage('1.3.0', smallFiles('1.3.0', 'other')), /holds "other" in the place of/],
  ['no command', () => smallPackage('1.3.0', smallFiles('1.3.0').slice(1)), /without the command/],
  [
    'a command that nobody may run',
    () => smallPackage('1.3.0', [...smallFiles('1.3.0').slice(1), { ...smallFiles('1.3.0')[0]!, executable: false }]),
    /without the command/,
  ],
  [
    'a file that is there twice: who reads it and who unpacks it would take different ones',
    () => smallPackage('1.3.0', [...smallFiles('1.3.0'), { path: manifest, content: Buffer.from('{}') }]),
    /package\.json is in it twice/,
  ],
  ...['node_modules/../tool.tar', '/opt/guarded/tool.tar', 'tool.tar', 'node_modules//x'].map(
    (path): [string, () => SmallPackage, RegExp] => [
      `a file outside of its folder, ${path}`,
      () => smallPackage('1.3.0', [...smallFiles('1.3.0'), { path, content: Buffer.from('x') }]),
      /lies outside of node_modules/,
    ],
  ),
  ['a link', () => packed(changed(156, '2')), /is no plain file/],
  ['another form of tar', () => packed(changed(257, 'ustar  \u0000')), /its form is another one/],
  ['a size that reaches beyond its end', () => packed(changed(124, '77777777777')), /its size cannot be read/],
  [
    'something behind its end',
    () => packed(Buffer.concat([tarOf(smallFiles('1.3.0')), tarOf(smallFiles('1.3.0'))])),
    /something follows behind its end/,
  ],
])('an archive with %s is none', (_, make, why) => expect(told(make())).toMatch(why));

/** The archive with other bytes in the header of its first file. */
function changed(at: number, bytes: string): Buffer {
  const tar = tarOf(smallFiles('1.3.0'));
  tar.write(bytes, at, 'latin1');
  return tar;
}

test('what this package packs of itself is such an archive', () => {
  const { file, sha256 } = toolArchive();
  expect(ownPackage().sha256).toBe(sha256);
  expect(readUpgrade({ archiveFile: file, sha256 }, { ...ownPackage(), sha256: 'other' })).toEqual({
    version: ownPackage().version,
  });
});

test.each<[string, string, number | undefined]>([
  ['1.2.3', '1.2.3', 0],
  ['1.2.3', '1.2.10', -1],
  ['2.0.0', '10.0.0', -1],
  ['1.0.0', '1.0.0-rc.1', 1],
  ['1.0.0-rc.2', '1.0.0-rc.10', -1],
  ['1.0.0-alpha', '1.0.0-alpha.1', -1],
  ['1.0.0-1', '1.0.0-alpha', -1],
  ['1.0.0+a', '1.0.0+b', 0],
  ['1.0', '1.0.0', undefined],
])('%s beside %s', (one, other, order) => {
  const found = compareVersions(one, other);
  expect(found === undefined ? undefined : Math.sign(found)).toBe(order);
});
