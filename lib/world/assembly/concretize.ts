import { conditionBlock } from './concretize-condition';
import { principalElement } from './concretize-principal';
import { jsonOf } from './json-text';
import type { Report } from './report';
import {
  exactText,
  isCertain,
  isMap,
  listOf,
  Opaque,
  possibleEntries,
  property,
  type Text,
  textsOf,
  type Value,
  type ValueMap,
} from './value';

/**
 * Turns a policy document with open strings into a plain one. An open string counts as anything in an Allow and as
 * nothing in a Deny, and the Not forms turn that around: a pattern that is too wide makes NotResource exclude more, so
 * there an Allow keeps only what is exact and a Deny takes the wide pattern. Where nothing sound can be written (an
 * open action, effect or principal of an Allow), it is reported and the verdict becomes unknown.
 */
export function concretize(document: Value | undefined, report: Report, certain = true): PlainPolicy | undefined {
  if (document === undefined || document instanceof Opaque) {
    report('the policy document is not known before deployment');
    return undefined;
  }
  const branches = possibleEntries(document).flatMap((entry) => (isMap(entry) ? [entry] : textDocument(entry, report)));
  const version = branches.map((branch) => exactText(branch.Version)).find((text) => text !== undefined);
  const sure = certain && isCertain(document);
  const statements = branches.flatMap((branch, i) =>
    statementsOf(branch, report, sure, branches.length > 1 ? `[${i}]` : ''),
  );
  return { ...(version ? { Version: version } : {}), Statement: statements };
}

/** A plain policy document. */
export interface PlainPolicy extends Record<string, unknown> {
  readonly Version?: string;
  readonly Statement: Record<string, unknown>[];
}

/** A document that stands as JSON text, holes and all. */
function textDocument(value: Value, report: Report): ValueMap[] {
  const documents = textsOf(value).map(jsonOf);
  if (documents.every((one) => isMap(one))) return documents as ValueMap[];
  report('the policy document is not known before deployment');
  return [];
}

function statementsOf(document: ValueMap, report: Report, certain: boolean, prefix: string): Record<string, unknown>[] {
  return listOf(document.Statement).flatMap((entry, i) => {
    const options = possibleEntries(entry);
    const sure = certain && options.length === 1 && options[0] === entry;
    return options.flatMap((option) =>
      option instanceof Opaque || !isMap(option)
        ? unreadable(option, report, `${prefix}Statement[${i}]`)
        : statement(option, (why, place) => report(why, `${prefix}Statement[${i}]${place ? `.${place}` : ''}`), sure),
    );
  });
}

function unreadable(value: Value, report: Report, place: string): [] {
  report(value instanceof Opaque ? value.why : 'a statement is expected', place);
  return [];
}

/** One statement, or none where a Deny cannot be credited. */
function statement(raw: ValueMap, report: Report, certain: boolean): Record<string, unknown>[] {
  const effect = exactText(raw.Effect);
  if (effect !== 'Allow' && effect !== 'Deny') {
    report('the effect is not known before deployment', 'Effect');
    return [];
  }
  if (effect === 'Deny' && !certain) return [];
  const reading: Reading = { may: effect === 'Allow', variables: true, report };
  const parts = [
    element(raw, 'Action', false, reading),
    element(raw, 'NotAction', true, reading),
    element(raw, 'Resource', false, reading),
    element(raw, 'NotResource', true, reading),
    principalElement(raw, 'Principal', reading),
    principalElement(raw, 'NotPrincipal', reading),
    raw.Condition === undefined ? {} : conditionBlock(property(raw, 'Condition'), reading),
  ];
  if (parts.some((part) => part === undefined)) return [];
  const sid = exactText(raw.Sid);
  return [
    Object.assign({}, sid === undefined ? {} : { Sid: sid }, { Effect: effect }, ...parts) as Record<string, unknown>,
  ];
}

/** How a statement is read. */
export interface Reading {
  /** An Allow: everything that may match counts; else only what must. */
  readonly may: boolean;
  readonly variables: boolean;
  readonly report: Report;
}

/** Undefined where the statement has to go. */
type Part = Record<string, unknown> | undefined;

function element(raw: ValueMap, name: string, negated: boolean, reading: Reading): Part {
  const value = property(raw, name);
  if (value === undefined) return {};
  const texts = possibleEntries(value).flatMap(textsOf);
  const certain = isCertain(value);
  const isAction = name.endsWith('Action');
  if (isAction && reading.may) return actions(name, texts, certain, reading);
  const wide = reading.may !== negated;
  const patterns = wide
    ? texts.map(widened)
    : certain
      ? texts.filter((text) => text.exact).map((text) => text.pattern)
      : [];
  if (patterns.length > 0) return { [name]: patterns };
  if (!wide && negated) return isAction ? undefined : { Resource: '*' };
  return texts.length === 0 ? { [name]: [] } : undefined;
}

/** An Allow of actions that nobody knows cannot be widened: what they are decides everything. */
function actions(name: string, texts: readonly Text[], certain: boolean, reading: Reading): Part {
  const open = texts.filter((text) => !text.exact);
  if (open.length > 0) reading.report(`an action is not known before deployment: ${open[0].why}`, name);
  if (name === 'NotAction' && !certain) reading.report('the excluded actions depend on a condition', name);
  const known = texts.filter((text) => text.exact).map((text) => text.pattern);
  return known.length === 0 ? undefined : { [name]: known };
}

/**
 * A hole that may hold colons must not be pinned to one segment of an ARN: the rest of the pattern goes, since a
 * trailing wildcard runs to the end.
 */
export function widened(text: Text): string {
  let head = '';
  for (const part of text.parts) {
    if (typeof part === 'string') head += part;
    else if (part.kind === 'any' && colons(head) < RESOURCE_SEGMENT) return `${head}*`;
    else head += '*';
  }
  return head;
}

/** The resource segment of an ARN comes after the fifth colon and may hold colons itself. */
const RESOURCE_SEGMENT = 5;

function colons(text: string): number {
  return text.split(':').length - 1;
}
