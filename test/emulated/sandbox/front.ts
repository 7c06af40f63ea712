import { createServer, type IncomingMessage, type Server } from 'node:http';
import { GetFunctionUrlConfigCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isSignedBy } from '../signature-front';
import { clientAt } from './place';

/** A session of Identity Center: its credentials, and what AWS knows of it. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly account: string;
  readonly userArn: string;
  /** The unique id of the role, and the session's name. */
  readonly userId: string;
  /** It ran out. */
  readonly expired?: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What Lambda does before functions behind URLs with AWS_IAM: it verifies the signature, calls the function of the signer's
 * own account and tells it who signed. The emulator takes any signature and tells nobody. It refuses what Lambda would
 * refuse: no signature, one that is wrong, a session that ran out, a function that the account has not.
 */
export async function lambdaFront(
  emulator: string,
  region: string,
  sessions: readonly Session[],
): Promise<{ url: string; close: () => void }> {
  let url = '';
  const answer = async (request: IncomingMessage, body: string): Promise<Answer> => {
    const session = sessions.find((one) => isSignedBy(one, request, body));
    if (!session) return refused(403, 'InvalidSignatureException', 'The request signature does not match.');
    if (session.expired)
      return refused(403, 'ExpiredTokenException', 'The security token included in the request is expired');
    const lambda = new LambdaClient(clientAt(emulator, session.account, region));
    const [, lookup] = /^\/2021-10-31\/functions\/([\w-]+)\/url$/.exec(request.url ?? '') ?? [];
    if (lookup) return find(lambda, lookup, `${url}/call/${lookup}/`);
    const [, name] = /^\/call\/([\w-]+)\/$/.exec(request.url ?? '') ?? [];
    return name ? call(lambda, name, session, body) : refused(404, 'ResourceNotFoundException', 'No such path.');
  };
  const server: Server = createServer((request, response) => {
    void bodyOf(request)
      .then((body) => answer(request, body))
      .catch((error: Error) => refused(500, 'ServiceException', error.message))
      .then(({ status, headers, body }) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return { url, close: () => server.close() };
}

/** Whether the account has such a function with a URL; where it is, is this front. */
async function find(lambda: LambdaClient, FunctionName: string, url: string): Promise<Answer> {
  try {
    await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    return { status: 200, body: JSON.stringify({ FunctionUrl: url }) };
  } catch (error) {
    return refused(404, (error as Error).name, (error as Error).message);
  }
}

async function call(lambda: LambdaClient, FunctionName: string, session: Session, body: string): Promise<Answer> {
  const { account: accountId, userArn, userId } = session;
  const event = {
    body,
    isBase64Encoded: false,
    requestContext: { accountId, authorizer: { iam: { userArn, userId } } },
  };
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError) return { status: 502, body: text };
  const {
    statusCode,
    headers,
    body: answered,
  } = JSON.parse(text) as { statusCode: number; headers: Record<string, string>; body: string };
  return { status: statusCode, headers, body: answered };
}

function refused(status: number, type: string, Message: string): Answer {
  return { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ Message }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
