/**
 * Who is who. A commit names people by e-mail address, an approval by a session of Identity Center, a started pipeline
 * by an ARN. All of them come down to the user name in Identity Center; what cannot be mapped is nobody we know, and a
 * check that meets it fails.
 *
 * `identities` maps, in lower case: an address or an ARN to a user name; `@example.com` to `=`, for a domain whose
 * addresses are user names; and the address of a machine (a merge bot) to `machine`.
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

const MACHINE = 'machine';
const SAME = '=';
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
  const mapped = own(identities, arn.toLowerCase());
  return mapped ? identifyName(arn, identities) : { kind: 'unmapped', name: arn };
}

/** Whom `Alice <alice@example.com>`, or a plain address, stands for; with any other brackets it is nobody. */
export function identifyAuthor(author: string, identities: Identities): Identity {
  const [, address] = /^[^<>]*<([^<>]*)>\s*$/.exec(author) ?? [];
  return identifyName((address ?? author).trim(), identities);
}

function identifyName(name: string, identities: Identities): Identity {
  const key = name.toLowerCase();
  const mapped = own(identities, key);
  if (mapped === MACHINE) return { kind: 'machine', name: key };
  if (mapped) return { kind: 'person', user: mapped.toLowerCase() };
  if (isUserName(key, identities)) return { kind: 'person', user: key };
  return { kind: 'unmapped', name };
}

function isUserName(key: string, identities: Identities): boolean {
  const domain = PLAIN_ADDRESS.exec(key)?.[1];
  if (domain && own(identities, domain) === SAME) return true;
  return Object.values(identities).some((user) => user !== MACHINE && user !== SAME && user.toLowerCase() === key);
}

function own(identities: Identities, key: string): string | undefined {
  return Object.hasOwn(identities, key) ? identities[key] : undefined;
}
