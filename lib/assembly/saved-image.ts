import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { fileDigest } from './digest';
import { type Blob, IMAGE_MANIFEST, IMAGE_TYPES, type ImageManifest, imageFolder } from './image-folder';
import { isRecord } from './listed';
import { readJson } from './manifest';

/**
 * Lays out an image as a registry takes it, from what `docker save` wrote and somebody unpacked: layers compressed, every
 * part named by its digest, and a manifest whose digest is the image's. What is uploaded later are these very bytes.
 *
 * @param saved Folder with what `docker save` wrote.
 * @param whole Folder of the whole assembly, below which the image's folder is made.
 * @returns the image's digest, 64 hex digits.
 * @throws where it holds several images, or a layer in a form that not every service takes.
 */
export function layOutImage(saved: string, whole: string): string {
  const { config, layers } = partsOf(saved);
  const folder = mkdtempSync(join(whole, 'image-'));
  try {
    const manifest: ImageManifest = {
      schemaVersion: 2,
      mediaType: IMAGE_TYPES.manifest,
      config: laid(folder, inside(saved, config), IMAGE_TYPES.config),
      layers: layers.map((layer) => laid(folder, compressed(folder, inside(saved, layer)), IMAGE_TYPES.layer)),
    };
    const text = JSON.stringify(manifest);
    writeFileSync(join(folder, IMAGE_MANIFEST), text);
    const digest = createHash('sha256').update(text).digest('hex');
    if (!existsSync(join(whole, imageFolder(digest)))) renameSync(folder, join(whole, imageFolder(digest)));
    return digest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `docker save` lists of one image: paths of its configuration and its layers. */
function partsOf(saved: string): { readonly config: string; readonly layers: readonly string[] } {
  const list = readJson(join(saved, 'manifest.json'));
  const [image, ...others] = Array.isArray(list) ? (list as unknown[]) : [];
  if (!isRecord(image) || others.length > 0)
    throw new Error(`docker save wrote ${Array.isArray(list) ? list.length : 'no'} images, expected one.`);
  const { Config: config, Layers: layers } = image;
  if (typeof config !== 'string' || !Array.isArray(layers))
    throw new Error('docker save wrote an image without Config and Layers.');
  return { config, layers: layers.map(String) };
}

/** Old versions write one layer twice as a link to itself; a link to anywhere else is none of the image's. */
function inside(saved: string, path: string): string {
  const file = realpathSync(join(saved, path));
  if (file.startsWith(realpathSync(saved) + sep)) return file;
  throw new Error(`docker save wrote ${path}, which leads outside of the image.`);
}

const GZIP = '1f8b';
const ZSTD = '28b52ffd';

function compressed(folder: string, file: string): string {
  const begins = beginning(file);
  if (begins.startsWith(GZIP)) return file;
  if (begins === ZSTD)
    throw new Error('A layer is compressed with zstd, which Lambda does not take: build with gzip (compression=gzip).');
  const made = join(folder, 'layer');
  const output = openSync(made, 'w');
  // Without name and time, so that one layer has one digest.
  execFileSync('gzip', ['-n', '-c', file], { stdio: ['ignore', output, 'inherit'] });
  closeSync(output);
  return made;
}

function beginning(file: string): string {
  const bytes = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  readSync(opened, bytes, 0, 4, 0);
  closeSync(opened);
  return bytes.toString('hex');
}

/** Puts a part under its digest. */
function laid(folder: string, file: string, mediaType: string): Blob {
  const hex = fileDigest(file);
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, hex));
  if (file === join(folder, 'layer')) rmSync(file);
  return { mediaType, size: statSync(join(folder, hex)).size, digest: `sha256:${hex}` };
}
