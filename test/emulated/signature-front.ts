import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { callFunction } from './emulated-pipeline';

/** Somebody with credentials, and the session that they are of. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly arn: string;
}

/**
 * What Lambda does before a function behind a URL with AWS_IAM: it verifies the signature and tells the function whose it
 * is. The emulator asks for a signature but does not tell; so this stands before it, and also answers where the URL is.
 */
export async function signatureFront(
  functionName: string,
  signers: readonly Signer[],
): Promise<{ url: string; close: () => void }> {
  let url = '';
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      void answer(request, body).then(({ statusCode, body: text }) => {
        response.writeHead(statusCode, { 'content-type': 'application/json' });
        response.end(text);
      });
    });
  });
  const answer = async (request: IncomingMessage, body: string): Promise<{ statusCode: number; body: string }> => {
    if (request.method === 'GET') return { statusCode: 200, body: JSON.stringify({ FunctionUrl: `${url}/` }) };
    const signer = signers.find((one) => isSignedBy(one, request, body));
    if (!signer) return { statusCode: 403, body: JSON.stringify({ Message: 'Forbidden' }) };
    const event = { body, requestContext: { accountId: '222222222222', authorizer: { iam: { userArn: signer.arn } } } };
    return JSON.parse(await callFunction(functionName, event)) as { statusCode: number; body: string };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return { url, close: () => server.close() };
}

const SCHEME =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/lambda\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Signature Version 4, as AWS documents it, computed anew with the secret of the one who says to have signed. */
export function isSignedBy(
  signer: Pick<Signer, 'accessKeyId' | 'secretAccessKey'>,
  request: IncomingMessage,
  body: string,
): boolean {
  const [, key, day, region, names, signature] = SCHEME.exec(request.headers.authorization ?? '') ?? [];
  if (key !== signer.accessKeyId || !names?.split(';').includes('host')) return false;
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [request.method, request.url, '', headers.join(''), names, sha(body)].join('\n');
  const scope = `${day}/${region}/lambda/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n');
  const steps = [day!, region!, 'lambda', 'aws4_request'];
  const signing = steps.reduce<string | Buffer>(mac, `AWS4${signer.secretAccessKey}`);
  return mac(signing, toSign).toString('hex') === signature;
}
