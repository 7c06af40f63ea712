import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LATEST_KEY, LATEST_PACK_KEY, PROOF_PREFIXES } from '../../continuous/wiring';
import type { LatestSnapshot } from '../../continuous/latest';
import { parseSnapshot, proveChecked, writeCertificate } from '../../prover';
import type { CheckedProof, TheoremAnswer, World } from '../../prover';
import type { Collected } from '../../snapshot';
import { filesIn } from '../../travel/files';
import { tarOf } from '../../travel/tar';
import type { Renderer } from '../../world/machinery/renderer';
import { gather } from '../evidence/gather';
import type { Evidence } from '../evidence/schema';
import { leaseEvidence } from '../evidence/leases';
import type { Signer } from '../pack/sign';
import { writePack } from '../pack/write';
import { ARCHIVE_FOLDER, digestOf, evidenceBefore, type Getting, type LatestPack } from './before';
import { type FoundChanges, trailSince } from './changes';
import { platformAgain, type Again } from './again';
import { astrayIn } from './astray';
import { judge, type Judgement, type Run } from './judge';
import { failureNotice, noticeOf, type Notice } from './notice';

/** Where a run keeps what it found. Nothing in it can be overwritten or deleted. */
export interface ProofStore {
  /** Address of an object, as people find it. */
  readonly address: (key: string) => string;
  /** Keeps an object and gives its version. */
  readonly put: (key: string, content: Uint8Array) => Promise<string>;
  /** Reads an object, a version of it where one is named; undefined where there is none. */
  readonly get: Getting;
}

/** What a run of the continuous proof works with. */
export interface RunOptions {
  readonly collect: () => Promise<Collected>;
  readonly store: ProofStore;
  readonly tell: (notice: Notice) => Promise<void>;
  readonly render: Renderer;
  /** Files that the platform's statement names, by their SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** An empty folder to work in. */
  readonly folder: string;
  readonly generator: Evidence['generator'];
  readonly now: () => Date;
  /** Signs the pack; unsigned where nobody does. */
  readonly signer?: Signer;
  /** The changes since a day, as records and trail tell of them; none where the store holds neither. */
  readonly changes?: (world: World, since: string) => Promise<FoundChanges>;
}

/**
 * One run of the continuous proof: collects what is deployed, proves, keeps snapshot, certificate and pack, names the
 * newest snapshot last, and tells people where a theorem is no longer proved, something could not be read, or something was
 * written without an execution. A run that fails on the way is told too; the snapshot before then stays the newest, and
 * grows old.
 */
export async function runContinuousProof(options: RunOptions): Promise<Judgement> {
  try {
    return await run(options);
  } catch (error) {
    await options.tell(failureNotice((error as Error).message, options.now().toISOString()));
    throw error;
  }
}

async function run(options: RunOptions): Promise<Judgement> {
  const { store, folder, now } = options;
  const collected = now().toISOString();
  const { snapshot, unread } = await options.collect();
  const text = `${JSON.stringify(snapshot)}\n`;
  const deployed = parseSnapshot(text, 'snapshot.json');
  const proof = proveChecked(deployed);
  const again = platformAgain({ ...options, statement: snapshot.platform, version: options.generator.version });
  const kept = join(folder, 'kept');
  const { more, ...packed } = await packOf(again, deployed, { ...options, proof, collected, pack: join(kept, 'pack') });
  const judgement = judge({ ...packed, deployed: proof.result.theorems, unread: [...unread, ...more] });
  mkdirSync(kept, { recursive: true });
  writeCertificate(join(kept, 'deployed.certificate.json'), proof.certificate);
  writeFileSync(join(kept, 'judgement.json'), judgementText(collected, judgement));
  const address = await keep(store, { collected, text, archive: archiveOf(kept), pack: typeof again !== 'string' });
  const notice = noticeOf(judgement, { collected, pack: address });
  if (notice) await options.tell(notice);
  return judgement;
}

function judgementText(collected: string, judgement: Judgement): string {
  return `${JSON.stringify({ version: 1, collected, ...judgement }, undefined, 1)}\n`;
}

interface Packing extends Pick<RunOptions, 'generator' | 'signer' | 'changes' | 'store' | 'now'> {
  readonly collected: string;
  /** Of what is deployed. */
  readonly proof: CheckedProof;
  /** Folder of the pack. */
  readonly pack: string;
}

type Packed = Pick<Run, 'again' | 'drift' | 'notCompared' | 'astray'> & {
  /** What of the changes, or of the pack before, could not be read. */
  readonly more: Run['unread'];
};

/** The pack is of the platform made again with what is deployed beside it; without a platform there is no pack. */
async function packOf(again: Again | string, deployed: World, packing: Packing): Promise<Packed> {
  if (typeof again === 'string')
    return { ...NO_PACK, again, more: [{ what: 'the pack, and the changes in it', why: again }] };
  const { generator, collected, pack, signer } = packing;
  const before = await packBefore(packing.store);
  const found = await packing.changes?.(again.world, trailSince(packing.now(), before.evidence?.population.to));
  const { evidence, ...rest } = gather({
    ...{ world: again.world, deployed, deployedProof: packing.proof, time: collected, generator, reports: [] },
    ...(found ? changeSources(found) : { records: [] }),
    ...{ sample: { size: SAMPLE, seed: SEED }, previous: before.evidence },
  });
  await writePack(pack, { evidence, ...rest }, signer);
  const { theorems, deployed: told } = evidence;
  return {
    again: theorems as readonly TheoremAnswer[],
    drift: told!.drift,
    notCompared: told!.notCompared,
    astray: astrayIn(evidence, before.evidence),
    more: [...before.unread, ...(found?.unread ?? [])],
  };
}

/** Nobody looked for changes either: whatever the theorems say, such a run is not whole. */
const NO_PACK: Omit<Packed, 'again' | 'more'> = { drift: [], notCompared: [], astray: [] };

/** As many as auditors draw. */
const SAMPLE = 25;
const SEED = 1;

function changeSources({ records: { records, leases, problems }, trail }: FoundChanges) {
  return { records, recordProblems: problems, leases: leases.map(leaseEvidence), ...(trail ? { trail } : {}) };
}

/** The pack before; one that cannot be read is told, and nothing is compared with it. */
async function packBefore({ get }: ProofStore): Promise<{ evidence?: Evidence; unread: Run['unread'] }> {
  try {
    return { evidence: await evidenceBefore(get), unread: [] };
  } catch (error) {
    return { unread: [{ account: '', what: 'the pack before this one', why: (error as Error).message.slice(0, 300) }] };
  }
}

function archiveOf(folder: string): Buffer {
  return gzipSync(tarOf(filesIn(folder, ARCHIVE_FOLDER, { whole: true })));
}

interface Kept {
  readonly collected: string;
  readonly text: string;
  readonly archive: Buffer;
  /** Whether the archive holds a pack. */
  readonly pack: boolean;
}

/** Keeps everything of a run, and what is the newest pack and snapshot only when they are there. */
async function keep(store: ProofStore, { collected, text, archive, pack }: Kept): Promise<string> {
  const name = collected.replace(/\.\d+Z$/, 'Z');
  const key = `${PROOF_PREFIXES.snapshots}${name}.json.gz`;
  const packKey = `${PROOF_PREFIXES.packs}${name}.tgz`;
  const versionId = await store.put(key, gzipSync(text));
  const packVersion = await store.put(packKey, archive);
  const newest: LatestPack = { version: 1, key: packKey, versionId: packVersion, sha256: digestOf(archive) };
  if (pack) await store.put(LATEST_PACK_KEY, json(newest));
  const latest: LatestSnapshot = { version: 1, key, versionId, sha256: digestOf(Buffer.from(text)), collected };
  await store.put(LATEST_KEY, json(latest));
  return store.address(packKey);
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
