import { hostAddress, NUMBERED } from './hosts';

/** What `identities` maps an address to that no person stands behind. */
export const MACHINE = 'machine';

/** What `identities` maps a domain to whose whole addresses are user names of Identity Center. */
export const SAME = '=';

/** What `identities` maps a domain to whose user names are the addresses' parts before the `@`. */
export const LOCAL_PART = 'local part';

const USER_NAME = /^[\w+=,.@-]{1,128}$/;
const ADDRESS = /^[^\s<>@*]+@[^\s<>@*]+$/;
const DOMAIN = /^@[^\s<>@*]+$/;
const ARN = /^arn:[a-z-]+:(iam|sts)::\d{12}:\S+$/;

/** What is wrong with one entry of `identities`, and what would be right; undefined where it holds. */
export function identityProblem(key: string, value: string): string | undefined {
  if (DOMAIN.test(key)) return domainProblem(key, value);
  if (!ADDRESS.test(key) && !ARN.test(key) && !NUMBERED.test(key))
    return `${JSON.stringify(key)} is nobody's name; write an e-mail address of commits, a domain (@example.com), an account's number (github:12345) or an ARN`;
  return valueProblem(key, value);
}

function domainProblem(key: string, value: string): string | undefined {
  if (value === SAME || value === LOCAL_PART) return undefined;
  return `got ${JSON.stringify(value)} for ${key}; a domain is mapped to "${SAME}" (the addresses are the user names) or to "${LOCAL_PART}" (what stands before the @ is)`;
}

function valueProblem(key: string, value: string): string | undefined {
  if (value === MACHINE) return undefined;
  if (value.trim().toLowerCase() === MACHINE) return `got ${JSON.stringify(value)}; write ${MACHINE}, in lower case`;
  if (value === SAME || value === LOCAL_PART)
    return `got ${JSON.stringify(value)} for ${key}, which is for domains (@example.com); write a user name of Identity Center`;
  if (hostAddress(key)?.kind === 'machine')
    return `${key} is a machine's address, whoever it is mapped to; leave it out, or write ${MACHINE}`;
  if (USER_NAME.test(value)) return undefined;
  return `got ${JSON.stringify(value)} for ${key}; write a user name of Identity Center, or ${MACHINE} for a bot`;
}
