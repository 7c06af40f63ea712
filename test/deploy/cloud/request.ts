/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** A request as it came. */
export interface Raw {
  readonly method: string;
  /** Path without the caller's place before it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Place that a program calls from, where the path names one. */
  readonly place?: string;
}

/** What its signature says of a request. */
export interface Signed {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly token?: string;
}

/** Reads a request whole. */
export async function readRequest(request: IncomingMessage): Promise<Raw> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://front');
  const [, place, rest] = /^\/_as\/([0-9a-f]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const path = place ? (rest ?? '/') : url.pathname;
  return {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
    place,
  };
}

/** Who signed, for which service and region: Signature Version 4, in a header or in the address. */
export function signatureOf({ headers, query }: Raw): Signed {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [accessKeyId, , region, service] = (credential ?? '').split('/');
  if (!accessKeyId || !region || !service)
    throw new Refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const token = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined;
  return { accessKeyId, region, service, token };
}

/** Name of the operation and its input, where the protocol says both by itself (all but REST). */
export function operationOf({
  headers,
  path,
  body,
  query,
}: Raw): { name: string; input: Record<string, any> } | undefined {
  const target = headers['x-amz-target'];
  if (target) return { name: target.split('.').at(-1)!, input: JSON.parse(body.toString('utf8') || '{}') };
  const cbor = /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1];
  if (cbor) return { name: cbor, input: {} };
  const form = new URLSearchParams(body.toString('utf8'));
  const action = headers['content-type']?.includes('x-www-form-urlencoded') ? form.get('Action') : query.get('Action');
  if (!action) return undefined;
  return { name: action, input: Object.fromEntries(form) };
}

/** Operations that a service tells by path, with their input as JSON. */
const PATHS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application-signals': {
    'POST /start-discovery': 'StartDiscovery',
    'POST /budget-report': 'BatchGetServiceLevelObjectiveBudgetReport',
  },
};

/** An operation that is told by its path. */
export function restOperation(
  service: string,
  { method, path, body }: Raw,
): { name: string; input: Record<string, any> } | undefined {
  const objective = service === 'application-signals' && method === 'GET' && /^\/slo\/([^/]+)$/.exec(path)?.[1];
  if (objective) return { name: 'GetServiceLevelObjective', input: { Id: decodeURIComponent(objective) } };
  const name = PATHS[service]?.[`${method} ${path}`];
  return name === undefined ? undefined : { name, input: JSON.parse(body.toString('utf8') || '{}') };
}

/** Members of a list in the Query protocol: `Tags.member.1.Key`. */
export function membersOf(input: Record<string, any>, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  for (const [key, value] of Object.entries(input)) {
    const [, index, rest] = new RegExp(`^${name}\\.member\\.(\\d+)(?:\\.(.*))?$`).exec(key) ?? [];
    if (index) (found[Number(index) - 1] ??= {})[rest ?? ''] = String(value);
  }
  return found;
}
