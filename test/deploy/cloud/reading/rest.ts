/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Raw } from '../request';
import { queryAnswer, type Xml, xml } from '../xml';

/** An operation with its input. */
export interface Asked {
  readonly name: string;
  readonly input: Record<string, any>;
}

/** Reads of S3 and Lambda, which are told by path. */
export function readByPath(service: string, { method, path, query }: Raw): Asked | undefined {
  if (method !== 'GET') return undefined;
  if (service === 'lambda') return ofFunctions(decodeURIComponent(path));
  if (service !== 's3') return undefined;
  if (path === '/') return { name: 'ListBuckets', input: {} };
  return query.has('policy')
    ? { name: 'GetBucketPolicy', input: { Bucket: path.slice(1).replace(/\/$/, '') } }
    : undefined;
}

function ofFunctions(path: string): Asked | undefined {
  const [, FunctionName, rest] = /^\/[\d-]+\/functions\/?([^/]*)(\/policy)?$/.exec(path) ?? [];
  if (FunctionName === '') return { name: 'ListFunctions', input: {} };
  return FunctionName && rest ? { name: 'GetPolicy', input: { FunctionName } } : undefined;
}

/** An answer as XML, or as the text that it is; nothing where the protocol is JSON. */
export function xmlRead(service: string, name: string, answer: any, { headers }: Raw): string | undefined {
  if (service === 's3') return name === 'ListBuckets' ? listOf(answer.Buckets as Xml[]) : String(answer.Policy);
  const query = headers['content-type']?.includes('x-www-form-urlencoded');
  return query ? queryAnswer(name, asMaps(answer)) : undefined;
}

function listOf(buckets: readonly Xml[]): string {
  const each = buckets.map((one) => `<Bucket>${xml(one)}</Bucket>`).join('');
  return `<ListAllMyBucketsResult><Buckets>${each}</Buckets></ListAllMyBucketsResult>`;
}

/** Attributes are a map in the Query protocol. */
function asMaps(answer: any): Xml {
  return answer.Attributes ? { ...answer, Attributes: new Map(Object.entries(answer.Attributes as object)) } : answer;
}
