/** What docker saved becomes what a registry takes: the same bytes wherever they are uploaded from. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { IMAGE_MANIFEST, type ImageManifest, fileDigest, imageFolder, imageProblems } from '../../../lib/assembly';
import { layOutImage } from '../../../lib/assembly/saved-image';

function saved(layers: readonly (string | Buffer)[], list?: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'saved-'));
  writeFileSync(join(folder, 'config.json'), '{"os":"linux"}');
  layers.forEach((layer, at) => writeFileSync(join(folder, `${at}.tar`), layer));
  const image = { Config: 'config.json', Layers: layers.map((_, at) => `${at}.tar`) };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(list ?? [image]));
  return folder;
}

function laid(folder: string): { readonly place: string; readonly digest: string; readonly manifest: ImageManifest } {
  const whole = mkdtempSync(join(tmpdir(), 'whole-'));
  const digest = layOutImage(folder, whole);
  const place = join(whole, imageFolder(digest));
  expect(readdirSync(whole)).toEqual([imageFolder(digest)]);
  return { place, digest, manifest: JSON.parse(readFileSync(join(place, IMAGE_MANIFEST), 'utf8')) as ImageManifest };
}

test('layers are compressed, every part is named by its digest, and the same image has the same digest', () => {
  const one = laid(saved(['first', 'second']));
  expect(imageProblems(one.place, one.digest)).toEqual([]);
  const contents = one.manifest.layers.map(({ digest }) =>
    gunzipSync(readFileSync(join(one.place, digest.replace('sha256:', '')))).toString(),
  );
  expect(contents).toEqual(['first', 'second']);
  expect(laid(saved(['first', 'second'])).digest).toBe(one.digest);
  expect(laid(saved(['first', 'other'])).digest).not.toBe(one.digest);
});

test('a layer that is compressed already stays as it is, and one that comes twice is laid once', () => {
  const layer = gzipSync('first', { level: 1 });
  const { place, manifest } = laid(saved([layer, layer]));
  expect(manifest.layers[0]).toEqual(manifest.layers[1]);
  expect(readFileSync(join(place, manifest.layers[0]!.digest.replace('sha256:', '')))).toEqual(layer);
  expect(readdirSync(place)).toHaveLength(3);
});

test.each<[string, () => string, RegExp]>([
  ['several images', () => saved(['a'], [{}, {}]), /wrote 2 images, expected one/],
  ['no list', () => saved(['a'], {}), /wrote no images/],
  ['an image without layers', () => saved(['a'], [{ Config: 'config.json' }]), /without Config and Layers/],
  ['a layer of zstd', () => saved([Buffer.from('28b52ffd00', 'hex')]), /compressed with zstd/],
  [
    'a layer outside',
    () => {
      const folder = saved(['a']);
      rmSync(join(folder, '0.tar'));
      symlinkSync('/etc/hostname', join(folder, '0.tar'));
      return folder;
    },
    /leads outside of the image/,
  ],
])('%s is refused and leaves nothing', (_, make, message) => {
  const whole = mkdtempSync(join(tmpdir(), 'whole-'));
  expect(() => layOutImage(make(), whole)).toThrow(message);
  expect(readdirSync(whole)).toEqual([]);
});

describe('an image folder that is not the image of its digest', () => {
  const change = (how: (place: string, manifest: ImageManifest) => void): string[] => {
    const { place, digest, manifest } = laid(saved(['first']));
    how(place, manifest);
    return imageProblems(place, digest);
  };
  const file = (place: string, { layers }: ImageManifest): string =>
    join(place, layers[0]!.digest.replace('sha256:', ''));

  test.each<[string, (place: string, manifest: ImageManifest) => void, RegExp]>([
    ['without its manifest', (place) => rmSync(join(place, IMAGE_MANIFEST)), /image-manifest.json is missing/],
    ['with another manifest', (place) => writeFileSync(join(place, IMAGE_MANIFEST), '{}'), /has digest 44136fa3/],
    ['without a layer', (place, manifest) => rmSync(file(place, manifest)), /sha256:[0-9a-f]+ is missing/],
    [
      'with a folder as layer',
      (place, manifest) => {
        rmSync(file(place, manifest));
        mkdirSync(file(place, manifest));
      },
      /sha256:[0-9a-f]+ is missing/,
    ],
    [
      'with a longer layer',
      (place, manifest) => writeFileSync(file(place, manifest), 'x'.repeat(999)),
      /has 999 bytes/,
    ],
    [
      'with another layer of the same size',
      (place, manifest) => writeFileSync(file(place, manifest), 'x'.repeat(manifest.layers[0]!.size)),
      /has another content/,
    ],
    ['with something else', (place) => writeFileSync(join(place, 'more'), ''), /more is none of its parts/],
  ])('%s', (_, how, message) => {
    expect(change(how)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['a list of images', { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] }],
    ['another version', { schemaVersion: 1 }],
    ['no JSON', 'x'],
    [
      'a layer of another type',
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config: {
          mediaType: 'application/vnd.docker.container.image.v1+json',
          size: 1,
          digest: `sha256:${'a'.repeat(64)}`,
        },
        layers: [{ mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', size: 1, digest: '../x' }],
      },
    ],
  ])('%s in place of a manifest', (_, manifest) => {
    const place = mkdtempSync(join(tmpdir(), 'image-'));
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    writeFileSync(join(place, IMAGE_MANIFEST), text);
    const digest = fileDigest(join(place, IMAGE_MANIFEST));
    expect(imageProblems(place, digest)).toEqual([expect.stringMatching(/is no manifest of one image/)]);
  });
});
