import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ageOf, parseLatest, type LatestSnapshot } from '../../../lib/continuous/latest';
import type { Draft } from '../../../lib/change/draft';
import { pipelineName } from '../../../lib/change/wiring';
import { LATEST_KEY } from '../../../lib/continuous/wiring';
import { run, tryRun, variable } from './shell';

/** What to do where nothing describes the accounts yet. */
export const COLLECT =
  'run `npx guarded snapshot --out platform.snapshot.json`, name the file under `snapshot` in platform.yaml, release the platform, then release again; or wait for the first run of the continuous proof.';

/** What a release is proved within. */
export interface Within {
  /** Options of the command. */
  readonly options: readonly string[];
  /** As the change record tells it. */
  readonly told?: Draft['within'];
}

/**
 * The organization around a workload; a platform's own assembly holds it already. What the
 * continuous proof collected goes before the file that platform.yaml names: the file is for the first release.
 */
export function platformSnapshot(work: string): Within {
  const uri = process.env.SNAPSHOT_URI;
  if (!uri) return { options: [] };
  const file = `${work}/platform.json`;
  const latest = process.env.DEPLOYED_SNAPSHOTS ? newest(process.env.DEPLOYED_SNAPSHOTS) : undefined;
  const told = latest ? fetchNewest(variable('DEPLOYED_SNAPSHOTS'), latest, file, work) : fetchNamed(uri, file);
  knowsPipeline(file, pipelineName(variable('APPLICATION')), latest !== undefined);
  return { options: ['--platform', file], told };
}

/** Whoever collected before the pipeline came sees roles that deploy to prod, and nothing that may: no proof could hold. */
function knowsPipeline(file: string, name: string, collected: boolean): void {
  const { accounts } = JSON.parse(readFileSync(file, 'utf8')) as Described;
  const all = Object.values(accounts ?? {}).flatMap(({ resources = [] }) => resources);
  if (all.some(({ type, arn }) => type === 'AWS::CodePipeline::Pipeline' && arn.endsWith(`:${name}`))) return;
  const after = collected
    ? 'Release again after the next run of the continuous proof, which comes every day.'
    : `Now ${COLLECT}`;
  throw new Error(`unknown: what is deployed was collected before the pipeline ${name} came. ${after}`);
}

/** A snapshot, as far as it is looked into here. */
interface Described {
  readonly accounts?: Readonly<
    Record<string, { readonly resources?: readonly { readonly type: string; readonly arn: string }[] }>
  >;
}

/** Nothing where none was collected yet; whatever else keeps the answer away stops the release. */
function newest(bucket: string): LatestSnapshot | undefined {
  const address = `s3://${bucket}/${LATEST_KEY}`;
  const { output, error } = tryRun('aws', ['s3', 'cp', '--only-show-errors', address, '-']);
  if (error === undefined) return parseLatest(output);
  if (/\((404|NoSuchKey)\)/.test(error)) return undefined;
  throw new Error(`unknown: ${address} cannot be read, so nobody knows what is deployed: ${error.trim()}`);
}

/** The very version that the job kept, if its content is what the job collected and it is not too old. */
function fetchNewest(bucket: string, latest: LatestSnapshot, file: string, work: string): Within['told'] {
  const { key, versionId, sha256, collected } = latest;
  const { tooOld, told } = ageOf(collected, new Date(), Number(variable('OLDEST_SNAPSHOT_HOURS')));
  const name = `the newest snapshot of what is deployed, ${collected} (${told})`;
  if (tooOld)
    throw new Error(
      `unknown: ${name}, is older than ${variable('OLDEST_SNAPSHOT_HOURS')} hours. Look at the alarms of the continuous proof in the audit account; when it ran again, release again.`,
    );
  const packed = `${work}/deployed.json.gz`;
  run('aws', ['s3api', 'get-object', '--bucket', bucket, '--key', key, '--version-id', versionId, packed]);
  const text = gunzipSync(readFileSync(packed));
  check(text, sha256, `s3://${bucket}/${key}`, 'it is not what was collected');
  writeFileSync(file, text);
  process.stdout.write(`Proved within ${name}.\n`);
  return { collected, age: told };
}

/** The platform names it by its digest, and its approvers have seen it. */
function fetchNamed(uri: string, file: string): Within['told'] {
  run('aws', ['s3', 'cp', '--only-show-errors', uri, file]);
  check(readFileSync(file), variable('SNAPSHOT_SHA256'), uri, "it is not the platform's");
  if (!describesAccounts(file))
    throw new Error(`unknown: the platform's snapshot describes no account, so nothing can be proved. Now ${COLLECT}`);
  const age = 'nobody says how old it is';
  process.stdout.write(`Proved within the snapshot that platform.yaml names; ${age}.\n`);
  return { age };
}

function check(content: Buffer, wanted: string, uri: string, otherwise: string): void {
  const found = createHash('sha256').update(content).digest('hex');
  if (found !== wanted) throw new Error(`${uri} has SHA-256 ${found}: ${otherwise}. Stopped.`);
}

/** A platform that was never looked at has a starter: policies and names, no account. */
function describesAccounts(file: string): boolean {
  const { accounts = {} } = JSON.parse(readFileSync(file, 'utf8')) as { accounts?: object };
  return Object.keys(accounts).length > 0;
}
