import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileDigest } from './digest';
import { isRecord } from './listed';

/** Name of an image's folder, beside the assets of the whole assembly. */
export function imageFolder(digest: string): string {
  return `image.${digest}`;
}

/** File with the image's manifest, whose bytes have the digest that the image is known by; beside it lie its blobs. */
export const IMAGE_MANIFEST = 'image-manifest.json';

/** What registries call the manifest, the configuration and a layer of an image. */
export const IMAGE_TYPES = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const;

/** One blob, as the manifest lists it. */
export interface Blob {
  readonly mediaType: string;
  readonly size: number;
  /** `sha256:` and 64 hex digits; the hex digits are its file's name. */
  readonly digest: string;
}

/** The manifest of an image: one platform, no lists. */
export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Blob;
  readonly layers: readonly Blob[];
}

/** The blobs of an image that `imageProblems` found nothing against. */
export function blobsOf(folder: string): Blob[] {
  const { config, layers } = JSON.parse(readFileSync(join(folder, IMAGE_MANIFEST), 'utf8')) as ImageManifest;
  return [config, ...layers];
}

/** File of a blob. */
export function blobFile(folder: string, { digest }: Blob): string {
  return join(folder, digest.replace('sha256:', ''));
}

/** What is wrong with an image's folder: nothing, where it is exactly the image of this digest. */
export function imageProblems(folder: string, digest: string): string[] {
  const file = join(folder, IMAGE_MANIFEST);
  if (!existsSync(file)) return [`${IMAGE_MANIFEST} is missing`];
  const found = fileDigest(file);
  if (found !== digest) return [`${IMAGE_MANIFEST} has digest ${found}`];
  const blobs = readBlobs(readFileSync(file, 'utf8'));
  if (!blobs) return [`${IMAGE_MANIFEST} is no manifest of one image (${IMAGE_TYPES.manifest})`];
  const known = [IMAGE_MANIFEST, ...blobs.map((blob) => blob.digest.replace('sha256:', ''))];
  const strange = readdirSync(folder).filter((name) => !known.includes(name));
  return [
    ...blobs.flatMap((blob) => blobProblems(folder, blob)),
    ...strange.map((name) => `${name} is none of its parts`),
  ];
}

function readBlobs(text: string): Blob[] | undefined {
  const json = parsed(text);
  if (!isRecord(json) || json.schemaVersion !== 2 || json.mediaType !== IMAGE_TYPES.manifest) return undefined;
  const { config, layers } = json;
  if (!isBlob(config, IMAGE_TYPES.config) || !Array.isArray(layers)) return undefined;
  return layers.every((layer) => isBlob(layer, IMAGE_TYPES.layer)) ? [config, ...(layers as Blob[])] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isBlob(value: unknown, mediaType: string): value is Blob {
  return (
    isRecord(value) &&
    value.mediaType === mediaType &&
    typeof value.size === 'number' &&
    typeof value.digest === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(value.digest)
  );
}

function blobProblems(folder: string, blob: Blob): string[] {
  const file = blobFile(folder, blob);
  if (!existsSync(file) || !lstatSync(file).isFile()) return [`${blob.digest} is missing`];
  const { size } = lstatSync(file);
  if (size !== blob.size) return [`${blob.digest} has ${size} bytes, its manifest says ${blob.size}`];
  return `sha256:${fileDigest(file)}` === blob.digest ? [] : [`${blob.digest} has another content`];
}
