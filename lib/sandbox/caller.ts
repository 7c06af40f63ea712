import { readSession } from '../change/people';
import type { SandboxPolicy } from './policy';

/** Who calls, as Lambda tells from the signature; nothing of it stands in headers or body. */
export interface Signature {
  /** ARN of the session: `…:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/alice@example.com`. */
  readonly userArn: string;
  /** `AROA…:alice@example.com`: the unique id of the role that the session is of. */
  readonly userId: string;
}

/** A role as IAM knows it. */
export interface RoleFacts {
  readonly path: string;
  readonly roleId: string;
}

/** A person, known for sure. */
export interface Caller {
  readonly user: string;
  readonly permissionSet: string;
  /** May extend and delete what belongs to others. */
  readonly manages: boolean;
}

/** The caller, or why nobody is known. */
export type Identification = { readonly caller: Caller } | { readonly why: string; readonly remedy: string };

/** Path under which Identity Center alone makes roles. */
export const IDENTITY_CENTER_PATH = '/aws-reserved/sso.amazonaws.com/';

const SIGN_IN = 'Sign in with Identity Center: aws sso login';

/** Name of the role that the session says it is of; undefined where it is no session of Identity Center. */
export function roleNameOf({ userArn }: Signature): string | undefined {
  return readSession(userArn) ? userArn.split('/')[1] : undefined;
}

/**
 * Who the caller is. A developer of a dev account may make roles, and a session's ARN carries no path: a role of one's
 * own, named like one of Identity Center, would let anyone choose a user name. So the session must be of the very role that
 * IAM knows under that name, and that role must lie where only Identity Center makes roles.
 */
export function identify(signature: Signature, role: RoleFacts | undefined, policy: SandboxPolicy): Identification {
  const session = readSession(signature.userArn);
  if (!session) return { why: `${signature.userArn} is no session of Identity Center.`, remedy: SIGN_IN };
  if (session.account !== policy.account)
    return { why: `The session is of account ${session.account}, not of ${policy.account}.`, remedy: SIGN_IN };
  if (!role || !isInside(role.path) || !isSessionOf(role, signature, session.user))
    return { why: `${signature.userArn} is of a role that Identity Center did not make.`, remedy: SIGN_IN };
  const { use, manage } = policy.permissionSets;
  const manages = manage.includes(session.permissionSet);
  if (!manages && !use.includes(session.permissionSet))
    return {
      why: `${session.user} holds ${session.permissionSet}; self-service environments take ${[...use, ...manage].join(' or ')}.`,
      remedy: `Sign in with one of these: AWS_PROFILE=<a profile of ${use[0]}>.`,
    };
  return { caller: { user: session.user, permissionSet: session.permissionSet, manages } };
}

/** In regions of Identity Center other than us-east-1 the path goes on with the region. */
function isInside(path: string): boolean {
  return path.startsWith(IDENTITY_CENTER_PATH);
}

function isSessionOf({ roleId }: RoleFacts, { userId }: Signature, user: string): boolean {
  const at = userId.indexOf(':');
  return at > 0 && userId.slice(0, at) === roleId && userId.slice(at + 1).toLowerCase() === user;
}
