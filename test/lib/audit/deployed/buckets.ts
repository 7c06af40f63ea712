import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { ProofStore } from '../../../../lib/audit';
import type { BucketReader } from '../../../../lib/audit/changes/bucket';
import type { Evidence } from '../../../../lib/audit';
import { LATEST_PACK_KEY } from '../../../../lib/continuous';
import { tarOf } from '../../../../lib/travel/tar';
import { recordsFolder, trailOfThoseDays } from '../auditors-case';

/** Objects by `bucket/key`. */
export type Objects = ReadonlyMap<string, Buffer>;

/** Stands in for S3: lists in order, by prefix, after a key, and by folders. */
export function bucketsOf(objects: Objects, closed?: RegExp): BucketReader {
  const refuse = (address: string): void => {
    if (closed?.test(address)) throw new Error(`${address} cannot be read (AccessDenied)`);
  };
  const below = (bucket: string, prefix: string): string[] => {
    refuse(`s3://${bucket}/${prefix}`);
    const all = [...objects.keys()].filter((one) => one.startsWith(`${bucket}/${prefix}`));
    return all.map((one) => one.slice(bucket.length + 1)).sort();
  };
  return {
    async *keys({ bucket, prefix }, after = '') {
      yield* await Promise.resolve(below(bucket, prefix).filter((key) => key > after));
    },
    async *folders({ bucket, prefix }) {
      const names = below(bucket, prefix).map((key) => key.slice(prefix.length).split('/')[0]);
      yield* await Promise.resolve([...new Set(names)].map((name) => `${prefix}${name}/`));
    },
    open: async (bucket, key) => {
      refuse(`s3://${bucket}/${key}`);
      return Promise.resolve(Readable.from([objects.get(`${bucket}/${key}`)!]));
    },
  };
}

function put(objects: Map<string, Buffer>, folder: string, place: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (statSync(file).isFile()) objects.set(`${place}${relative(folder, file)}`, readFileSync(file));
  }
}

/** The records of two changes, a page for people beside them, and the trail of their days. */
export function thoseDays(): Map<string, Buffer> {
  const objects = new Map<string, Buffer>();
  put(objects, join(recordsFolder(), 'orders'), 'orders-changes/records/orders/');
  objects.set('orders-changes/records/orders/00000001/page-0001.html', Buffer.from('<!doctype html>'));
  put(objects, trailOfThoseDays(), 'evidence/');
  return objects;
}

/** An archive as the run before kept it. */
export function archived(evidence: Evidence): { sha256: string; content: Buffer } {
  const text = Buffer.from(JSON.stringify(evidence));
  const content = gzipSync(tarOf([{ path: 'continuous-proof/pack/evidence.json', content: text }]));
  return { sha256: createHash('sha256').update(content).digest('hex'), content };
}

/** A store in which the run before left a pack. */
export function storeWith(before?: { sha256: string; content: Buffer }, named?: string): Pick<ProofStore, 'get'> {
  const key = 'proof/packs/before.tgz';
  const latest = named ?? JSON.stringify({ version: 1, key, versionId: 'version-0', sha256: before?.sha256 });
  return {
    get: async (asked) => {
      if (asked === LATEST_PACK_KEY) return Promise.resolve(Buffer.from(latest));
      return Promise.resolve(asked === key ? before?.content : undefined);
    },
  };
}

/** A key that signs, in a file, and what checks its signatures. */
export function signingKey(): { file: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const file = join(mkdtempSync(join(tmpdir(), 'signing-')), 'key.pem');
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { file, publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
}

/** A folder with what an archive holds, as anybody unpacks it. */
export function unpacked(archive: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'));
  writeFileSync(join(folder, 'pack.tgz'), archive);
  execFileSync('tar', ['-xzf', 'pack.tgz'], { cwd: folder });
  return folder;
}
