import { createHash, createHmac } from 'node:crypto';
import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SignatureV4 } from '@smithy/signature-v4';
import { DEPLOYED } from '../../lib/change/deployed';
import type { FreezeDeed } from '../../lib/change/freeze';
import { reach } from './change-read';

/** What change control answered. */
export interface LineAnswer {
  readonly status: number;
  readonly message: string;
}

/** What a person asks of the line, or of a bake that could not decide. */
export interface LineRequest {
  readonly do: FreezeDeed;
  readonly application: string;
  readonly reason: string;
  readonly number?: number;
}

/** Asks with a signed call, so that change control knows who asks. */
export async function askLine(request: LineRequest): Promise<LineAnswer> {
  const { application } = request;
  return reach(application, async () => {
    const lambda = new LambdaClient({});
    const FunctionName = DEPLOYED.freezeFunction(application);
    const { FunctionUrl } = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    const url = new URL(FunctionUrl!);
    const body = JSON.stringify(request);
    const headers = await signedHeaders(lambda, url, body);
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    return { status: answer.status, message: messageOf(text) };
  });
}

async function signedHeaders(lambda: LambdaClient, url: URL, body: string): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service: 'lambda',
    region: await lambda.config.region(),
    credentials: lambda.config.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: {},
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  return headers as Record<string, string>;
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown; Message?: unknown }).message ?? text);
  } catch {
    return text;
  }
}

/** SHA-256 in the shape that the signer asks for. */
class Sha256 {
  private readonly hash;

  public constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  public update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  public async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  public reset(): void {
    throw new Error('A hash of the signer is used once.');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
