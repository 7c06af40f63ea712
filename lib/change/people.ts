import { hostAddress, isPublicMail } from './hosts';
import { LOCAL_PART, MACHINE, SAME } from './identities';

/**
 * Who is who. A commit names people by e-mail address, an approval by a session of Identity Center, a started pipeline
 * by an ARN. All of them come down to the user name in Identity Center; what cannot be mapped is nobody we know, and a
 * check that meets it fails.
 *
 * `identities` maps, whatever its case: an address, an ARN or an account's number at a code host (`github:12345`) to a user
 * name; `@example.com` to `=`, for a domain whose addresses are user names, or to `local part`; and the address of a
 * machine (a merge bot) to `machine`. Addresses that a code host's machines write with are machines, mapped or not.
 *
 * Where nothing is mapped, what is true for most holds: somebody signs in as `carol@example.com`, so the addresses of
 * `example.com` are user names, unless anybody can have one (`withSignIns`).
 *
 * Two spellings of one person would be two people to every check, so a domain with `=` takes plain addresses only:
 * letters, digits and `. _ ' -` before the `@`. An address with a tag (`carol+git@example.com`), with letters of other
 * scripts or with invisible characters is nobody until it is mapped by itself.
 */
export type Identities = Readonly<Record<string, string>>;

/** A person, a known machine, or somebody unmapped. */
export type Identity =
  | { readonly kind: 'person'; readonly user: string }
  | { readonly kind: 'machine'; readonly name: string }
  | { readonly kind: 'unmapped'; readonly name: string };

const SESSION = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const PERMISSION_SET = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;
const PLAIN_ADDRESS = /^[a-z0-9._'-]+(@[^@\s]+)$/;

/**
 * A session of Identity Center: the permission set and the user name it was started by. Who assumes any other role
 * chooses the session's name, so only these names are believed. Session ARNs carry no path: that nobody else makes a
 * role with such a name rests on IAM, which protects it, and on the guardrails of the account.
 */
export interface Session {
  readonly account: string;
  readonly permissionSet: string;
  readonly user: string;
}

/** Reads `…:assumed-role/AWSReservedSSO_ReleaseManager_0123456789abcdef/alice@example.com`; undefined for any other ARN. */
export function readSession(arn: string): Session | undefined {
  const [, account, role, user] = SESSION.exec(arn) ?? [];
  const permissionSet = PERMISSION_SET.exec(role ?? '')?.[1];
  return account && user && permissionSet ? { account, permissionSet, user: user.toLowerCase() } : undefined;
}

/** Whom an ARN stands for; one that is no session of Identity Center must be mapped as a whole. */
export function identifyArn(arn: string, identities: Identities): Identity {
  const session = readSession(arn);
  if (session) return identifyName(session.user, identities);
  const mapped = own(identities, arn);
  return mapped ? identifyName(arn, identities) : { kind: 'unmapped', name: arn };
}

/** Whom `Alice <alice@example.com>`, or a plain address, stands for; with any other brackets it is nobody. */
export function identifyAuthor(author: string, identities: Identities): Identity {
  const [, address] = /^[^<>]*<([^<>]*)>\s*$/.exec(author) ?? [];
  return identifyName((address ?? author).trim() || author.trim(), identities);
}

/**
 * The mapping with what the sign-ins of the approvers themselves show: the domain of a user name that is an address, and
 * user names that may stand before the `@` of an author. What is mapped stays as it is.
 */
export function withSignIns(identities: Identities, arns: readonly string[]): Identities {
  const users = arns.flatMap((arn) => readSession(arn)?.user ?? []);
  // Where a domain is mapped, its rule says what user names look like, and no sign-in says otherwise.
  const isRuled = Object.keys(identities).some((key) => key.startsWith('@'));
  const shown = users.flatMap((user): [string, string][] => {
    const [name, domain] = user.split('@');
    if (domain === undefined) return isRuled ? [] : [[`${name}${ANY_DOMAIN}`, user]];
    return isPublicMail(domain) ? [] : [[`@${domain}`, SAME]];
  });
  return { ...Object.fromEntries(shown), ...identities };
}

/**
 * Authors whom nobody will know, whoever approves: no mapping names them, and no sign-in can show that they are users.
 * The gate would refuse them after the approvals; so they are told before.
 */
export function neverKnown(authors: readonly string[], identities: Identities): string[] {
  return authors.filter((author) => {
    const found = identifyAuthor(author, identities);
    return found.kind === 'unmapped' && !mayBeUserName(found.name);
  });
}

function mayBeUserName(name: string): boolean {
  const domain = PLAIN_ADDRESS.exec(name.toLowerCase())?.[1]?.slice(1);
  return domain !== undefined && !isPublicMail(domain) && hostAddress(name) === undefined;
}

/** Keys that no configuration can hold: user names without a domain, before the `@` of any address. */
const ANY_DOMAIN = '@*';

function identifyName(name: string, identities: Identities): Identity {
  const key = name.toLowerCase();
  const host = hostAddress(key);
  const mapped = own(identities, key) ?? (host?.kind === 'account' ? account(host, identities) : undefined);
  if (host?.kind === 'machine' || mapped?.toLowerCase() === MACHINE) return { kind: 'machine', name: key };
  if (mapped && mapped !== SAME) return { kind: 'person', user: mapped.toLowerCase() };
  const user = userName(key, identities);
  return user === undefined ? { kind: 'unmapped', name } : { kind: 'person', user };
}

/** An account is known by its number: the login before the `@` may change, and be taken by somebody else. */
function account({ host, number }: { host: string; number?: string }, identities: Identities): string | undefined {
  if (number === undefined) return undefined;
  const same = Object.keys(identities).find((key) => {
    const other = hostAddress(key);
    return other?.kind === 'account' && other.host === host && other.number === number;
  });
  return own(identities, `${host}:${number}`) ?? (same === undefined ? undefined : identities[same]);
}

function userName(key: string, identities: Identities): string | undefined {
  const [local = '', domain] = PLAIN_ADDRESS.test(key) ? key.split('@') : [];
  const rule = domain === undefined ? undefined : own(identities, `@${domain}`);
  if (rule === SAME) return key;
  if (rule === LOCAL_PART) return local;
  const known = Object.values(identities).some((user) => isUser(user) && user.toLowerCase() === key);
  return known ? key : domain === undefined ? undefined : own(identities, `${local}${ANY_DOMAIN}`);
}

function isUser(value: string): boolean {
  return ![MACHINE, SAME, LOCAL_PART].includes(value.toLowerCase());
}

/** Keys count whatever their case; an object's own parts alone. */
function own(identities: Identities, key: string): string | undefined {
  const found = Object.keys(identities).find((one) => one.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : identities[found];
}
