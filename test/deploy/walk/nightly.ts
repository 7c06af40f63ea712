import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { LATEST_KEY, PROOF_PREFIXES } from '../../../lib/continuous/wiring';
import type { LatestSnapshot } from '../../../lib/continuous/latest';
import { collectDeployed } from '../../_helpers/deployed/collect-deployed';
import { deploy, type Deployed } from '../../_helpers/deployed/deploy';
import { authorizeObject } from '../cloud/calls/s3';
import type { Place } from '../cloud/cloudformation/kinds/kind';
import type { Played } from '../cloud/open';
import { type Principal, sessionOf } from '../cloud/principals';
import { tellWalk } from './tell';

/** Accounts that the collection concerns. */
interface Organization {
  readonly management: string;
  readonly audit: string;
}

/**
 * The first run of the continuous proof: it leaves what is deployed where Verify looks for it. The collector is the real one;
 * the calls by which it reads are answered from what stands of the assembly, since the front plays none of them.
 */
export async function firstNight(played: Played, assembly: string, { management, audit }: Organization): Promise<void> {
  tellWalk('    the continuous proof collects what is deployed');
  const { stacks, resources } = deploy(assembly, false);
  const stands = (at: Place, name: string): boolean => played.stacks.find(at, name) !== undefined;
  const deployed = {
    stacks: stacks.filter((one) => stands(one, one.name)),
    resources: resources.filter((one) => stands(one, one.stack)),
  };
  await keepCollected(played, await collected(deployed, management), audit);
}

/** Keeps what was collected where Verify looks for it, as the job of the continuous proof. */
export async function keepCollected(played: Played, text: string, audit: string): Promise<void> {
  const at = new Date().toISOString();
  const key = `${PROOF_PREFIXES.snapshots}${at}.json.gz`;
  const bucket = `guarded-evidence-${audit}-${played.cloud.home}`;
  const by = sessionOf(`arn:aws:iam::${audit}:role/guarded/pipeline/guarded-continuous-proof`, 'AWSCodeBuild');
  const versionId = await put(played, by, bucket, key, gzipSync(text));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const latest: LatestSnapshot = { version: 1, key, versionId, sha256, collected: at };
  await put(played, by, bucket, LATEST_KEY, Buffer.from(JSON.stringify(latest)));
}

async function collected(deployed: Deployed, management: string): Promise<string> {
  const { snapshot, unread } = await collectDeployed(deployed, management);
  if (unread.length > 0) throw new Error(`The collection could not read: ${JSON.stringify(unread)}`);
  return JSON.stringify(snapshot);
}

async function put(
  { cloud, emulator }: Played,
  by: Principal,
  bucket: string,
  key: string,
  body: Buffer,
): Promise<string> {
  const owner = authorizeObject(cloud, by, { bucket, key, action: 's3:PutObject', writes: true });
  const raw = { method: 'PUT', path: `/${bucket}/${key}`, query: new URLSearchParams(), headers: {}, body };
  const answer = await emulator.forward(raw, { accessKeyId: owner, region: cloud.home, service: 's3' }, owner);
  if (!answer.ok) throw new Error(`${key} could not be put: ${answer.status}`);
  return answer.headers.get('x-amz-version-id') ?? 'null';
}
