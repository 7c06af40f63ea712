import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LATEST_KEY, PROOF_PREFIXES } from '../../continuous/wiring';
import type { LatestSnapshot } from '../../continuous/latest';
import { parseSnapshot, proveChecked, writeCertificate } from '../../prover';
import type { TheoremAnswer, World } from '../../prover';
import type { Collected } from '../../snapshot';
import { filesIn } from '../../travel/files';
import { tarOf } from '../../travel/tar';
import type { Renderer } from '../../world/machinery/renderer';
import { gather } from '../evidence/gather';
import type { Evidence } from '../evidence/schema';
import { writePack } from '../pack/write';
import { platformAgain, type Again } from './again';
import { judge, type Judgement, type Run } from './judge';
import { failureNotice, noticeOf, type Notice } from './notice';

/** Where a run keeps what it found. Nothing in it can be overwritten or deleted. */
export interface ProofStore {
  /** Address of an object, as people find it. */
  readonly address: (key: string) => string;
  /** Keeps an object and gives its version. */
  readonly put: (key: string, content: Uint8Array) => Promise<string>;
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
}

/**
 * One run of the continuous proof: collects what is deployed, proves, keeps snapshot, certificate and pack, names the
 * newest snapshot last, and tells people where a theorem is no longer proved or something could not be read. A run that
 * fails on the way is told too; the snapshot before then stays the newest, and grows old.
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
  const comparison = await compared(again, deployed, { ...options, collected, pack: join(kept, 'pack') });
  const judgement = judge({ ...comparison, deployed: proof.result.theorems, unread });
  mkdirSync(kept, { recursive: true });
  writeCertificate(join(kept, 'deployed.certificate.json'), proof.certificate);
  writeFileSync(join(kept, 'judgement.json'), judgementText(collected, judgement));
  const address = await keep(store, { collected, text, archive: archiveOf(kept) });
  const notice = noticeOf(judgement, { collected, pack: address });
  if (notice) await options.tell(notice);
  return judgement;
}

function judgementText(collected: string, judgement: Judgement): string {
  return `${JSON.stringify({ version: 1, collected, ...judgement }, undefined, 1)}\n`;
}

interface Comparing {
  readonly generator: Evidence['generator'];
  readonly collected: string;
  /** Folder of the pack. */
  readonly pack: string;
}

/** The pack is of the platform made again with what is deployed beside it; without a platform there is no pack. */
async function compared(
  again: Again | string,
  deployed: World,
  { generator, collected, pack }: Comparing,
): Promise<Pick<Run, 'again' | 'drift' | 'notCompared'>> {
  if (typeof again === 'string') return { again, drift: [], notCompared: [] };
  const gathered = gather({
    ...{ world: again.world, deployed, time: collected, generator },
    ...{ reports: [], records: [], sample: { size: 0, seed: 1 } },
  });
  await writePack(pack, gathered, undefined);
  const { theorems, deployed: told } = gathered.evidence;
  return { again: theorems as readonly TheoremAnswer[], drift: told!.drift, notCompared: told!.notCompared };
}

function archiveOf(folder: string): Buffer {
  return gzipSync(tarOf(filesIn(folder, 'continuous-proof', { whole: true })));
}

interface Found {
  readonly collected: string;
  readonly text: string;
  readonly archive: Buffer;
}

/** Keeps everything of a run, and what is the newest snapshot only when it is there. */
async function keep(store: ProofStore, { collected, text, archive }: Found): Promise<string> {
  const name = collected.replace(/\.\d+Z$/, 'Z');
  const key = `${PROOF_PREFIXES.snapshots}${name}.json.gz`;
  const packKey = `${PROOF_PREFIXES.packs}${name}.tgz`;
  const versionId = await store.put(key, gzipSync(text));
  await store.put(packKey, archive);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const latest: LatestSnapshot = { version: 1, key, versionId, sha256, collected };
  await store.put(LATEST_KEY, Buffer.from(`${JSON.stringify(latest)}\n`));
  return store.address(packKey);
}
