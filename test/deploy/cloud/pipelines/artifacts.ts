import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorizeFound, authorizeObject } from '../calls/s3';
import type { Cloud } from '../cloud';
import type { Emulator } from '../emulator';
import type { Principal } from '../principals';
import { Refusal } from '../refusal';

/** The artifacts of a pipeline in its bucket, each written and read by whoever must be allowed to. */
export class Artifacts {
  public constructor(
    private readonly cloud: Cloud,
    private readonly emulator: Emulator,
    public readonly bucket: string,
  ) {}

  /** Packs a folder and puts it. */
  public async put(key: string, folder: string, by: Principal): Promise<void> {
    const archive = `${folder}.tgz`;
    execFileSync('tar', ['-czf', archive, '-C', folder, '.']);
    const owner = authorizeObject(this.cloud, by, { bucket: this.bucket, key, action: 's3:PutObject', writes: true });
    const answer = await this.send('PUT', key, owner, readFileSync(archive));
    if (!answer.ok) throw new Refusal('InternalError', `The artifact ${key} could not be put: ${answer.status}`);
  }

  /** Fetches an artifact into a folder. */
  public async get(key: string, folder: string, by: Principal): Promise<void> {
    const call = { bucket: this.bucket, key, action: 's3:GetObject', writes: false };
    const answer = await this.send('GET', key, authorizeObject(this.cloud, by, call));
    authorizeFound(this.cloud, by, call, answer.ok);
    if (!answer.ok) throw new Refusal('NoSuchKey', `The artifact ${key} is not there.`, 404);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', '-', '-C', folder], { input: Buffer.from(await answer.arrayBuffer()) });
  }

  private send(method: string, key: string, account: string, body = Buffer.alloc(0)): Promise<Response> {
    const raw = { method, path: `/${this.bucket}/${key}`, query: new URLSearchParams(), headers: {}, body };
    return this.emulator.forward(raw, { accessKeyId: account, region: this.cloud.home, service: 's3' }, account);
  }
}

/** Key of an artifact of an execution. */
export function artifactKey(pipeline: string, execution: string, name: string): string {
  return join(pipeline, execution, name);
}
