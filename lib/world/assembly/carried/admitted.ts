import { Text, textsOf } from '../value';
import type { Item } from '../stacks';
import { movingPart } from './content';
import { PEOPLE, WHO, type Finding } from './finding';
import type { Leaf } from './leaves';
import { isAwsAccount } from './owned-by-aws';
import type { Surroundings } from './surroundings';

/** Words that admit nobody from outside the account. */
const OWN =
  /^(self|IAM_ALLOWED_PRINCIPALS|Private|LogDeliveryWrite|BucketOwnerRead|BucketOwnerFullControl|[a-z0-9.-]+\.amazonaws\.com(\.cn)?)$/;

/** Who is admitted by a property that names accounts, ARNs, organizations or canonical users. */
export function principalsIn(leaf: Leaf, around: Surroundings): Finding[] {
  return textsOf(leaf.value)
    .flatMap(parsed)
    .flatMap((text) => principal(text, leaf.path, around));
}

/** A JSON text within a property counts by the principals that it lists. */
function parsed(text: Text): Text[] {
  if (!/^\s*[[{]/.test(text.pattern)) return [text];
  try {
    return listed(JSON.parse(text.pattern)).map((one) => Text.of(one));
  } catch {
    return [text];
  }
}

function listed(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(listed);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === 'Principal' ? [value].flat().map(String) : listed(value),
  );
}

function principal(text: Text, path: string, around: Surroundings): Finding[] {
  const name = text.pattern;
  if (OWN.test(name) || name === '') return [];
  const account = /^\d{12}$/.exec(name)?.[0] ?? /^arn:[^:]*:[a-z0-9-]+:[^:]*:(\d{12}):/.exec(name)?.[1];
  const of = around.item(text.of)?.account;
  const owner = account ?? of;
  if (owner === undefined) {
    const who = text.open ? `somebody who is not known before deployment (${text.why})` : name;
    return [{ why: `${path} admits ${who}`, theorems: WHO, who: meant(who) }];
  }
  const who = account === name || name.endsWith(':root') ? around.whoIn(owner) : actingAs(name, around.whoIn(owner));
  if (!around.guarded(owner))
    return [{ why: `${path} admits ${name} of account ${owner}, which is not guarded`, theorems: WHO, who }];
  if (around.isPerson(name)) return [{ why: `${path} admits ${name}, whom people act as`, theorems: PEOPLE, who }];
  return text.of === undefined && !around.describes(name)
    ? [{ why: `${path} admits ${name}, which nothing describes`, theorems: WHO, who }]
    : [];
}

function actingAs(arn: string, within: string): string {
  return `whoever can act as ${arn}, found among ${within}`;
}

/** Whom a word that is neither an account nor an ARN stands for. */
function meant(word: string): string {
  if (/^(\*|PublicRead|PublicReadWrite|ALLUsers|all)$/i.test(word)) return 'anybody, without signing in';
  if (/^AuthenticatedRead$/i.test(word)) return 'anybody who has an AWS account';
  return /^[0-9a-f]{64}$/.test(word) ? `whoever acts in the account of canonical user ${word}` : `whoever is ${word}`;
}

/** The other end of a network path: a resource of a guarded account that the assembly shows, or a service of AWS. */
export function networkIn(leaf: Leaf, around: Surroundings): Finding[] {
  return textsOf(leaf.value).flatMap((text) => {
    const item = around.item(text.of);
    if (item && around.guarded(item.account)) return [];
    if (
      /^(com|aws|cn\.com)\.[a-z.]*(amazonaws|api|sagemaker)\b/.test(text.pattern) &&
      !/\bvpce-svc-/.test(text.pattern)
    )
      return [];
    const peer = item ? around.whoIn(item.account) : `whoever reaches the network of ${text.pattern}`;
    return [
      { why: `where the network path ${leaf.path} = ${text.pattern} leads is not described`, theorems: WHO, who: peer },
    ];
  });
}

const ACCOUNTS = /arn:[^:\s"]*:[a-z0-9-]*:[^:\s"]*:(\d{12}):/g;

/** Accounts that the ARNs within a string name and that are not guarded. */
export function strangersIn(text: Text, around: Surroundings): string[] {
  const ids = [...text.pattern.matchAll(ACCOUNTS)].map((match) => match[1]);
  const whole = /^\d{12}$/.test(text.pattern) && around.environment(text.pattern) !== undefined ? [text.pattern] : [];
  return [...new Set([...ids, ...whole])].filter((id) => !around.guarded(id) && !isAwsAccount(id));
}

/** A function, or another resource, whose answer decides. */
export function calleesIn(leaf: Leaf, around: Surroundings): Finding[] {
  return textsOf(leaf.value).flatMap((text) => {
    const strangers = strangersIn(text, around);
    const moving = text.of === undefined ? movingPart(text) : undefined;
    const found = strangers.map((id) => ({
      why: `${leaf.path} is answered by account ${id}, which is not guarded`,
      theorems: WHO,
      who: around.whoIn(id),
    }));
    return moving === undefined
      ? found
      : [...found, { why: `${leaf.path} is not known before deployment: ${moving}`, theorems: WHO }];
  });
}

/** ARNs, ids and buckets of other accounts in what carries nothing: the review may have missed what they do there. */
export function foreignIn(leaf: Leaf, item: Item, around: Surroundings): Finding[] {
  return textsOf(leaf.value).flatMap((text) => [
    ...strangersIn(text, around).map((id) => named(id, text.pattern.length > 120 ? 'something' : text.pattern)),
    ...bucketsIn(text, around).map(({ arn, account }) => named(account, arn)),
  ]);

  function named(id: string, what: string): Finding {
    return {
      why: `${leaf.path} of ${item.type} names ${what} of account ${id}, which is not guarded`,
      theorems: WHO,
      who: around.whoIn(id),
    };
  }
}

/** Buckets that a string is, or names among other words: those whose names no word of a language is. */
function bucketsIn({ pattern, of }: Text, around: Surroundings): { readonly arn: string; readonly account: string }[] {
  if (of !== undefined) return [];
  const words = pattern.split(/[^a-z0-9.-]+/).filter((word) => word === pattern || word.includes('-'));
  return [...new Set(words)].flatMap((word) => around.strangeBucket(word) ?? []);
}
