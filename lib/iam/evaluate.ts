import type { Request } from './query';

/**
 * A small evaluator of one concrete request, to check what the decision procedure claims. It reads the documents
 * itself, knows no automata and shares no code with the search: patterns become regular expressions here.
 */

/** What a set of documents says about a request. */
export interface Evaluation {
  readonly decision: 'allowed' | 'denied' | 'not allowed';
  /** The statement that decided: `documents[1].Statement[0]`. */
  readonly by?: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Evaluates a request against documents of one layer together: any Deny forbids, else any Allow suffices.
 *
 * @param documents policy documents as objects.
 * @throws where a document holds an operator that IAM does not have: a concrete answer would be a guess.
 */
export function evaluate(request: Request, documents: readonly unknown[]): Evaluation {
  let allowed: string | undefined;
  for (const [index, document] of documents.entries()) {
    const { Version, Statement } = document as { Version?: string; Statement: unknown };
    for (const [at, statement] of list(Statement).entries()) {
      const one = statement as Json;
      if (!matches(one, request, Version === '2012-10-17')) continue;
      const by = `documents[${index}].Statement[${at}]`;
      if (one.Effect === 'Deny') return { decision: 'denied', by };
      allowed ??= by;
    }
  }
  return allowed === undefined ? { decision: 'not allowed' } : { decision: 'allowed', by: allowed };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function matches(statement: Json, request: Request, modern: boolean): boolean {
  return (
    principalMatches(statement, request) &&
    actionMatches(statement, request) &&
    resourceMatches(statement, request, modern) &&
    conditionsHold(statement.Condition, request, modern)
  );
}

/** Patterns of actions hold no variables, and the same ones stand in many documents. */
const actionExpressions = new Map<string, RegExp>();

function actionExpression(pattern: string): RegExp {
  let found = actionExpressions.get(pattern);
  if (!found) actionExpressions.set(pattern, (found = expression(tokens(pattern, undefined)!, '.', 'i')));
  return found;
}

function actionMatches(statement: Json, { action }: Request): boolean {
  const among = (patterns: unknown): boolean =>
    list(patterns).some((one) => actionExpression(String(one)).test(action));
  return 'NotAction' in statement ? !among(statement.NotAction) : among(statement.Action);
}

function resourceMatches(statement: Json, request: Request, modern: boolean): boolean {
  const among = (patterns: unknown): boolean =>
    list(patterns).some((one) => {
      const found = tokens(String(one), modern ? request : undefined);
      return found !== undefined && expression(found, '[^:]', '', true).test(request.resource);
    });
  if ('NotResource' in statement) return !among(statement.NotResource);
  return !('Resource' in statement) || among(statement.Resource);
}

/** Literal text, or one of the wildcards. */
type Token = { readonly text: string } | '*' | '?';

/** A pattern with its variables replaced; undefined where one has no value. */
function tokens(pattern: string, request: Request | undefined): Token[] | undefined {
  const found: Token[] = [];
  const parts = request ? pattern.split(/(\$\{[^}]*\})/) : [pattern];
  for (const part of parts) {
    if (request && part.startsWith('${') && part.endsWith('}')) {
      const value = variable(part.slice(2, -1), request);
      if (value === undefined) return undefined;
      found.push({ text: value });
    } else for (const char of part) found.push(char === '*' || char === '?' ? char : { text: char });
  }
  return found;
}

function variable(inside: string, request: Request): string | undefined {
  if (['*', '?', '$'].includes(inside)) return inside;
  const [name, ...rest] = inside.split(',');
  const values = valuesOf(name.trim(), request);
  if (values?.length === 1) return values[0];
  const fallback = rest.join(',').trim();
  return fallback === '' ? undefined : fallback.slice(1, -1);
}

/** @param run whether a trailing `*` runs over everything. */
function expression(found: readonly Token[], wildcard: string, flags = '', run = false): RegExp {
  let source = '';
  for (const [index, token] of found.entries()) {
    if (typeof token === 'object') source += token.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    else if (token === '?') source += wildcard;
    else source += run && found.slice(index).every((one) => one === '*') ? '.*' : `${wildcard}*`;
  }
  return new RegExp(`^(?:${source})$`, `su${flags}`);
}

function principalMatches(statement: Json, { principal }: Request): boolean {
  if (principal === undefined) return true;
  if ('NotPrincipal' in statement) return !isAmong(statement.NotPrincipal, principal);
  return !('Principal' in statement) || isAmong(statement.Principal, principal);
}

function isAmong(element: unknown, principal: string): boolean {
  if (element === '*') return true;
  return Object.entries(element as Json).some(([type, values]) =>
    list(values).some((value) => (type === 'AWS' ? isCaller(String(value), principal) : value === principal)),
  );
}

function isCaller(value: string, principal: string): boolean {
  if (value === '*' || value === principal) return true;
  const account = /^\d{12}$/.test(value) ? value : /^arn:[^:]*:iam::(\d{12}):root$/.exec(value)?.[1];
  const [, , service, , owner, rest] = principal.split(':');
  const isIdentity = /^(role|user|root|assumed-role|federated-user)/.test(rest ?? '');
  if (account !== undefined) return isIdentity && owner === account;
  const role = /^arn:[^:]*:iam::([^:]*):role\/(?:.*\/)?([^/]+)$/.exec(value);
  return service === 'sts' && role !== null && role[1] === owner && (rest ?? '').startsWith(`assumed-role/${role[2]}/`);
}

function valuesOf(key: string, request: Request): readonly string[] | undefined {
  const found = Object.keys(request.context).find((name) => name.toLowerCase() === key.toLowerCase());
  const values = found === undefined ? undefined : request.context[found];
  return values?.length ? values : undefined;
}

function conditionsHold(block: unknown, request: Request, modern: boolean): boolean {
  return Object.entries((block ?? {}) as Json).every(([operator, keys]) =>
    Object.entries(keys as Json).every(([key, values]) =>
      conditionHolds(operator, list(values).map(String), valuesOf(key, request), modern ? request : undefined),
    ),
  );
}

function conditionHolds(
  written: string,
  wanted: readonly string[],
  got: readonly string[] | undefined,
  variables: Request | undefined,
): boolean {
  const [, quantifier, name, ifExists] = /^(?:(\w+):)?(\w+?)(IfExists)?$/i.exec(written)!;
  if (/^null$/i.test(name)) return wanted.some((one) => (one.toLowerCase() === 'true') === (got === undefined));
  const negated = /Not/i.test(name);
  const holds = (value: string): boolean =>
    wanted.some((one) => compare(name.replace(/Not/i, '').toLowerCase(), one, value, variables)) !== negated;
  if (got === undefined) {
    if (ifExists) return true;
    return quantifier ? /all/i.test(quantifier) : negated;
  }
  return quantifier && /all/i.test(quantifier) ? got.every(holds) : got.some(holds);
}

function compare(name: string, wanted: string, got: string, variables: Request | undefined): boolean {
  if (name.startsWith('string') || name.startsWith('arn') || name === 'binaryequals') {
    return compareText(name, wanted, got, variables);
  }
  if (name === 'bool') return wanted.toLowerCase() === got.toLowerCase();
  if (name === 'ipaddress') return inBlock(wanted, got);
  if (name.startsWith('numeric')) return compareOrder(name.slice(7), Number(wanted), Number(got));
  if (name.startsWith('date')) return compareOrder(name.slice(4), time(wanted), time(got));
  throw new Error(`"${name}" is no condition operator of IAM.`);
}

function compareText(name: string, wanted: string, got: string, variables: Request | undefined): boolean {
  const found = tokens(wanted, variables);
  if (!found) return false;
  if (name === 'stringlike') return expression(found, '.').test(got);
  if (name.startsWith('arn')) return compareArn(wanted, got, variables);
  const text = found.map((one) => (typeof one === 'object' ? one.text : one)).join('');
  return name === 'stringequalsignorecase' ? text.toLowerCase() === got.toLowerCase() : text === got;
}

/** Six components, each on its own. */
function compareArn(wanted: string, got: string, variables: Request | undefined): boolean {
  if (/^\*+$/.test(wanted)) return true;
  const [patterns, parts] = [sixOf(wanted), sixOf(got)];
  if (patterns.length < 6 || parts.length < 6) return false;
  return patterns.every((pattern, index) => {
    const found = tokens(pattern, variables);
    return found !== undefined && expression(found, '.').test(parts[index]);
  });
}

function sixOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function compareOrder(relation: string, wanted: number, got: number): boolean {
  switch (relation) {
    case 'equals':
      return got === wanted;
    case 'lessthan':
      return got < wanted;
    case 'lessthanequals':
      return got <= wanted;
    case 'greaterthan':
      return got > wanted;
    default:
      return got >= wanted;
  }
}

function time(text: string): number {
  return /^\d+$/.test(text) && text.length !== 4 ? Number(text) * 1000 : Date.parse(text);
}

/** Compares addresses bit by bit. */
function inBlock(wanted: string, got: string): boolean {
  const [network, length] = wanted.split('/');
  const [a, b] = [bits(network), bits(got)];
  if (a.length !== b.length) return false;
  const count = length === undefined ? a.length : Number(length);
  return a.slice(0, count) === b.slice(0, count);
}

function bits(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [left, right] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const filler = right ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...filler, ...(right ?? [])]
    .map((part) => parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('');
}
