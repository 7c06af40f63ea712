import { createHash, createHmac } from 'node:crypto';
import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SignatureV4 } from '@smithy/signature-v4';

/** An answer of a function URL. */
export interface SignedAnswer {
  readonly status: number;
  readonly text: string;
}

/** A function that people call by its URL; the signature tells it who calls. */
export class SignedFunction {
  private url: Promise<URL> | undefined;
  private readonly lambda: LambdaClient;

  public constructor(
    private readonly functionName: string,
    lambda?: LambdaClient,
  ) {
    this.lambda = lambda ?? new LambdaClient({});
  }

  /** Calls it; where it is, is asked once. */
  public async call(request: object): Promise<SignedAnswer> {
    this.url ??= this.find();
    const url = await this.url;
    const body = JSON.stringify(request);
    const answer = await fetch(url, { method: 'POST', headers: await this.headers(url, body), body });
    return { status: answer.status, text: await answer.text() };
  }

  private async find(): Promise<URL> {
    const command = new GetFunctionUrlConfigCommand({ FunctionName: this.functionName });
    const { FunctionUrl } = await this.lambda.send(command);
    return new URL(FunctionUrl!);
  }

  private async headers(url: URL, body: string): Promise<Record<string, string>> {
    const signer = new SignatureV4({
      service: 'lambda',
      region: await this.lambda.config.region(),
      credentials: this.lambda.config.credentials,
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
