import type { Unknowns } from './report';
import type { Item } from './stacks';
import { concretize, type PlainPolicy } from './concretize';
import { resolve } from './intrinsics';
import { arnOf, nameOf } from './scope';
import { possibleEntries, property, textOf, textsOf, type Text, type Value } from './value';

/** A policy document on its way to a principal or a resource, with the place a person would change. */
export interface DraftPolicy {
  readonly name: string;
  readonly document: PlainPolicy;
  readonly where: string;
}

/** A role, user or group as templates describe it, in pieces that other resources add to. */
export interface Draft {
  readonly key: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly account: string;
  readonly arn: string;
  readonly name: Text;
  readonly inline: DraftPolicy[];
  readonly attached: string[];
  readonly boundary?: string;
  readonly trust?: PlainPolicy;
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: string[];
  readonly where: string;
}

/** A customer-managed policy. */
export interface DraftManaged {
  readonly key: string;
  readonly account: string;
  readonly arn: string;
  readonly name: string;
  readonly document: PlainPolicy;
  readonly where: string;
}

/** What can be looked up while identities are put together. */
export class Identities {
  public readonly drafts: Draft[] = [];
  public readonly managed: DraftManaged[] = [];
  private readonly arns = new Set<string>();

  public constructor(public readonly unknowns: Unknowns) {}

  /**
   * An ARN nobody has yet. Cut names can make two languages equal; a second star leaves the language as it is and
   * keeps the two apart.
   */
  public unique(account: string, arn: string): string {
    let free = arn;
    while (this.arns.has(`${account} ${free}`)) free = `${free}*`;
    this.arns.add(`${account} ${free}`);
    return free;
  }

  /** Drafts that a reference in a template means: by resource, else by name in the account. */
  public named(kind: Draft['kind'], reference: Text, account: string): readonly Draft[] {
    const own = this.drafts.filter((draft) => draft.kind === kind);
    const direct = own.filter((draft) => reference.of === draft.key);
    if (direct.length > 0) return direct;
    if (!reference.exact) return [];
    return own.filter(
      (draft) => draft.account === account && draft.name.exact && draft.name.pattern === reference.pattern,
    );
  }

  /** ARN under which a managed policy is attached; nothing where it may be any. */
  public managedArn(reference: Text): string | undefined {
    const own = this.managed.find((policy) => reference.of === policy.key);
    return own?.arn ?? (reference.open || !reference.pattern.startsWith('arn:') ? undefined : reference.pattern);
  }

  /** ARN of a role that a reference means, as the world names it. */
  public roleArn(reference: Text): string {
    return this.drafts.find((draft) => draft.kind === 'role' && reference.of === draft.key)?.arn ?? reference.pattern;
  }
}

/** Name and ARN of an item whose type has both. */
export function namedArn(item: Item): { name: Text; arn: Text } {
  const resolver = (raw: unknown): Value => resolve(raw, item.scope);
  const arn = arnOf(item.scope, item.id, item.raw, resolver);
  if (!arn) throw new Error(`No ARN form for ${item.type}.`);
  return { name: nameOf(item.scope, item.id, item.raw, resolver), arn };
}

/** Tags as a record; a value that is not known stays out: no condition may count on it. */
export function tagsOf(item: Item): Record<string, string> {
  const tags = possibleEntries(property(item.properties, 'Tags')).flatMap((tag) => {
    const key = textOf(property(tag, 'Key'));
    const value = textOf(property(tag, 'Value'));
    return key?.exact && value?.exact ? [[key.pattern, value.pattern]] : [];
  });
  return Object.fromEntries(tags) as Record<string, string>;
}

/** `Policies` of a role, user or group. */
export function inlineOf(item: Item, unknowns: Unknowns): DraftPolicy[] {
  return possibleEntries(property(item.properties, 'Policies')).flatMap((entry, i) => {
    const where = item.where;
    const document = concretize(property(entry, 'PolicyDocument'), unknowns.at(where), item.certain);
    const name = textsOf(property(entry, 'PolicyName'))[0]?.pattern ?? `Policies[${i}]`;
    return document ? [{ name, document, where }] : [];
  });
}
