import { catalogue, isWriteClass } from '../../iam';
import type { Unknowns } from '../assembly/report';
import type { Item } from '../assembly/stacks';
import { exactText, possibleEntries, property, textsOf, toJson } from '../assembly/value';
import { BY_MACHINERY } from '../assembly/committed';
import type { Account, WayIn } from '../model';
import { whoIsAdmitted } from '../who-acts';

type Place = Pick<Account, 'id' | 'name' | 'ous' | 'environment' | 'principals'>;

/** What is wrong, and who gets by it. */
interface Told extends WayIn {
  readonly why: string;
}

/**
 * Tells of templates that change the organization itself: accounts that are elsewhere than their description says, or in
 * none; members that may edit guardrails; an organization without control policies.
 */
export function organizations(items: readonly Item[], accounts: readonly Place[], unknowns: Unknowns): void {
  for (const item of items) {
    const told = READERS[item.type]?.(item, accounts);
    if (told !== undefined)
      unknowns.add(told.why, item.where, undefined, { ...BY_MACHINERY, change: item.where, ...told });
  }
}

const READERS: Readonly<Record<string, (item: Item, accounts: readonly Place[]) => Told | undefined>> = {
  'AWS::Organizations::Account': account,
  'AWS::Organizations::ResourcePolicy': resourcePolicy,
  'AWS::Organizations::Organization': ({ properties }) =>
    ['ALL', undefined].includes(exactText(property(properties, 'FeatureSet')))
      ? undefined
      : { why: 'the organization would have no control policies: its FeatureSet is not ALL' },
};

/** An account that is known by its name must be where the organization's description says. */
function account({ properties }: Item, accounts: readonly Place[]): Told | undefined {
  const name = exactText(property(properties, 'AccountName'));
  const known = accounts.filter((each) => each.name === name);
  if (known.length !== 1)
    return {
      why: `an account named ${name ?? 'as nobody knows'} would be in the organization, which does not describe it`,
    };
  const parents = possibleEntries(property(properties, 'ParentIds')).flatMap(textsOf);
  const [parent, ...more] = parents.map((text) => (text.exact ? text.pattern : undefined));
  const unit = known[0].ous.at(-1);
  if (more.length === 0 && parent !== undefined && parent === unit) return undefined;
  const to = parents.map((text) => text.pattern).join(', ') || 'the root';
  return {
    why: `account ${known[0].id} (${known[0].name}) would be in ${to}, and the organization describes it in ${unit}`,
  };
}

/** Members that may look at the organization change nothing; members that may do more could edit the guardrails. */
function resourcePolicy({ properties, where }: Item, accounts: readonly Place[]): Told | undefined {
  const content = property(properties, 'Content');
  const text = exactText(content);
  const document: unknown = text === undefined ? toJson(content) : parsed(text);
  const statements = [(document as { Statement?: unknown } | null)?.Statement].flat();
  const more = statements.filter((statement) => !readsOnly(statement));
  if (more.length === 0) return undefined;
  return {
    why: 'the resource policy of the organization lets members do more than read: they could edit the guardrails',
    who: whoIsAdmitted(more, accounts),
    way: [
      `call ${actionsOf(more)} from there: the organization takes it as if management had called`,
      'the control policies over prod are other ones, or bind it no more',
      'do in prod what they denied',
    ],
    change: `${where}, Content`,
  };
}

function actionsOf(statements: readonly unknown[]): string {
  const named = statements.flatMap((one) => [(one as { Action?: unknown } | null)?.Action].flat());
  return named.map((one) => (typeof one === 'string' ? one : 'an action that is not known')).join(', ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readsOnly(statement: unknown): boolean {
  if (typeof statement !== 'object' || statement === null) return false;
  const { Effect, Action } = statement as { Effect?: unknown; Action?: unknown };
  if (Effect === 'Deny') return true;
  const actions: unknown[] = [Action].flat();
  return Effect === 'Allow' && actions.every((each) => typeof each === 'string' && isRead(each));
}

/** `organizations:Describe*` is a read where all that it matches are. */
function isRead(pattern: string): boolean {
  const test = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  );
  const matched = catalogue().actions.filter((action) => test.test(action));
  return matched.length > 0 && matched.every((action) => !isWriteClass(catalogue().find(action)!.class));
}
