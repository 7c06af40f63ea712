/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { createServer, type ServerResponse } from 'node:http';
import { authorizeFound, authorizeObject, objectCall } from './calls/s3';
import { CALLS, lambdaCall } from './calls/table';
import type { Cloud } from './cloud';
import type { CloudFormationApi } from './cloudformation/api';
import type { Deed } from './cloudformation/kinds/kind';
import type { Emulator } from './emulator';
import type { Principal } from './principals';
import type { Reads } from './reading/reads';
import { readByPath, xmlRead } from './reading/rest';
import { notPlayed, Refusal } from './refusal';
import { operationOf, type Raw, readRequest, restOperation, type Signed, signatureOf } from './request';
import { answerSts } from './sts';
import { queryAnswer, queryRefusal, xml } from './xml';

/** Something that answers calls of one service in place of the emulator; it authorizes by itself. */
export type StandIn = (name: string, input: Record<string, any>, by: Principal, region: string) => unknown;

/** What the front is made of. */
export interface FrontParts {
  readonly cloud: Cloud;
  readonly cloudFormation: CloudFormationApi;
  readonly emulator: Emulator;
  /** By the name that requests are signed for. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** Answers who reads what stands, where no stand-in does. */
  readonly reads: Reads;
  /** Told of every call, and of what came of it. */
  readonly tell: (line: string) => void;
}

/** A front before the emulator: it knows who calls, asks whether that is allowed, then answers or hands on. */
export class Front {
  private readonly server = createServer((request, response) => {
    void readRequest(request).then((raw) => this.serve(raw, response));
  });
  public url = '';

  public constructor(private readonly parts: FrontParts) {}

  public async open(): Promise<void> {
    this.server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(raw: Raw, response: ServerResponse): Promise<void> {
    const operation = operationOf(raw);
    const what = () => operation?.name ?? `${raw.method} ${raw.path}`;
    try {
      const signed = signatureOf(raw);
      const by = this.caller(raw, signed);
      await this.answer(raw, signed, by, response);
      this.parts.tell(`${by.id} ${signed.service}:${what()}`);
    } catch (error) {
      this.parts.tell(`${what()} refused: ${(error as Error).message}`);
      refuse(raw, error as Error, response);
    }
  }

  /** Whoever holds the keys; keys that the emulator gave a function are known by the place that it calls from. */
  private caller({ place }: Raw, { accessKeyId, token }: Signed): Principal {
    const { sessions } = this.parts.cloud;
    return place && /^\d{12}$/.test(accessKeyId) ? sessions.at(place) : sessions.holder(accessKeyId, token);
  }

  private async answer(raw: Raw, signed: Signed, by: Principal, response: ServerResponse): Promise<void> {
    const operation = operationOf(raw);
    const { service, region } = signed;
    if (this.read(raw, signed, by, response)) return;
    if (service === 's3') return this.object(raw, signed, by, response);
    const place = { account: by.account, region };
    if (service === 'lambda') {
      const deed = lambdaCall(raw.method, raw.path, place);
      if (!deed) throw notPlayed(`${raw.method} ${raw.path} of Lambda`);
      return this.handOn(raw, signed, by, [deed], response);
    }
    const asked = operation ?? restOperation(service, raw);
    if (!asked) throw notPlayed(`${raw.method} ${raw.path} of ${service}`);
    const { name, input } = asked;
    if (service === 'sts') return send(response, queryAnswer(name, answerSts(this.parts.cloud, name, input, by)));
    if (service === 'cloudformation')
      return send(response, queryAnswer(name, await this.parts.cloudFormation.answer(name, input, by, place)));
    const standIn = this.parts.standIns[service];
    if (standIn) return sendJson(response, await standIn(name, input, by, region));
    const deeds = CALLS[service]?.(name, input, place, this.parts.cloud);
    if (!deeds) throw notPlayed(`${service}:${name}`);
    return this.handOn(raw, signed, by, deeds, response);
  }

  /** Answers somebody who reads what stands; says whether this was such a call. */
  private read(raw: Raw, { service, region }: Signed, by: Principal, response: ServerResponse): boolean {
    const { reads } = this.parts;
    const asked = operationOf(raw) ?? readByPath(service, raw);
    if (!asked || !reads.knows(service, asked.name, asked.input)) return false;
    const answer = reads.answer(service, asked.name, asked.input, by, region);
    const text = xmlRead(service, asked.name, answer, raw);
    if (text === undefined) sendJson(response, answer);
    else send(response, text);
    return true;
  }

  private async object(raw: Raw, signed: Signed, by: Principal, response: ServerResponse): Promise<void> {
    const { cloud, emulator } = this.parts;
    const call = objectCall(raw);
    const answer = await emulator.forward(raw, signed, authorizeObject(cloud, by, call, raw.query));
    authorizeFound(cloud, by, call, answer.ok);
    await relay(answer, response);
  }

  private async handOn(
    raw: Raw,
    signed: Signed,
    by: Principal,
    deeds: readonly Deed[],
    response: ServerResponse,
  ): Promise<void> {
    const { cloud, emulator } = this.parts;
    for (const deed of deeds)
      cloud.authorize(by, { ...deed, context: { 'aws:RequestedRegion': [signed.region], ...deed.context } });
    const owner = cloud.ownerOf(deeds[0]?.resource ?? '*') ?? by.account;
    await relay(await emulator.forward(raw, signed, owner), response);
  }
}

async function relay(answer: Response, response: ServerResponse): Promise<void> {
  const headers = Object.fromEntries(
    [...answer.headers].filter(([name]) => !/^(connection|transfer-encoding|content-encoding|keep-alive)$/.test(name)),
  );
  response.writeHead(answer.status, headers);
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function send(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(text);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(value ?? {}, seconds));
}

/** The protocol carries times as seconds; `this` still holds the date that the value was. */
function seconds(this: any, key: string, value: unknown): unknown {
  const raw = this[key] as unknown;
  return raw instanceof Date ? raw.getTime() / 1000 : value;
}

function refuse(raw: Raw, error: Error, response: ServerResponse): void {
  const status = error instanceof Refusal ? error.status : 500;
  const json = raw.headers['x-amz-target'] !== undefined;
  const rest = /^\/\d{4}-/.test(raw.path);
  const code = error.name === 'AccessDenied' && (json || rest) ? 'AccessDeniedException' : error.name;
  if (json || rest) {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code });
    response.end(JSON.stringify({ __type: code, message: error.message, Message: error.message }));
    return;
  }
  const query = raw.headers['content-type']?.includes('x-www-form-urlencoded');
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    raw.method === 'HEAD'
      ? undefined
      : query
        ? queryRefusal(code, error.message)
        : `<Error>${xml({ Code: code, Message: error.message })}</Error>`,
  );
}
