import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Blob, IMAGE_MANIFEST, IMAGE_TYPES, blobFile, blobsOf } from '../../../lib/assembly';
import { type Credentials, aws } from './shell';

/** Bytes of one part of an upload: what ECR asks for, and its least but for the last. */
const PART = 10 * 1024 * 1024;

/** Where an image goes, and who puts it there: the build itself, where nobody else is named. */
export interface Repository {
  readonly name: string;
  readonly region: string;
  readonly publisher?: Credentials;
}

/**
 * Puts an image as it lies in `folder` under its digest, 64 hex digits. One that is there already is left: nothing else can
 * have its digest.
 */
export function push(repository: Repository, folder: string, digest: string): void {
  if (!isThere(repository, digest)) {
    const blobs = blobsOf(folder);
    const missing = missingOf(repository, blobs);
    for (const blob of blobs) if (missing.delete(blob.digest)) upload(repository, folder, blob);
    put(repository, folder, digest);
  }
  process.stdout.write(`${repository.name} holds sha256:${digest}.\n`);
}

function ask<T>({ name, region, publisher }: Repository, operation: string, ...args: readonly string[]): T {
  return aws<T>(['ecr', operation, '--region', region, '--repository-name', name, ...args], publisher);
}

function isThere(repository: Repository, digest: string): boolean {
  const { images = [] } = ask<{ images?: { imageId?: { imageDigest?: string } }[] }>(
    repository,
    'batch-get-image',
    ...['--image-ids', `imageDigest=sha256:${digest}`],
  );
  return images.some(({ imageId }) => imageId?.imageDigest === `sha256:${digest}`);
}

/** Digests of the blobs that the repository does not hold yet. */
function missingOf(repository: Repository, blobs: readonly Blob[]): Set<string> {
  const all = [...new Set(blobs.map(({ digest }) => digest))];
  const there = chunks(all, 100).flatMap((digests) => {
    const { layers = [] } = ask<{ layers?: { layerDigest?: string; layerAvailability?: string }[] }>(
      repository,
      'batch-check-layer-availability',
      ...['--layer-digests', ...digests],
    );
    return layers.filter(({ layerAvailability }) => layerAvailability === 'AVAILABLE').map((one) => one.layerDigest);
  });
  return new Set(all.filter((digest) => !there.includes(digest)));
}

function upload(repository: Repository, folder: string, blob: Blob): void {
  const { uploadId } = ask<{ uploadId: string }>(repository, 'initiate-layer-upload');
  const work = mkdtempSync(join(tmpdir(), 'guarded-layer-'));
  const part = join(work, 'part');
  for (const [first, bytes] of partsOf(blobFile(folder, blob))) {
    writeFileSync(part, bytes);
    const range = ['--part-first-byte', String(first), '--part-last-byte', String(first + bytes.length - 1)];
    const what = ['--upload-id', uploadId, ...range, '--layer-part-blob', `fileb://${part}`];
    ask(repository, 'upload-layer-part', ...what);
  }
  rmSync(work, { recursive: true });
  ask(repository, 'complete-layer-upload', '--upload-id', uploadId, '--layer-digests', blob.digest);
}

/** ECR keeps an image that has a tag; it is the digest, so that one tag never has to move. */
function put(repository: Repository, folder: string, digest: string): void {
  const manifest = readFileSync(join(folder, IMAGE_MANIFEST), 'utf8');
  const { image } = ask<{ image?: { imageId?: { imageDigest?: string } } }>(
    repository,
    'put-image',
    ...['--image-manifest', manifest, '--image-manifest-media-type', IMAGE_TYPES.manifest],
    ...['--image-tag', digest, '--image-digest', `sha256:${digest}`],
  );
  const found = image?.imageId?.imageDigest;
  if (found !== `sha256:${digest}`)
    throw new Error(`The repository calls the image ${found}, approved was sha256:${digest}. Stopped.`);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const starts = all.map((_, at) => at).filter((at) => at % size === 0);
  return starts.map((at) => all.slice(at, at + size));
}

/** A file in parts: where each begins, and its bytes. An empty file has one empty part. */
function* partsOf(file: string): Generator<readonly [number, Buffer]> {
  const opened = openSync(file, 'r');
  const buffer = Buffer.alloc(PART);
  let first = 0;
  for (let read = readSync(opened, buffer); read > 0; read = readSync(opened, buffer)) {
    yield [first, buffer.subarray(0, read)];
    first += read;
  }
  closeSync(opened);
}
