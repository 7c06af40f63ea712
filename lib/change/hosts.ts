/**
 * Addresses that code hosts write into commits in place of a person's own.
 *
 * Sources: GitHub docs, Setting your commit email address (`ID+login@users.noreply.github.com`, before 18 July 2017
 * `login@users.noreply.github.com`) and web-flow's `noreply@github.com`; GitLab docs, Use a private email
 * (`ID-login@users.noreply.gitlab.com`) and bot users for projects and groups; Bitbucket's merges.
 */

/** An address that no person reads, or a person's account at a host. */
export type HostAddress =
  | { readonly kind: 'machine' }
  /** `number` stays when the person takes another login; an old form has none. */
  | { readonly kind: 'account'; readonly host: string; readonly number?: string };

interface Form {
  readonly pattern: RegExp;
  readonly read: (match: readonly string[]) => HostAddress;
}

const machine = (): HostAddress => ({ kind: 'machine' });

/** The first form that fits an address in lower case decides. */
const FORMS: readonly Form[] = [
  { pattern: /^noreply@github\.com$/, read: machine },
  { pattern: /^(\d+\+)?[^@+]+\[bot\]@users\.noreply\.github\.com$/, read: machine },
  {
    pattern: /^(?:(\d+)\+)?[a-z0-9-]+@users\.noreply\.github\.com$/,
    read: ([, number]) => ({ kind: 'account', host: 'github', ...(number ? { number } : {}) }),
  },
  { pattern: /^noreply@gitlab\.com$/, read: machine },
  { pattern: /^(project|group)_?\d+_bot(_\w+)?@noreply\.[a-z0-9.-]+$/, read: machine },
  {
    pattern: /^(\d+)-[a-z0-9._-]+@users\.noreply\.gitlab\.com$/,
    read: ([, number]) => ({ kind: 'account', host: 'gitlab', number }),
  },
  { pattern: /^(commits-)?noreply@bitbucket\.org$/, read: machine },
];

/** What a code host means by an address; undefined for an address of somebody's own. */
export function hostAddress(address: string): HostAddress | undefined {
  const plain = address.toLowerCase();
  for (const { pattern, read } of FORMS) {
    const match = pattern.exec(plain);
    if (match) return read([...match]);
  }
  return undefined;
}

/** Hosts whose people can be mapped by their number: `github:12345`. */
export const NUMBERED = /^(github|gitlab):\d+$/;

/** Mail for everybody: that somebody signs in with such an address says nothing of the others of its domain. */
const PUBLIC_MAIL: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.com',
  'mail.ru',
  'proton.me',
  'protonmail.com',
  'qq.com',
  '163.com',
  'yandex.ru',
  'fastmail.com',
  'zoho.com',
]);

/** Whether anybody can have an address of a domain. */
export function isPublicMail(domain: string): boolean {
  return PUBLIC_MAIL.has(domain.toLowerCase());
}
